// Files that are read and written as a whole.
#ifndef SANDBOX_WHOLE_FILE_H_
#define SANDBOX_WHOLE_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace sandbox {

inline constexpr int64_t kAnySize = int64_t{1} << 40;

// Everything in the file. NotFound where it cannot be opened, InvalidArgument
// where it is a folder or holds more than `most` bytes (a device never ends),
// DataLoss where it cannot be read; each names the path.
absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     int64_t most = kAnySize);

// Replaces what the path names by `content`, as a whole or not at all, and so
// that it is there after a power cut. A link stays, and what it points to is
// replaced; what is no ordinary file (a device, a FIFO, /dev/stdout) stays, and
// is written to. Errors name the path and the cause: InvalidArgument for a
// folder, ResourceExhausted for a full disk, PermissionDenied, Unavailable.
//
//   ReplaceFile("/tmp/report.xml", "<x/>")   // is one file or the other
//   ReplaceFile("/dev/null", "<x/>")         // leaves the device as it is
absl::Status ReplaceFile(const std::string& path, const std::string& content);

}  // namespace sandbox

#endif  // SANDBOX_WHOLE_FILE_H_
