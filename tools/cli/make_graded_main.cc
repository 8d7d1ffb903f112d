// For tests: an archive as Bazel makes of a grading's outputs, with a report
// and its evidence, which is made up, judged by a spec.
//
//   make_graded ARCHIVE.zip SUBMISSION SPEC.textproto TASK.textproto
#include <zip.h>

#include <cstdio>
#include <string>

#include "base/clock.h"
#include "categories/digest.h"
#include "categories/spec.h"
#include "grader/evidence/file.h"
#include "grader/evidence/made_up.h"
#include "grader/judge/judge.h"
#include "grader/report/files.h"
#include "grader/report/sha256.h"

namespace olympics {
namespace {

void AddFile(zip_t* zip, const char* name, const std::string& bytes) {
  zip_file_add(zip, name, zip_source_buffer(zip, bytes.data(), bytes.size(), 0),
               ZIP_FL_OVERWRITE);
}

int Main(char** argv) {
  const absl::StatusOr<CategorySpec> spec = LoadSpec(argv[3]);
  const absl::StatusOr<TaskSpec> task = LoadTask(argv[4]);
  if (!spec.ok() || !task.ok()) return 1;
  Evidence evidence = MadeUpEvidence(*task);
  evidence.inspection.set_submission(argv[2]);
  const std::string bytes = PackEvidence({*spec, 1, evidence});
  GradeReport report = Judge(*spec, evidence);
  report.set_submission(argv[2]);
  report.set_category(spec->name());
  report.set_host("bench");
  report.set_started_unix_ms(base::NowUnixMs());
  report.set_evidence_sha256(Sha256Hex(bytes));
  report.mutable_basis()->set_kernel("6.1.0-made-up");
  report.mutable_basis()->set_spec_sha256(SpecSha256(*spec));
  SpecOnRecord* on_record = report.add_specs();
  on_record->set_name(spec->name());
  on_record->set_digest(DigestOf(*spec));
  on_record = report.add_specs();
  on_record->set_name("tasks/" + task->name());
  on_record->set_digest(DigestOf(*task));
  const std::string text = ToTextProto(report);
  int error = 0;
  zip_t* zip = zip_open(argv[1], ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (zip == nullptr) return 1;
  AddFile(zip, "grade.textproto", text);
  AddFile(zip, kEvidenceFile, bytes);
  return zip_close(zip) == 0 ? 0 : 1;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) {
  if (argc == 5) return olympics::Main(argv);
  std::fprintf(stderr, "make_graded ARCHIVE SUBMISSION SPEC TASK\n");
  return 2;
}
