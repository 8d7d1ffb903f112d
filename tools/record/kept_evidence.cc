#include "tools/record/kept_evidence.h"

#include <cstdint>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "grader/report/sha256.h"
#include "re2/re2.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;

// Many times what a grading leaves; more is none.
constexpr int64_t kMostEvidenceBytes = int64_t{16} << 20;

std::string PathOf(const std::string& state, const std::string& digest) {
  return absl::StrCat(state, "/evidence/", digest);
}

// As a file's name it must be nothing else.
bool IsDigest(const std::string& text) {
  static const RE2 kDigest("[0-9a-f]{64}");
  return RE2::FullMatch(text, kDigest);
}

}  // namespace

absl::StatusOr<std::string> KeepEvidence(const std::string& state,
                                         const std::string& bytes) {
  std::string digest = Sha256Hex(bytes);
  if (ReadEvidence(state, digest).ok()) return digest;
  if (absl::Status s = base::MakeFolder(state + "/evidence"); !s.ok()) return s;
  const std::string path = PathOf(state, digest);
  if (absl::Status s = base::WriteFile(path, bytes); !s.ok()) return s;
  std::error_code error;
  fs::permissions(
      path,
      fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read,
      error);
  if (!error) return digest;
  return absl::UnavailableError(
      absl::StrCat(path, " cannot be made read-only: ", error.message()));
}

absl::StatusOr<std::string> ReadEvidence(const std::string& state,
                                         const std::string& digest) {
  if (!IsDigest(digest)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", digest.substr(0, 80), "\" is no digest of evidence"));
  }
  const std::string path = PathOf(state, digest);
  std::error_code error;
  if (!fs::exists(path, error) && !error) {
    return absl::NotFoundError(
        absl::StrCat("its evidence is gone: there is no ", path,
                     "; put it back from a backup, or grade again"));
  }
  absl::StatusOr<std::string> bytes =
      base::ReadFile(path, {.most = kMostEvidenceBytes});
  if (!bytes.ok() || Sha256Hex(*bytes) == digest) return bytes;
  return absl::DataLossError(absl::StrCat(
      "its evidence was altered: ", path,
      " is not what it is named for; put it back from a backup, or grade "
      "again"));
}

absl::Status KeepEvidenceOf(const std::string& state,
                            const absl::StatusOr<std::string>& bytes,
                            GradeReport& report) {
  const std::string named = report.evidence_sha256();
  if (named.empty()) return absl::OkStatus();
  absl::Status status = bytes.status();
  if (status.ok() && Sha256Hex(*bytes) != named) {
    status = absl::DataLossError("it is not what its report names");
  }
  if (status.ok()) status = KeepEvidence(state, *bytes).status();
  if (status.ok()) return status;
  report.clear_evidence_sha256();
  return absl::Status(status.code(),
                      absl::StrCat("the evidence of ", report.submission(),
                                   " in ", report.category(),
                                   " is not kept, so that it cannot be "
                                   "judged again without measuring: ",
                                   std::string(status.message())));
}

std::vector<std::string> CopyEvidence(const std::string& from_state,
                                      const std::string& to_state,
                                      const std::vector<GradeReport>& reports) {
  std::vector<std::string> said;
  for (const GradeReport& report : reports) {
    if (report.evidence_sha256().empty()) continue;
    GradeReport copied = report;
    const absl::Status s = KeepEvidenceOf(
        to_state, ReadEvidence(from_state, report.evidence_sha256()), copied);
    if (!s.ok()) said.emplace_back(s.message());
  }
  return said;
}

}  // namespace olympics
