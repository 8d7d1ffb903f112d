// The numbers of standard input, output and error.
#ifndef SANDBOX_DESCRIPTORS_H_
#define SANDBOX_DESCRIPTORS_H_

#include "absl/status/status.h"

namespace sandbox {

// Opens /dev/null at those of 0, 1 and 2 that are closed, as daemons and cron
// start programs. Otherwise the next file that is opened gets such a number,
// and what a program prints goes into it: into its own cgroup's list of
// processes, say. Stays so. Unavailable where /dev/null cannot be opened.
absl::Status KeepStandardDescriptors();

}  // namespace sandbox

#endif  // SANDBOX_DESCRIPTORS_H_
