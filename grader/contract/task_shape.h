// The task that a submission's program is for, and its samples' shape. Defined
// by a library for each task, of which a program is linked with one.
#ifndef GRADER_CONTRACT_TASK_SHAPE_H_
#define GRADER_CONTRACT_TASK_SHAPE_H_

namespace olympics {

struct SampleShape {
  int height, width;
};

// As in model.h and train.h.
const char* TaskName();
SampleShape TaskShape();

}  // namespace olympics

#endif  // GRADER_CONTRACT_TASK_SHAPE_H_
