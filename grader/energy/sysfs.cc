#include "grader/energy/sysfs.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace olympics {

absl::StatusOr<std::string> ReadSysfs(const std::string& path) {
  const auto failed = [&](int error) {
    const std::string what =
        absl::StrCat("cannot read ", path, ": ", std::strerror(error));
    return error == ENOENT   ? absl::NotFoundError(what)
           : error == EACCES ? absl::PermissionDeniedError(what)
                             : absl::UnavailableError(what);
  };
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return failed(errno);
  std::string text;
  char buffer[4096];
  ssize_t got;
  while ((got = read(fd, buffer, sizeof(buffer))) > 0) text.append(buffer, got);
  const int error = errno;
  close(fd);
  if (got < 0) return failed(error);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

absl::StatusOr<double> ReadSysfsNumber(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadSysfs(path);
  if (!text.ok()) return text.status();
  double number = 0;
  if (!absl::SimpleAtod(*text, &number) || !std::isfinite(number)) {
    return absl::DataLossError(
        absl::StrCat(path, " holds \"", *text, "\", which is no number"));
  }
  return number;
}

std::vector<std::string> ListSysfs(const std::string& folder,
                                   const std::string& prefix) {
  std::vector<std::string> names;
  DIR* dir = opendir(folder.c_str());
  if (dir == nullptr) return names;
  while (const dirent* entry = readdir(dir)) {
    const std::string name = entry->d_name;
    if (name.rfind(prefix, 0) == 0) names.push_back(name);
  }
  closedir(dir);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace olympics
