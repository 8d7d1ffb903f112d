// How samples are changed before they are asked: a little, so that no question
// comes twice, or strongly, so that no table of samples holds the question.
#ifndef GRADER_REFEREE_CHANGES_H_
#define GRADER_REFEREE_CHANGES_H_

#include "categories/category.pb.h"
#include "grader/random/secret.h"

namespace olympics {

// Copies a sample as it is; draws nothing.
void Unchanged(const TaskSpec& task, const float* sample, SecretStream& random,
               float* out);

// Changes a sample a little, by the task's Perturbation: shift, brightness,
// noise. `sample` and `out` are two places of the task's height x width values
// of 0..1.
void Perturb(const TaskSpec& task, const float* sample, SecretStream& random,
             float* out);

// Changes a sample strongly, by the task's Distortion: turned, scaled, sheared,
// shifted and pulled about (bilinear, 0 from outside), its contrast changed, a
// patch of it made 0; then Perturb. The places as above.
//
//   float strong[28 * 28];
//   Distort(task, image, random, strong);  // image is 28 x 28, as the task is
void Distort(const TaskSpec& task, const float* sample, SecretStream& random,
             float* out);

}  // namespace olympics

#endif  // GRADER_REFEREE_CHANGES_H_
