#include "grader/stage/stage.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "base/files.h"

namespace olympics {

namespace fs = std::filesystem;

absl::StatusOr<Stage> Stage::Make(const std::string& purpose) {
  std::error_code error;
  fs::path base = fs::temp_directory_path(error);
  if (error) base = "/tmp";
  std::string name = (base / (purpose + ".XXXXXX")).string();
  if (mkdtemp(name.data()) == nullptr || chmod(name.c_str(), 0755) != 0) {
    return absl::UnavailableError(absl::StrCat(
        "cannot make a folder in ", base.string(), ": ", std::strerror(errno)));
  }
  return Stage(name);
}

Stage::~Stage() {
  std::error_code error;
  if (!folder_.empty()) fs::remove_all(folder_, error);
}

std::string Stage::Path(const std::string& name) const {
  return absl::StrCat(folder_, "/", name);
}

absl::Status Stage::Copy(const std::string& file,
                         const std::string& name) const {
  const fs::path to = Path(name);
  std::error_code error;
  fs::create_directories(to.parent_path(), error);
  fs::copy_file(file, to, fs::copy_options::overwrite_existing, error);
  if (!error) fs::permissions(to, fs::perms(0644), error);
  if (!error) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(
      "cannot copy ", file, " to ", to.string(), ": ", error.message()));
}

absl::Status Stage::Write(const std::string& name,
                          const std::string& bytes) const {
  const fs::path to = Path(name);
  std::error_code error;
  fs::create_directories(to.parent_path(), error);
  if (absl::Status s = base::WriteFile(to.string(), bytes); !s.ok()) return s;
  fs::permissions(to, fs::perms(0644), error);
  if (!error) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("cannot prepare ", to.string(), ": ", error.message()));
}

absl::StatusOr<ProgramOutput> ProgramOutput::Make(const std::string& path) {
  struct stat info;
  if (lstat(path.c_str(), &info) == 0) {
    if (!S_ISREG(info.st_mode) && !S_ISLNK(info.st_mode)) {
      return absl::FailedPreconditionError(
          absl::StrCat(path, " is there, and is no file: name another"));
    }
    unlink(path.c_str());  // where it cannot be, the next says so
  }
  const int fd =
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool ok = fd >= 0 && fchmod(fd, 0666) == 0;
  const int error = errno;
  if (fd >= 0) close(fd);
  if (ok) return ProgramOutput(path);
  return absl::UnavailableError(
      absl::StrCat("cannot prepare ", path, ": ", std::strerror(error)));
}

ProgramOutput::~ProgramOutput() {
  if (!path_.empty()) chmod(path_.c_str(), 0644);
}

}  // namespace olympics
