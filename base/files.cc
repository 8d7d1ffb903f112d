#include "base/files.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace base {
namespace {

// Closes its descriptor when it goes.
class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  ~Fd() {
    if (fd_ >= 0) close(fd_);
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  int get() const { return fd_; }
  // Some file systems report only here that the disk was full.
  int Close() { return close(std::exchange(fd_, -1)) == 0 ? 0 : errno; }

 private:
  int fd_;
};

absl::Status Failed(const char* what, const std::string& path, int error) {
  const std::string text =
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
      return absl::InvalidArgumentError(text + "; give the path of a file");
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(text);
    case ENXIO:
      return absl::UnavailableError(text + "; nobody is at its other end");
    case EIO:
      return absl::DataLossError(
          text + "; check the disk, or restore the file from a backup");
    default:
      return absl::UnavailableError(text);
  }
}

// Writes all of `content`; returns 0, or the error's number.
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

// What is opened without waiting is waited for from here on: an answer from
// whoever is at the other end by now.
void MayWait(int fd) {
  const int flags = fcntl(fd, F_GETFL);
  if (flags >= 0) fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
}

absl::Status WriteInto(const std::string& path, const std::string& content,
                       bool await_reader) {
  const Fd fd(open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY |
                                     (await_reader ? 0 : O_NONBLOCK)));
  if (fd.get() < 0) return Failed("write", path, errno);
  MayWait(fd.get());
  const int error = WriteAll(fd.get(), content);
  return error == 0 ? absl::OkStatus() : Failed("write", path, error);
}

// A name in the folder that nobody can guess, so that nobody can have laid a
// link there; the file is made, or opening it fails.
std::string TemporaryName(const std::string& folder) {
  uint64_t random = 0;
  if (getrandom(&random, sizeof(random), 0) != sizeof(random)) {
    random = static_cast<uint64_t>(getpid());
  }
  return absl::StrCat(folder, "/.tmp-", absl::Hex(random, absl::kZeroPad16));
}

// Writes the temporary file; returns 0, or the error's number.
int WriteTemporary(const std::string& path, const std::string& content,
                   mode_t mode, bool exact_mode) {
  Fd fd(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (fd.get() < 0) return errno;
  if (exact_mode && fchmod(fd.get(), mode) != 0) return errno;
  if (const int error = WriteAll(fd.get(), content); error != 0) return error;
  if (fsync(fd.get()) != 0) return errno;
  return fd.Close();
}

// Gives the temporary file its name; returns 0, or the error's number.
int Place(const std::string& temporary, const std::string& target,
          bool keep_existing) {
  if (!keep_existing) {
    return std::rename(temporary.c_str(), target.c_str()) == 0 ? 0 : errno;
  }
  const int error = link(temporary.c_str(), target.c_str()) == 0 ? 0 : errno;
  unlink(temporary.c_str());
  return error == EEXIST ? 0 : error;
}

// Puts the folder's new name on disk. Not every file system can, and the file
// is there for whoever reads it now: no error.
void SyncFolder(const std::string& folder) {
  const Fd fd(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() >= 0) fsync(fd.get());
}

absl::Status TooLarge(const std::string& path, int64_t most) {
  return absl::InvalidArgumentError(
      absl::StrCat(path, " holds more than ", most, " bytes"));
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     const ReadOptions& options) {
  // Opening a FIFO would wait for a writer.
  const Fd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (fd.get() < 0) return Failed("open", path, errno);
  struct stat info;
  if (fstat(fd.get(), &info) != 0) return Failed("read", path, errno);
  if (S_ISDIR(info.st_mode)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "cannot read ", path, ": it is a folder; give the path of a file"));
  }
  std::string content;
  if (S_ISREG(info.st_mode)) {
    const int64_t size = std::max<int64_t>(info.st_size - options.from, 0);
    if (size > options.most) return TooLarge(path, options.most);
    content.reserve(size + 1);
    if (options.from > 0 && lseek(fd.get(), options.from, SEEK_SET) < 0) {
      return Failed("read", path, errno);
    }
  } else if (options.specials) {
    MayWait(fd.get());
  } else {
    return absl::InvalidArgumentError(absl::StrCat(
        "cannot read ", path, ": it is ",
        S_ISFIFO(info.st_mode) ? "a FIFO" : "a device",
        ", and not an ordinary file; copy what it gives into a file"));
  }
  constexpr size_t kPart = 64 << 10;
  const auto part = std::make_unique<char[]>(kPart);
  while (true) {
    const ssize_t got = read(fd.get(), part.get(), kPart);
    if (got == 0) return content;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Failed("read", path, errno);
    content.append(part.get(), got);
    if (static_cast<int64_t>(content.size()) > options.most) {
      return TooLarge(path, options.most);
    }
  }
}

absl::Status WriteFile(const std::string& path, const std::string& content,
                       const WriteOptions& options) {
  struct stat info;
  const bool exists = stat(path.c_str(), &info) == 0;
  if (exists && S_ISDIR(info.st_mode)) return Failed("write", path, EISDIR);
  if (exists && options.keep_existing) return absl::OkStatus();
  if (exists && !S_ISREG(info.st_mode)) {
    return WriteInto(path, content, options.await_reader);
  }
  const mode_t mode =
      options.mode.value_or(exists ? info.st_mode & 07777 : mode_t{0666});
  const std::string target = Target(path);
  const std::string folder = FolderOf(target);
  std::string temporary = TemporaryName(folder);
  const bool exact_mode = exists || options.mode.has_value();
  int error = WriteTemporary(temporary, content, mode, exact_mode);
  while (error == EEXIST) {
    temporary = TemporaryName(folder);
    error = WriteTemporary(temporary, content, mode, exact_mode);
  }
  if (error == 0) error = Place(temporary, target, options.keep_existing);
  if (error != 0) {
    unlink(temporary.c_str());
    return Failed("write", path, error);
  }
  SyncFolder(folder);
  return absl::OkStatus();
}

absl::Status MakeFolder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("cannot make the folder ", path, ": ", error.message()));
}

}  // namespace base
