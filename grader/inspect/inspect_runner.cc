// The inspection action of a submission:
//
//   inspect_runner --inspector=PROGRAM --submission=NAME --report=OUT
//           --allowed=OUT --stub=STUB... --out=OUT... [--beside=NAME...]
//           -- FILE...
//
// runs the inspector in the sandbox, which sees the FILEs and nothing else. It
// writes its findings, whether there were none ("yes" or "no"), and for each
// FILE an OUT that later actions compile: a copy where nothing was found, whose
// errors the compiler reports of FILE, and otherwise its STUB, so that nothing
// that was refused is ever compiled or run, while the grade can still be
// written. NAMEs are files of the folder that are not handed in. Files that the
// inspector cannot get to the end of are a finding.
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/files.h"
#include "google/protobuf/text_format.h"
#include "grader/inspect/inspect.h"
#include "grader/report/files.h"
#include "grader/report/grade.pb.h"
#include "grader/report/text.h"
#include "grader/stage/stage.h"
#include "sandbox/jail.h"
#include "sandbox/outcome.h"
#include "sandbox/policy.h"

namespace olympics {
namespace {

constexpr int kMostFindings = 200;

struct Options {
  std::string inspector, submission, report, allowed;
  std::vector<std::string> stubs, outs, files, beside;
};

std::string BaseName(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

sandbox::Policy PolicyFor(const std::string& folder, const std::string& out) {
  return sandbox::PolicyBuilder::Training()
      .AddReadOnly(folder, "/in")
      .AddWritableFile(out, "/out")
      .SetCpuLimit(absl::Seconds(30))
      .SetWallLimit(absl::Seconds(120))
      .SetMemoryLimit(int64_t{1} << 30)
      .SetFileLimit(4 << 20)
      .SetThreadLimit(1)
      .Build();
}

// What the inspector found. Its words are bounded, and of the submission alone.
absl::StatusOr<Inspection> RunInspector(const Options& o) {
  const absl::StatusOr<Stage> stage = Stage::Make("inspect");
  if (!stage.ok()) return stage.status();
  const std::string in = stage->Path("in"), out = stage->Path("out");
  std::vector<std::string> arguments = {"inspect", "/in", "/out"};
  for (const std::string& name : o.beside) {
    arguments.push_back("--beside=" + name);
  }
  arguments.emplace_back("--");
  for (const std::string& file : o.files) {
    const std::string name = BaseName(file);
    if (absl::Status s = stage->Copy(file, "in/" + name); !s.ok()) return s;
    arguments.push_back(name);
  }
  const absl::StatusOr<ProgramOutput> written = ProgramOutput::Make(out);
  if (!written.ok()) return written.status();
  const absl::StatusOr<sandbox::Outcome> outcome = sandbox::Jail::Run(
      PolicyFor(in, out),
      {.program = o.inspector, .arguments = std::move(arguments)});
  if (!outcome.ok()) return outcome.status();
  Inspection inspection;
  const absl::StatusOr<std::string> text = base::ReadFile(out);
  if (!text.ok()) return text.status();
  if (!outcome->ok() ||
      !google::protobuf::TextFormat::ParseFromString(*text, &inspection) ||
      inspection.files() != static_cast<int>(o.files.size())) {
    inspection.Clear();
    Finding* const f = inspection.add_findings();
    f->set_rule("not_inspected");
    f->set_file(BaseName(o.files[0]));
    f->set_message(absl::StrCat(
        "and the other files could not be inspected to their end: the "
        "inspector was stopped, for ",
        outcome->Describe(), " ", PlainText(outcome->output.substr(0, 200))));
  }
  if (inspection.findings_size() > kMostFindings) {
    inspection.mutable_findings()->DeleteSubrange(
        kMostFindings, inspection.findings_size() - kMostFindings);
  }
  for (Finding& f : *inspection.mutable_findings()) {
    f.set_message(PlainText(f.message().substr(0, 500)));
    f.set_file(PlainText(f.file().substr(0, 100)));
  }
  return inspection;
}

absl::Status Run(const Options& o) {
  absl::StatusOr<Inspection> inspection = RunInspector(o);
  if (!inspection.ok()) return inspection.status();
  inspection->set_submission(o.submission);
  inspection->set_files(static_cast<int>(o.files.size()));
  const bool refused = inspection->findings_size() > 0;
  int64_t bytes = 0;
  for (size_t i = 0; i < o.files.size(); ++i) {
    const absl::StatusOr<std::string> text = base::ReadFile(o.files[i]);
    if (!text.ok()) return text.status();
    bytes += static_cast<int64_t>(text->size());
    absl::StatusOr<std::string> content = CopyOf(o.files[i], *text);
    if (refused) content = base::ReadFile(o.stubs[i]);
    if (!content.ok()) return content.status();
    if (absl::Status s = base::WriteFile(o.outs[i], *content); !s.ok())
      return s;
  }
  inspection->set_bytes(bytes);
  const absl::Status s = base::WriteFile(o.report, ToTextProto(*inspection));
  return s.ok() ? base::WriteFile(o.allowed, refused ? "no" : "yes") : s;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) {
  CLI::App app{"Inspects a submission's sources, in the sandbox."};
  olympics::Options o;
  app.add_option("--inspector", o.inspector)->required();
  app.add_option("--submission", o.submission)->required();
  app.add_option("--report", o.report)->required();
  app.add_option("--allowed", o.allowed)->required();
  app.add_option("--stub", o.stubs)->required()->allow_extra_args(false);
  app.add_option("--out", o.outs)->required()->allow_extra_args(false);
  app.add_option("--beside", o.beside)->allow_extra_args(false);
  app.add_option("files", o.files)->required();
  CLI11_PARSE(app, argc, argv);
  if (o.stubs.size() != o.files.size() || o.outs.size() != o.files.size()) {
    std::fprintf(stderr, "inspect: as many --stub and --out as files\n");
    return 2;
  }
  const absl::Status s = olympics::Run(o);
  if (s.ok()) return 0;
  std::fprintf(stderr, "inspect: %s\n", std::string(s.message()).c_str());
  return 2;
}
