#include "tools/intake/intake.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "grader/report/text.h"
#include "re2/re2.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;

// Names in messages: what a terminal could misread is not shown as it is.
std::string Shown(const std::string& name) {
  std::string shown;
  for (const char c : name.substr(0, 60)) {
    shown += c >= ' ' && c <= '~' ? c : '?';
  }
  return shown;
}

absl::Status Refuse(const std::string& name, const std::string& why) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", Shown(name), "\" ", why));
}

class Folder {
 public:
  explicit Folder(const std::string& path,
                  std::optional<unsigned int> owner = std::nullopt)
      : fd_(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
        owner_(owner) {}
  ~Folder() {
    if (fd_ >= 0) close(fd_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  bool ok() const { return fd_ >= 0; }
  bool theirs() const {
    struct stat info;
    return !owner_.has_value() ||
           (fstat(fd_, &info) == 0 && info.st_uid == *owner_);
  }

  // Names of its entries, hidden ones left out, sorted; a few more than are
  // allowed where there are more.
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    DIR* folder = fdopendir(dup(fd_));
    if (folder == nullptr) return names;
    while (const dirent* entry = readdir(folder)) {
      if (entry->d_name[0] == '.') continue;
      names.emplace_back(entry->d_name);
      if (names.size() > kMaxIntakeFiles + 1) break;
    }
    closedir(folder);
    std::sort(names.begin(), names.end());
    return names;
  }

  // One file's bytes, by no link and of no device.
  absl::StatusOr<std::string> Read(const std::string& name) const {
    const int fd = openat(fd_, name.c_str(),
                          O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
      return errno == ELOOP ? Refuse(name, "is a link; hand in the file itself")
                            : Refuse(name, absl::StrCat("cannot be read: ",
                                                        std::strerror(errno)));
    }
    absl::StatusOr<std::string> bytes = ReadOpen(fd, name);
    close(fd);
    return bytes;
  }

 private:
  absl::StatusOr<std::string> ReadOpen(int fd, const std::string& name) const {
    struct stat info;
    if (fstat(fd, &info) != 0) return Refuse(name, "cannot be read");
    if (owner_.has_value() && info.st_uid != *owner_) {
      return absl::PermissionDeniedError(
          absl::StrCat("\"", Shown(name), "\" is not yours: hand in what is"));
    }
    if (S_ISDIR(info.st_mode)) {
      return Refuse(name, "is a folder; all files of a submission are in one");
    }
    if (!S_ISREG(info.st_mode)) return Refuse(name, "is no plain file");
    if (static_cast<size_t>(info.st_size) > kMaxIntakeFileBytes) {
      return Refuse(
          name, absl::StrCat("has ", info.st_size, " bytes; a file may have ",
                             kMaxIntakeFileBytes));
    }
    std::string bytes(kMaxIntakeFileBytes + 1, '\0');
    size_t have = 0;
    for (ssize_t got; have < bytes.size(); have += got) {
      got = read(fd, bytes.data() + have, bytes.size() - have);
      if (got < 0 && errno == EINTR) {
        got = 0;
        continue;
      }
      if (got < 0) return Refuse(name, "cannot be read");
      if (got == 0) break;
    }
    // It may have grown since it was looked at.
    if (have > kMaxIntakeFileBytes) return Refuse(name, "is still growing");
    bytes.resize(have);
    return bytes;
  }

  const int fd_;
  const std::optional<unsigned int> owner_;
};

// The sources that the BUILD file names, with the rule's defaults.
std::set<std::string> SourcesOf(const BuildArguments& arguments) {
  const std::map<std::string, std::vector<std::string>> defaults = {
      {"model", {"model.cc"}},
      {"train", {"train.cc"}},
      {"hdrs", {}},
      {"benchmark", {"run_benchmark.cc"}}};
  const auto division = arguments.find("division");
  const bool closed = division != arguments.end() &&
                      !division->second.values.empty() &&
                      division->second.values.front() == "closed";
  std::set<std::string> sources = {"README.md"};
  for (const auto& [key, usual] : defaults) {
    if (key == "train" && closed) continue;
    const auto given = arguments.find(key);
    const std::vector<std::string>& names =
        given == arguments.end() ? usual : given->second.values;
    sources.insert(names.begin(), names.end());
  }
  return sources;
}

// Whether a source is no part of the model or the training: it has a main of
// its own, or its name says so.
bool StandsAlone(const IntakeFile& file) {
  static const RE2 kName(R"((?:.*_)?(?:test|tests|benchmark)\.(?:cc|cpp))");
  static const RE2 kMain(R"((?m)^\s*(?:int|auto)\s+main\s*\()");
  return RE2::FullMatch(file.name, kName) ||
         absl::StartsWith(file.name, "test_") ||
         RE2::PartialMatch(file.text, kMain);
}

}  // namespace

BuildArguments ArgumentsOf(const std::vector<IntakeFile>& files,
                           const std::vector<std::string>& categories) {
  static const RE2 kHeader(R"(.+\.(?:h|hpp))");
  static const RE2 kSource(R"(.+\.(?:cc|cpp))");
  std::vector<std::string> headers, model = {"model.cc"}, train = {"train.cc"};
  for (const IntakeFile& file : files) {
    if (RE2::FullMatch(file.name, kHeader)) headers.push_back(file.name);
    if (!RE2::FullMatch(file.name, kSource) || file.name == "model.cc" ||
        file.name == "train.cc" || StandsAlone(file)) {
      continue;
    }
    if (!absl::StartsWith(file.name, "train")) model.push_back(file.name);
    if (!absl::StartsWith(file.name, "model")) train.push_back(file.name);
  }
  BuildArguments arguments;
  arguments["categories"] = {true, categories};
  if (!headers.empty()) arguments["hdrs"] = {true, headers};
  if (model.size() > 1) arguments["model"] = {true, model};
  if (train.size() > 1) arguments["train"] = {true, train};
  return arguments;
}

absl::Status ValidateSubmissionName(const std::string& name) {
  // What is, or could be taken for, a file or a word of the tree's own.
  constexpr const char* kTaken[] = {"BUILD",  "WORKSPACE", "MODULE",
                                    "all",    "roster",    "students",
                                    "course", "grade",     "submissions"};
  for (const char* taken : kTaken) {
    if (absl::EqualsIgnoreCase(name, taken)) {
      return Refuse(name, "is a name of the course's tree: take another");
    }
  }
  if (RE2::FullMatch(name, "[A-Za-z][A-Za-z0-9_]{0,39}")) {
    return absl::OkStatus();
  }
  return Refuse(name,
                "is no name for a submission: letters, digits and _ alone, a "
                "letter first, 40 at most");
}

absl::StatusOr<Intake> ReadIntake(const std::string& path,
                                  const std::vector<std::string>& categories,
                                  std::optional<unsigned int> owner) {
  const Folder folder(path, owner);
  if (!folder.ok()) {
    return absl::NotFoundError(
        fs::exists(path) ? absl::StrCat(path,
                                        " is no folder: unpack it, and name "
                                        "the folder with model.cc in it")
                         : absl::StrCat("there is no folder ", path,
                                        ": name that with model.cc in it"));
  }
  if (!folder.theirs()) {
    return absl::PermissionDeniedError(
        absl::StrCat(path, " is not yours: hand in a folder that is"));
  }
  Intake intake;
  size_t bytes = 0;
  const std::vector<std::string> names = folder.Names();
  if (names.size() > kMaxIntakeFiles) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " holds more than ", kMaxIntakeFiles,
                     " files: hand in the sources alone"));
  }
  for (const std::string& name : names) {
    if (!RE2::FullMatch(name, "[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}")) {
      return Refuse(name,
                    "is no name for a file: letters, digits, _ . and - alone, "
                    "80 at most");
    }
    absl::StatusOr<std::string> text = folder.Read(name);
    if (!text.ok()) return text.status();
    if (!IsUtf8Text(*text)) {
      return Refuse(name, "is no UTF-8 text: hand in the sources alone");
    }
    bytes += text->size();
    if (bytes > kMaxIntakeBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, " holds more than ", kMaxIntakeBytes >> 10,
                       " KiB: hand in the sources alone"));
    }
    if (name == "BUILD") {
      absl::StatusOr<BuildArguments> arguments = ParseBuildFile(*text);
      if (!arguments.ok()) return arguments.status();
      intake.arguments = *std::move(arguments);
      continue;
    }
    if (name == "BUILD.bazel" || name == "WORKSPACE" ||
        name == "WORKSPACE.bazel" || name == "MODULE.bazel") {
      return Refuse(name,
                    "would be read by Bazel: a submission has a BUILD "
                    "file alone");
    }
    intake.files.push_back({name, *std::move(text)});
  }
  if (intake.arguments.empty()) {
    intake.arguments = ArgumentsOf(intake.files, categories);
  }
  for (const std::string& source : SourcesOf(intake.arguments)) {
    const bool there =
        std::any_of(intake.files.begin(), intake.files.end(),
                    [&](const IntakeFile& f) { return f.name == source; });
    if (!there) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, " has no ", Shown(source),
                       ": write it, or name what it is called in BUILD"));
    }
  }
  return intake;
}

