// The compile and link actions of a submission:
//
//   compile_main compile --toolchain=ROOT/programs --driver=GCC --report=OUT
//       --allowed=OUT --package=FOLDER [--unjudged] --source=FILE...
//       --stub=FILE...
//       --object=OUT... [--own=FILE=NAME...] [--header=FILE=NAME...]
//       [--spec=FILE...] -- [OPTION...]
//   compile_main link --toolchain=ROOT/programs --driver=GCC --package=FOLDER
//       --program=OUT -- [OPTION|@FILE...]
//
// A source that does not compile fails the action with the compiler's words. An
// object that calls what is forbidden, replaces what is not the student's, or
// carries more than each of the --spec categories allows, is a finding in the
// report, which says of each object what it carries: its place, and that of
// every other object of the same call, is taken by its stub's, so that nothing
// that was refused is ever run, while the grade can still be written. In
// `link`, @FILE is an object or an archive; everything else goes to the linker
// as it is.
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "categories/spec.h"
#include "grader/compile/compile.h"
#include "grader/compile/symbols.h"
#include "grader/compile/tools.h"
#include "grader/judge/carried.h"
#include "grader/report/files.h"
#include "grader/report/grade.pb.h"

namespace olympics {
namespace {

struct Options {
  std::string toolchain, driver, report, allowed, package, program;
  bool unjudged = false;
  std::vector<std::string> sources, stubs, objects, own, headers, specs, rest;
};

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "compile: %s\n", std::string(status.message()).c_str());
  return 2;
}

// FILE=NAME, parted at the first "=".
std::vector<std::pair<std::string, std::string>> Pairs(
    const std::vector<std::string>& texts) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string& text : texts) {
    const size_t at = text.find('=');
    pairs.emplace_back(text.substr(0, at),
                       at == std::string::npos ? "" : text.substr(at + 1));
  }
  return pairs;
}

// What its student calls a file.
std::string NameOf(const Options& o, const std::string& file) {
  std::string name = file;
  for (const auto& [path, own] : Pairs(o.own)) {
    if (path == file) name = own;
  }
  return name.substr(name.rfind('/') + 1);
}

// The submission's files as students know them, the one that is compiled first.
std::vector<NamedText> Texts(const Options& o, const std::string& source) {
  std::vector<NamedText> texts;
  const auto name = [](const std::string& path) {
    return path.substr(path.rfind('/') + 1);
  };
  for (const auto& [file, own] : Pairs(o.own)) {
    const absl::StatusOr<std::string> text = base::ReadFile(file);
    // Copies begin with a #line of their own: it is the originals that count.
    if (!text.ok() || text->rfind("#line ", 0) == 0) continue;
    NamedText named = {name(own), *text};
    if (name(own) == name(source)) {
      texts.insert(texts.begin(), std::move(named));
    } else {
      texts.push_back(std::move(named));
    }
  }
  return texts;
}

// What is against all objects together: that they carry more than any of the
// categories allows. The bounds of one are the judge's to apply.
void JudgeCarried(const Options& o, Inspection& report) {
  const std::vector<CarriedPart> parts(report.carried().begin(),
                                       report.carried().end());
  std::string first;
  for (const std::string& path : o.specs) {
    const absl::StatusOr<CategorySpec> spec = LoadSpec(path);
    // A spec that makes no sense is told of where it is graded by.
    const std::string too_much = spec.ok() ? TooMuch(parts, *spec) : "";
    if (too_much.empty()) return;
    if (first.empty()) first = too_much;
  }
  if (first.empty()) return;
  Finding* found = report.add_findings();
  found->set_rule("carried");
  found->set_file(parts[0].source());
  found->set_message(first);
  // Whoever builds reads it at once.
  std::fprintf(stderr, "%s: %s\n", o.package.c_str(), first.c_str());
}

