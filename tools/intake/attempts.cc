#include "tools/intake/attempts.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/files.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;

std::string FolderOf(const std::string& state, const std::string& digest) {
  return absl::StrCat(state, "/attempts/", digest);
}

// Of a folder without folders.
absl::StatusOr<std::vector<AttemptFile>> ReadFiles(const std::string& folder) {
  std::error_code error;
  std::vector<AttemptFile> files;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name[0] == '.') continue;
    absl::StatusOr<std::string> text = base::ReadFile(
        entry.path().string(), {.most = int64_t{kMaxIntakeBytes}});
    if (!text.ok()) return text.status();
    files.push_back({name, *std::move(text)});
  }
  if (error == std::errc::no_such_file_or_directory) {
    return absl::NotFoundError(absl::StrCat("there is no folder ", folder));
  }
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot read ", folder, ": ", error.message()));
  }
  return files;
}

void RemoveKept(const std::string& folder) {
  std::error_code ignored;
  fs::permissions(folder, fs::perms::owner_all, ignored);
  fs::remove_all(folder, ignored);
}

}  // namespace

absl::StatusOr<std::string> KeepAttempt(const std::string& state,
                                        const std::vector<AttemptFile>& files) {
  const std::string digest = AttemptDigest(files);
  if (ReadAttempt(state, digest).ok()) return digest;
  if (absl::Status s = base::MakeFolder(state + "/attempts"); !s.ok()) return s;
  std::string part = state + "/attempts/.part-XXXXXX";
  if (mkdtemp(part.data()) == nullptr) {
    return absl::UnavailableError(
        absl::StrCat("cannot make ", part, ": ", std::strerror(errno)));
  }
  const auto failed = [&part](absl::Status why) {
    RemoveKept(part);
    return why;
  };
  for (const AttemptFile& file : files) {
    const absl::Status s = base::WriteFile(absl::StrCat(part, "/", file.name),
                                           file.text, {.mode = 0444});
    if (!s.ok()) return failed(s);
  }
  chmod(part.c_str(), 0555);
  const std::string place = FolderOf(state, digest);
  // What is there is not what was handed in: ReadAttempt said so.
  const bool replaced = renameat2(AT_FDCWD, part.c_str(), AT_FDCWD,
                                  place.c_str(), RENAME_EXCHANGE) == 0;
  if (!replaced && rename(part.c_str(), place.c_str()) != 0) {
    // Another process may have kept the same meanwhile.
    const int error = errno;
    if (!ReadAttempt(state, digest).ok()) {
      return failed(absl::UnavailableError(
          absl::StrCat("cannot keep ", place, ": ", std::strerror(error))));
    }
  }
  RemoveKept(part);
  const int folder =
      open((state + "/attempts").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && fsync(folder) == 0;
  const int error = errno;
  if (folder >= 0) close(folder);
  if (!synced) {
    return absl::UnavailableError(absl::StrCat(
        "cannot sync ", state, "/attempts: ", std::strerror(error)));
  }
  return digest;
}

absl::StatusOr<std::vector<AttemptFile>> ReadAttempt(
    const std::string& state, const std::string& digest) {
  if (!IsAttemptDigest(digest)) {
    return absl::NotFoundError(
        absl::StrCat("no files are kept as \"", digest.substr(0, 64), "\""));
  }
  const std::string folder = FolderOf(state, digest);
  absl::StatusOr<std::vector<AttemptFile>> files = ReadFiles(folder);
  if (absl::IsNotFound(files.status())) return files;
  if (!files.ok() || AttemptDigest(*files) != digest) {
    return absl::DataLossError(absl::StrCat(
        "the files in ", folder,
        " are not those that were handed in: restore the folder from a "
        "backup, or have them handed in again"));
  }
  return files;
}

absl::Status PutAttempt(const std::string& state, const std::string& root,
                        const std::string& name, const std::string& digest,
                        int64_t now_unix_ms) {
  const absl::StatusOr<std::vector<AttemptFile>> files =
      ReadAttempt(state, digest);
  if (!files.ok()) return files.status();
  return PutFiles(root, name, *files, now_unix_ms);
}

absl::StatusOr<std::string> DigestInTree(const std::string& root,
                                         const std::string& name) {
  absl::StatusOr<std::vector<AttemptFile>> files =
      ReadFiles(absl::StrCat(root, "/submissions/", name));
  if (!files.ok()) return files.status();
  return AttemptDigest(*std::move(files));
}

}  // namespace olympics
