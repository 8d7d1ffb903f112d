// Small files of the kernel's, below a root that tests make up.
#ifndef GRADER_ENERGY_SYSFS_H_
#define GRADER_ENERGY_SYSFS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace olympics {

// Without the newline at its end. NotFound, PermissionDenied, or Unavailable
// for every other failure.
absl::StatusOr<std::string> ReadSysfs(const std::string& path);

// A number, which may have a fraction. DataLoss: something else is there.
absl::StatusOr<double> ReadSysfsNumber(const std::string& path);

// Names in a folder that begin so, sorted; none if there is no such folder.
std::vector<std::string> ListSysfs(const std::string& folder,
                                   const std::string& prefix);

}  // namespace olympics

#endif  // GRADER_ENERGY_SYSFS_H_
