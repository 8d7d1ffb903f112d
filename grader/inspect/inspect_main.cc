// The inspection action of a submission:
//
//   inspect --submission=NAME --report=OUT --allowed=OUT --stub=STUB...
//           --out=OUT... FILE...
//
// writes its findings, whether there were none ("yes" or "no"), and for each
// FILE an OUT that later actions compile: a copy where nothing was found, and
// otherwise its STUB, so that nothing that was refused is ever compiled or run,
// while the grade can still be written.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "google/protobuf/text_format.h"
#include "grader/inspect/inspect.h"
#include "grader/report/grade.pb.h"

namespace {

bool Read(const std::string& path, std::string& text) {
  std::ifstream file(path, std::ios::binary);
  text.assign(std::istreambuf_iterator<char>(file), {});
  return file.good() || file.eof();
}

bool Write(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  return file.good();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Inspects a submission's sources."};
  std::string submission, report, allowed;
  std::vector<std::string> stubs, outs, files;
  app.add_option("--submission", submission)->required();
  app.add_option("--report", report)->required();
  app.add_option("--allowed", allowed)->required();
  app.add_option("--stub", stubs)->required();
  app.add_option("--out", outs)->required();
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
    olympics::SourceFile source;
    source.name = path.substr(path.rfind('/') + 1);
    if (!Read(path, source.text)) {
      std::fprintf(stderr, "inspect: cannot read %s\n", path.c_str());
      return 2;
    }
    bytes += static_cast<int64_t>(source.text.size());
    sources.push_back(std::move(source));
  }
  inspection.set_bytes(bytes);
  for (const olympics::Finding& f : olympics::Inspect(sources)) {
    *inspection.add_findings() = f;
  }
  std::string text;
  google::protobuf::TextFormat::PrintToString(inspection, &text);
  const bool refused = inspection.findings_size() > 0;
  bool written = Write(report, text) && Write(allowed, refused ? "no" : "yes");
  for (size_t i = 0; i < files.size(); ++i) {
    std::string content = sources[i].text;
    if (refused && !Read(stubs[i], content)) {
      std::fprintf(stderr, "inspect: cannot read %s\n", stubs[i].c_str());
      return 2;
    }
    written = written && Write(outs[i], content);
  }
  if (!written) {
    std::fprintf(stderr, "inspect: cannot write its results\n");
    return 2;
  }
  return 0;
}
