#include "sandbox/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace sandbox {
namespace {

absl::Status Failed(const char* what, const std::string& path, int error) {
  std::string text =
      absl::StrCat("cannot ", what, " ", path, ": ", std::strerror(error));
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return absl::ResourceExhaustedError(text + "; make room and try again");
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(text);
    case EISDIR:
      return absl::InvalidArgumentError(text);
    case ENOENT:
      return absl::NotFoundError(text);
    default:
      return absl::UnavailableError(text);
  }
}

// All of it, or the error's number.
int WriteAll(int fd, const std::string& content) {
  for (size_t done = 0; done < content.size();) {
    const ssize_t put = write(fd, content.data() + done, content.size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return errno;
    done += put;
  }
  return 0;
}

// What a chain of links ends at, which need not be there yet.
std::string Target(const std::string& path) {
  std::string at = path;
  char text[PATH_MAX];
  for (int links = 0; links < 40; ++links) {
    const ssize_t size = readlink(at.c_str(), text, sizeof(text));
    if (size <= 0 || size == static_cast<ssize_t>(sizeof(text))) return at;
    const std::string to(text, size);
    const size_t slash = at.rfind('/');
    at = to[0] == '/' || slash == std::string::npos
             ? to
             : absl::StrCat(at.substr(0, slash + 1), to);
  }
  return path;
}

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

absl::Status WriteInto(const std::string& path, const std::string& content) {
  const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return Failed("write", path, errno);
  const int error = WriteAll(fd, content);
  close(fd);
  return error == 0 ? absl::OkStatus() : Failed("write", path, error);
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path, int64_t most) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return Failed("open", path, errno);
  std::string content;
  struct stat info;
  if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
    content.reserve(std::min<int64_t>(info.st_size, most) + 1);
  }
  constexpr size_t kPart = 64 << 10;
  const auto part = std::make_unique<char[]>(kPart);
  while (true) {
    const ssize_t got = read(fd, part.get(), kPart);
    if (got < 0 && errno == EINTR) continue;
    const int error = errno;
    if (got <= 0) {
      close(fd);
      if (got == 0) return content;
      if (error == EISDIR) {
        return absl::InvalidArgumentError(
            absl::StrCat("cannot read ", path, ": it is a folder"));
      }
      return absl::DataLossError(
          absl::StrCat("cannot read ", path, ": ", std::strerror(error)));
    }
    content.append(part.get(), got);
    if (static_cast<int64_t>(content.size()) > most) {
      close(fd);
      return absl::InvalidArgumentError(
          absl::StrCat(path, " holds more than ", most, " bytes"));
    }
  }
}

absl::Status ReplaceFile(const std::string& path, const std::string& content) {
  struct stat info;
  mode_t mode = 0;
  if (stat(path.c_str(), &info) == 0) {
    if (S_ISDIR(info.st_mode)) return Failed("write", path, EISDIR);
    if (!S_ISREG(info.st_mode)) return WriteInto(path, content);
    mode = info.st_mode & 07777;
  } else {
    const mode_t mask = umask(0);
    umask(mask);
    mode = 0666 & ~mask;
  }
  const std::string target = Target(path);
  // A name that nobody can have laid there before: it is made, or fails.
  std::string beside = target + ".XXXXXX";
  const int fd = mkostemp(beside.data(), O_CLOEXEC);
  if (fd < 0) return Failed("write", path, errno);
  int error = WriteAll(fd, content);
  if (error == 0 && fchmod(fd, mode) != 0) error = errno;
  if (error == 0 && fsync(fd) != 0) error = errno;
  if (close(fd) != 0 && error == 0) error = errno;
  if (error == 0 && std::rename(beside.c_str(), target.c_str()) != 0) {
    error = errno;
  }
  if (error != 0) {
    unlink(beside.c_str());
    return Failed("write", path, error);
  }
  // That the name is on disk as well; not every file system can say.
  const int folder =
      open(FolderOf(target).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    fsync(folder);
    close(folder);
  }
  return absl::OkStatus();
}

}  // namespace sandbox