int RunCompile(const Options& o) {
  const absl::StatusOr<Toolchain> toolchain = OpenToolchain(o.toolchain);
  if (!toolchain.ok()) return Fail(toolchain.status());
  Source source = {.file = "",
                   .package = o.package,
                   .own = Pairs(o.own),
                   .headers = Pairs(o.headers)};
  Inspection report;
  bool failed = false;
  for (size_t i = 0; i < o.sources.size(); ++i) {
    source.file = o.sources[i];
    const absl::StatusOr<Compiled> compiled =
        Compile(*toolchain, o.driver, o.rest, source, o.objects[i]);
    if (!compiled.ok()) return Fail(compiled.status());
    std::fputs(compiled->said.c_str(), stderr);
    failed = failed || !compiled->ok;
    if (o.unjudged || !compiled->ok) continue;
    absl::StatusOr<CarriedPart> part =
        Measure(*toolchain, o.objects[i], compiled->assembly);
    if (!part.ok()) return Fail(part.status());
    part->set_source(NameOf(o, source.file));
    *report.add_carried() = *std::move(part);
    for (const Finding& f : JudgeSymbols(ParseSymbols(compiled->symbols),
                                         Texts(o, o.sources[i]))) {
      *report.add_findings() = f;
    }
  }
  if (failed) return 1;
  JudgeCarried(o, report);
  const bool refused = report.findings_size() > 0;
  for (size_t i = 0; refused && i < o.sources.size(); ++i) {
    source.file = o.stubs[i];
    source.own = {{o.stubs[i], "stub.cc"}};
    const absl::StatusOr<Compiled> compiled =
        Compile(*toolchain, o.driver, o.rest, source, o.objects[i]);
    if (!compiled.ok()) return Fail(compiled.status());
    if (!compiled->ok) return Fail(absl::InternalError(compiled->said));
  }
  absl::Status written = base::WriteFile(o.report, ToTextProto(report));
  if (written.ok())
    written = base::WriteFile(o.allowed, refused ? "no" : "yes");
  return written.ok() ? 0 : Fail(written);
}

int RunLink(const Options& o) {
  const absl::StatusOr<Toolchain> toolchain = OpenToolchain(o.toolchain);
  if (!toolchain.ok()) return Fail(toolchain.status());
  std::vector<LinkWord> words;
  for (const std::string& word : o.rest) {
    if (!word.empty() && word[0] == '@') {
      words.push_back({.option = "", .file = word.substr(1)});
    } else {
      words.push_back({.option = word, .file = ""});
    }
  }
  const absl::StatusOr<Compiled> linked =
      Link(*toolchain, o.driver, words, o.program, o.package);
  if (!linked.ok()) return Fail(linked.status());
  std::fputs(linked->said.c_str(), stderr);
  return linked->ok ? 0 : 1;
}

int Main(int argc, char** argv) {
  Options o;
  CLI::App app{"Compiles and links submissions in the sandbox."};
  app.require_subcommand(1);
  CLI::App* const compile = app.add_subcommand("compile", "sources to objects");
  CLI::App* const link = app.add_subcommand("link", "objects to a program");
  for (CLI::App* command : {compile, link}) {
    command->add_option("--toolchain", o.toolchain)->required();
    command->add_option("--driver", o.driver)->required();
    command->add_option("--package", o.package)->required();
    command->add_option("rest", o.rest);
  }
  compile->add_option("--report", o.report)->required();
  compile->add_option("--allowed", o.allowed)->required();
  compile->add_flag("--unjudged", o.unjudged);
  const struct {
    const char* name;
    std::vector<std::string>* values;
  } kLists[] = {{"--source", &o.sources}, {"--stub", &o.stubs},
                {"--object", &o.objects}, {"--own", &o.own},
                {"--spec", &o.specs},     {"--header", &o.headers}};
  for (const auto& list : kLists) {
    compile->add_option(list.name, *list.values)->allow_extra_args(false);
  }
  link->add_option("--program", o.program)->required();
  CLI11_PARSE(app, argc, argv);
  if (o.stubs.size() != o.sources.size() ||
      o.objects.size() != o.sources.size()) {
    return Fail(absl::InvalidArgumentError(
        "there must be as many --stub and --object as --source"));
  }
  return compile->parsed() ? RunCompile(o) : RunLink(o);
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) { return olympics::Main(argc, argv); }
