// Writing IDX files: what the data sets that are made here come as.
#ifndef GRADER_TASKS_IDX_H_
#define GRADER_TASKS_IDX_H_

#include <string>

namespace olympics {

// `samples` of height x width bytes, one right after the other, and a byte for
// each one's label, as the two files of a split. False if they do not fit
// together or cannot be written.
bool WriteIdxSplit(const std::string& images, const std::string& labels,
                   int height, int width, const std::string& samples,
                   const std::string& sample_labels);

}  // namespace olympics

#endif  // GRADER_TASKS_IDX_H_
