// Files of /proc and /sys, which are read and written in one call.
#ifndef SANDBOX_SMALL_FILE_H_
#define SANDBOX_SMALL_FILE_H_

#include <optional>
#include <string>

namespace sandbox {

// The first 8 KiB of a file, in one read.
std::optional<std::string> ReadSmallFile(const std::string& path);
// The same of a file that is open already, from its start.
std::optional<std::string> ReadSmallFile(int fd);
// In one write, to a file that exists.
bool WriteSmallFile(const std::string& path, const std::string& text);

}  // namespace sandbox

#endif  // SANDBOX_SMALL_FILE_H_