std::vector<AttemptFile> FilesOf(const std::string& name,
                                 const Intake& intake) {
  std::vector<AttemptFile> files = intake.files;
  files.push_back({"BUILD", BuildFileOf(name, intake.arguments)});
  return files;
}

absl::Status PutFiles(const std::string& root, const std::string& name,
                      const std::vector<AttemptFile>& files,
                      int64_t now_unix_ms) {
  if (absl::Status s = ValidateSubmissionName(name); !s.ok()) return s;
  const std::string part =
      absl::StrCat(root, "/.tito/intake-", name, "-", getpid());
  const std::string place = absl::StrCat(root, "/submissions/", name);
  const std::string kept = absl::StrCat(root, "/.tito/submitted/", name);
  std::error_code error;
  const fs::file_status there = fs::symlink_status(place, error);
  if (fs::exists(there) && !fs::is_directory(there)) {
    return Refuse(name, "is a file of the course's tree: take another name");
  }
  fs::remove_all(part, error);
  fs::create_directories(part, error);
  fs::create_directories(kept, error);
  const auto failed = [&](const std::string& what) {
    std::error_code ignored;
    fs::remove_all(part, ignored);
    return absl::UnavailableError(what);
  };
  if (error) {
    return failed(absl::StrCat("cannot make ", part, ": ", error.message()));
  }
  for (const AttemptFile& file : files) {
    const absl::Status s = base::WriteFile(part + "/" + file.name, file.text);
    if (!s.ok()) return failed(std::string(s.message()));
  }
  // The old and the new change places in one step, where there is an old one.
  const bool replaces = renameat2(AT_FDCWD, part.c_str(), AT_FDCWD,
                                  place.c_str(), RENAME_EXCHANGE) == 0;
  if (!replaces && rename(part.c_str(), place.c_str()) != 0) {
    return failed(
        absl::StrCat("cannot put ", place, ": ", std::strerror(errno)));
  }
  if (replaces) {
    // A clock that was set back may give a time that was given before.
    std::string to = absl::StrCat(kept, "/", now_unix_ms);
    for (int i = 2; fs::exists(to, error); ++i) {
      to = absl::StrCat(kept, "/", now_unix_ms, "-", i);
    }
    fs::rename(part, to, error);
    if (error) {
      return absl::UnavailableError(
          absl::StrCat("handed in; but the version before could not be moved "
                       "to ",
                       kept, " and is in ", part));
    }
  }
  return absl::OkStatus();
}

}  // namespace olympics
