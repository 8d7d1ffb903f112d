#include "grader/evidence/file.h"

#include <zlib.h>

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "grader/evidence/convert.h"
#include "grader/evidence/evidence.pb.h"
#include "grader/report/sha256.h"

namespace olympics {
namespace {

constexpr int64_t kMostUnzipped = int64_t{64} << 20;

absl::Status NoEvidence(const std::string& why) {
  return absl::DataLossError(absl::StrCat("it is no evidence: ", why));
}

std::string Zipped(const std::string& bytes) {
  uLongf size = compressBound(bytes.size());
  std::string zipped(size, '\0');
  const int result = compress2(reinterpret_cast<Bytef*>(zipped.data()), &size,
                               reinterpret_cast<const Bytef*>(bytes.data()),
                               bytes.size(), Z_BEST_COMPRESSION);
  if (result != Z_OK) return "";  // no memory
  zipped.resize(size);
  return zipped;
}

absl::Status Unzip(evidence::EvidenceFile& file) {
  if (file.unzipped_bytes() <= 0 || file.unzipped_bytes() > kMostUnzipped) {
    return NoEvidence(absl::StrCat("it would have ", file.unzipped_bytes(),
                                   " bytes, unzipped"));
  }
  std::string bytes(file.unzipped_bytes(), '\0');
  uLongf size = bytes.size();
  const int result =
      uncompress(reinterpret_cast<Bytef*>(bytes.data()), &size,
                 reinterpret_cast<const Bytef*>(file.zipped().data()),
                 file.zipped().size());
  if (result != Z_OK || size != bytes.size() ||
      !file.mutable_evidence()->ParseFromString(bytes)) {
    return NoEvidence("what is zipped in it does not unzip");
  }
  return absl::OkStatus();
}

}  // namespace

std::string SpecSha256(const CategorySpec& spec) {
  // The wire format has the fields in the order of their numbers: no spec has
  // a map.
  return Sha256Hex(spec.SerializeAsString());
}

std::string PackEvidence(const JudgedEvidence& judged) {
  evidence::EvidenceFile file;
  file.set_version(kEvidenceVersion);
  file.set_spec_sha256(SpecSha256(judged.spec));
  *file.mutable_spec() = judged.spec;
  file.set_gradings(judged.gradings);
  evidence::Evidence whole = ToProto(judged.evidence);
  const std::string bytes = whole.SerializeAsString();
  const std::string zipped =
      bytes.size() > kMostPlainBytes ? Zipped(bytes) : "";
  if (zipped.empty()) {
    *file.mutable_evidence() = std::move(whole);
  } else {
    file.set_zipped(zipped);
    file.set_unzipped_bytes(static_cast<int64_t>(bytes.size()));
  }
  return file.SerializeAsString();
}

absl::StatusOr<JudgedEvidence> UnpackEvidence(const std::string& bytes) {
  evidence::EvidenceFile file;
  if (!file.ParseFromString(bytes) || file.version() <= 0) {
    return NoEvidence("it was cut, or is another file");
  }
  if (file.version() > kEvidenceVersion) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the evidence is of version ", file.version(), ", and this reads ",
        kEvidenceVersion, ": take a newer tree"));
  }
  if (!file.zipped().empty()) {
    if (absl::Status s = Unzip(file); !s.ok()) return s;
  }
  if (!file.has_evidence() || file.gradings() < 1) {
    return NoEvidence("it was cut");
  }
  if (SpecSha256(file.spec()) != file.spec_sha256()) {
    return NoEvidence("the spec in it is not the one whose digest it has");
  }
  absl::StatusOr<Evidence> evidence = FromProto(file.evidence());
  if (!evidence.ok()) return evidence.status();
  return JudgedEvidence{file.spec(), file.gradings(), *std::move(evidence)};
}

}  // namespace olympics
