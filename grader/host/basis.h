// What of the machine and of the build a report rests on.
#ifndef GRADER_HOST_BASIS_H_
#define GRADER_HOST_BASIS_H_

#include <string>

#include "grader/report/grade.pb.h"

namespace olympics {

// Returns the kernel's release, the processor's model and its microcode, as the
// files below `root` ("" is this machine) have them, and the compiler that
// built this program: Bazel builds the grader and a submission's worker with
// one. What a machine does not say is "", but its processor "unknown".
//
//   BasisOf("").kernel()  // "6.1.0-18-amd64"
Basis BasisOf(const std::string& root);

}  // namespace olympics

#endif  // GRADER_HOST_BASIS_H_
