#include "tools/process/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace olympics {

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::Lock(
    const std::string& path, int operation) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  int taken = -1;
  if (fd >= 0) {
    while ((taken = flock(fd, operation)) != 0 && errno == EINTR) {
    }
  }
  if (taken == 0) return std::unique_ptr<FileLock>(new FileLock(fd));
  const int error = errno;
  if (fd >= 0) close(fd);
  if (fd >= 0 && error == EWOULDBLOCK) return nullptr;
  return absl::UnavailableError(
      absl::StrCat("cannot lock ", path, ": ", std::strerror(error)));
}

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::Take(
    const std::string& path) {
  return Lock(path, LOCK_EX);
}

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::TakeIfFree(
    const std::string& path) {
  return Lock(path, LOCK_EX | LOCK_NB);
}

FileLock::~FileLock() { close(fd_); }

}  // namespace olympics
