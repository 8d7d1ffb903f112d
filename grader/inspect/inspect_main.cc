// The inspection action of a submission:
//
//   inspect --submission=NAME --report=OUT --allowed=OUT --stub=STUB...
//           --out=OUT... [--beside=NAME...] -- FILE...
//
// writes its findings, whether there were none ("yes" or "no"), and for each
// FILE an OUT that later actions compile: a copy where nothing was found, whose
// errors the compiler reports of FILE, and otherwise its STUB, so that nothing
// that was refused is ever compiled or run, while the grade can still be
// written. NAMEs are files of the folder that are not handed in.
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/inspect/inspect.h"
#include "grader/report/files.h"
#include "grader/report/grade.pb.h"

namespace {

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "inspect: %s\n", std::string(status.message()).c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Inspects a submission's sources."};
  std::string submission, report, allowed;
  std::vector<std::string> stubs, outs, files, beside;
  app.add_option("--submission", submission)->required();
  app.add_option("--report", report)->required();
  app.add_option("--allowed", allowed)->required();
  app.add_option("--stub", stubs)->required();
  app.add_option("--out", outs)->required();
  app.add_option("--beside", beside);
  app.add_option("files", files)->required();
  CLI11_PARSE(app, argc, argv);
  if (stubs.size() != files.size() || outs.size() != files.size()) {
    std::fprintf(stderr, "inspect: as many --stub and --out as files\n");
    return 2;
  }
  std::vector<olympics::SourceFile> sources;
  olympics::Inspection inspection;
  inspection.set_submission(submission);
  inspection.set_files(static_cast<int>(files.size()));
  int64_t bytes = 0;
  for (const std::string& path : files) {
    absl::StatusOr<std::string> text = olympics::ReadFile(path);
    if (!text.ok()) return Fail(text.status());
    bytes += static_cast<int64_t>(text->size());
    sources.push_back({path.substr(path.rfind('/') + 1), *std::move(text)});
  }
  inspection.set_bytes(bytes);
  for (const olympics::Finding& f :
       olympics::Inspect(sources, {beside.begin(), beside.end()})) {
    *inspection.add_findings() = f;
  }
  const bool refused = inspection.findings_size() > 0;
  absl::Status written =
      olympics::WriteFile(report, olympics::ToTextProto(inspection));
  if (written.ok()) {
    written = olympics::WriteFile(allowed, refused ? "no" : "yes");
  }
  for (size_t i = 0; i < files.size() && written.ok(); ++i) {
    absl::StatusOr<std::string> content =
        olympics::CopyOf(files[i], sources[i].text);
    if (refused) content = olympics::ReadFile(stubs[i]);
    if (!content.ok()) return Fail(content.status());
    written = olympics::WriteFile(outs[i], *content);
  }
  if (!written.ok()) return Fail(written);
  return 0;
}
