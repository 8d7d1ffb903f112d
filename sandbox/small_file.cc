#include "sandbox/small_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace sandbox {
namespace {

constexpr size_t kSmall = 8192;

int Open(const std::string& path, int flags) {
  return open(path.c_str(), flags | O_CLOEXEC);
}

}  // namespace

std::optional<std::string> ReadSmallFile(int fd) {
  std::string text(kSmall, '\0');
  const ssize_t got = pread(fd, text.data(), text.size(), 0);
  if (got < 0) return std::nullopt;
  text.resize(got);
  return text;
}

std::optional<std::string> ReadSmallFile(const std::string& path) {
  const int fd = Open(path, O_RDONLY);
  if (fd < 0) return std::nullopt;
  std::optional<std::string> text = ReadSmallFile(fd);
  close(fd);
  return text;
}

bool WriteSmallFile(const std::string& path, const std::string& text) {
  const int fd = Open(path, O_WRONLY);
  if (fd < 0) return false;
  const ssize_t put = write(fd, text.data(), text.size());
  const int error = errno;
  close(fd);
  errno = error;
  return put == static_cast<ssize_t>(text.size());
}

}  // namespace sandbox
