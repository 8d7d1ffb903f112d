#include "grader/compile/compile.h"

#include <sys/stat.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "base/files.h"
#include "grader/compile/carried.h"
#include "grader/report/text.h"
#include "grader/stage/stage.h"

namespace olympics {
namespace {

constexpr char kIncludes[] = "/include";
constexpr char kAssembly[] = "/out/code.s";
constexpr char kObject[] = "/out/code.o";
constexpr char kProgram[] = "/out/program";

std::string BaseName(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// A tool that failed over `what`, as students call it: its own words, or why it
// could not go on, which is never this machine's fault: memory and time are
// what the sandbox gives.
Compiled Failed(const std::string& tool, const std::string& what,
                const ToolResult& result, const ToolLimits& limits) {
  Compiled compiled = {
      .ok = false, .said = Diagnostics(result.said), .symbols = ""};
  const auto says = [&](const char* words) {
    return absl::StrContains(compiled.said, words);
  };
  std::string why;
  if (result.outcome.verdict != sandbox::Verdict::kExited) {
    why =
        absl::StrCat("the ", tool, " was stopped: ", result.outcome.Describe());
  } else if (says("out of memory") || says("virtual memory exhausted") ||
             says("Cannot allocate memory")) {
    why = absl::StrCat("the ", tool, " would take more than the ",
                       limits.memory_bytes >> 20, " MiB that it has");
  } else if (says("internal compiler error")) {
    why = absl::StrCat("the ", tool, " does not get through it and crashes");
  }
  if (result.outcome.verdict == sandbox::Verdict::kOutputLimit) {
    // It said enough.
    absl::StrAppend(&compiled.said, what, ": error: ", why, "\n");
  } else if (!why.empty()) {
    compiled.said = absl::StrCat(what, ": error: ", why, "\n");
  } else if (tool != "compiler") {
    // Whatever its names and directives say, it is the submission that says it.
    std::string said;
    for (absl::string_view line : absl::StrSplit(compiled.said, '\n')) {
      if (line.empty() || absl::EndsWith(line, "Assembler messages:")) continue;
      absl::StrAppend(&said, what, ": error: ", line, "\n");
    }
    compiled.said = said;
  }
  return compiled;
}

// The commands with which `driver` would make `object` of `source`.
struct Steps {
  Arguments compiler, assembler;  // without the programs
};

absl::StatusOr<Steps> CompileSteps(const std::string& driver,
                                   const Arguments& options,
                                   const std::string& source) {
  Arguments words = options;
  words.insert(words.end(),
               {"-I", kIncludes, "-c", source, "-o", std::string(kObject)});
  const absl::StatusOr<std::vector<Arguments>> commands =
      AskDriver(driver, words);
  if (!commands.ok()) return commands.status();
  if (commands->size() != 2 || BaseName((*commands)[0][0]) != "cc1plus") {
    return absl::InternalError(absl::StrCat(
        driver, " would not run a compiler and an assembler: GCC is wanted"));
  }
  Steps steps = {(*commands)[0], (*commands)[1]};
  // The file between the two has a name of the driver's choice.
  std::string between;
  for (size_t i = 0; i + 1 < steps.compiler.size(); ++i) {
    if (steps.compiler[i] == "-o") between = steps.compiler[i + 1];
  }
  for (Arguments* a : {&steps.compiler, &steps.assembler}) {
    for (std::string& word : *a) {
      if (word == between) word = kAssembly;
    }
    a->erase(a->begin());
  }
  return steps;
}

absl::Status StageSource(const Stage& stage, const Source& source) {
  for (const auto& [file, name] : source.own) {
    if (absl::Status s = stage.Copy(file, "own/" + name); !s.ok()) return s;
  }
  // The folder is mounted even where nothing is in it.
  if (absl::Status s = base::MakeFolder(stage.Path("include")); !s.ok())
    return s;
  for (const auto& [file, name] : source.headers) {
    if (absl::Status s = stage.Copy(file, "include/" + name); !s.ok()) return s;
  }
  return absl::OkStatus();
}

// Folders of the compiler's root that no package may be named after.
bool IsReserved(const std::string& package) {
  const std::string top = package.substr(0, package.find('/'));
  for (const char* taken :
       {"", "usr", "lib", "lib64", "include", "in", "out"}) {
    if (top == taken) return true;
  }
  return absl::StrContains(package, "..");
}

}  // namespace

absl::StatusOr<Compiled> Compile(const Toolchain& toolchain,
                                 const std::string& driver,
                                 const Arguments& options, const Source& source,
                                 const std::string& object,
                                 const ToolLimits& limits) {
  if (IsReserved(source.package)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a submission cannot lie in the folder \"", source.package, "\""));
  }
  std::string name;
  for (const auto& [file, own] : source.own) {
    if (file == source.file) name = own;
  }
  if (name.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(source.file, " is not one of the submission's own files"));
  }
  const absl::StatusOr<Stage> stage = Stage::Make("compile");
  if (!stage.ok()) return stage.status();
  if (absl::Status s = StageSource(*stage, source); !s.ok()) return s;
  const std::string package = "/" + source.package;
  absl::StatusOr<Steps> steps =
      CompileSteps(driver, options, absl::StrCat(package, "/", name));
  if (!steps.ok()) return steps.status();
  const std::string assembly = stage->Path("code.s");
  const absl::StatusOr<ToolResult> compiled =
      RunTool(toolchain, {.tool = "cc1plus",
                          .arguments = std::move(steps->compiler),
                          .inputs = {{stage->Path("own"), package},
                                     {stage->Path("include"), kIncludes}},
                          .output = {assembly, kAssembly},
                          .limits = limits});
  if (!compiled.ok()) return compiled.status();
  const std::string shown = absl::StrCat(source.package, "/", BaseName(name));
  if (!compiled->ok()) return Failed("compiler", shown, *compiled, limits);
  const absl::StatusOr<ToolResult> assembled =
      RunTool(toolchain, {.tool = "as",
                          .arguments = std::move(steps->assembler),
                          .inputs = {{assembly, kAssembly}},
                          .output = {object, kObject},
                          .limits = limits});
  if (!assembled.ok()) return assembled.status();
  if (!assembled->ok()) return Failed("assembler", shown, *assembled, limits);
  const absl::StatusOr<ToolResult> listed =
      RunTool(toolchain,
              {.tool = "nm",
               .arguments = {"--format=posix", "--extern-only", "/in/code.o"},
               .inputs = {{object, "/in/code.o"}},
               .limits = {.output_bytes = 4 << 20}});
  if (!listed.ok()) return listed.status();
  if (!listed->ok()) return Failed("reader of objects", shown, *listed, limits);
  const absl::StatusOr<std::string> text = base::ReadFile(assembly);
  if (!text.ok()) return text.status();
  return Compiled{true, Diagnostics(compiled->said + assembled->said),
                  listed->said, HoldsAssembly(*text)};
}

absl::StatusOr<CarriedPart> Measure(const Toolchain& toolchain,
                                    const std::string& object, bool assembly) {
  const absl::StatusOr<std::string> bytes = base::ReadFile(object);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<CarriedPart> part = MeasureObject(*bytes, assembly);
  if (!part.ok() || assembly) return part;
  // What is too much to be read through is taken to be numbers alone.
  const CarriedPart readable = *part;
  part->set_immediates_bytes(part->code_bytes());
  part->set_immediates(part->code());
  if (part->code_bytes() > kMaxDisassembledBytes) return part;
  const absl::StatusOr<ToolResult> listed = RunTool(
      toolchain,
      {.tool = "objdump",
       .arguments = {"--disassemble", "--no-show-raw-insn", "/in/code.o"},
       .inputs = {{object, "/in/code.o"}},
       .limits = {.output_bytes = 128 << 20}});
  if (!listed.ok()) return listed.status();
  if (!listed->ok()) return part;
  const std::string immediates = ImmediatesOf(listed->said);
  part->set_immediates_bytes(readable.immediates_bytes() +
                             static_cast<int64_t>(immediates.size()));
  part->set_immediates(readable.immediates() + CompressedBytes(immediates));
  return part;
}

absl::StatusOr<Compiled> Link(const Toolchain& toolchain,
                              const std::string& driver,
                              const std::vector<LinkWord>& words,
                              const std::string& program,
                              const std::string& package) {
  const absl::StatusOr<Stage> stage = Stage::Make("compile");
  if (!stage.ok()) return stage.status();
  if (absl::Status s = base::MakeFolder(stage->Path("in")); !s.ok()) return s;
  Arguments asked;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i].file.empty()) {
      asked.push_back(words[i].option);
      continue;
    }
    const std::string name = absl::StrCat(i, "-", BaseName(words[i].file));
    if (absl::Status s = stage->Copy(words[i].file, "in/" + name); !s.ok()) {
      return s;
    }
    asked.push_back("/in/" + name);
  }
  asked.insert(asked.end(), {"-fno-lto", "-static", "-o", kProgram});
  absl::StatusOr<std::vector<Arguments>> commands = AskDriver(driver, asked);
  if (!commands.ok()) return commands.status();
  Arguments& command = commands->back();
  if (commands->size() != 1 || BaseName(command[0]) != "collect2") {
    return absl::InternalError(
        absl::StrCat(driver, " would not run a linker alone: GCC is wanted"));
  }
  // Of collect2's words the linker does not know these.
  Tool tool = {.tool = "ld", .arguments = {}, .inputs = {}};
  for (size_t i = 1; i < command.size(); ++i) {
    const std::string& word = command[i];
    if (word == "-fuse-ld=gold" && toolchain.programs.contains("ld.gold")) {
      tool.tool = "ld.gold";
    }
    if (!absl::StartsWith(word, "-fuse-ld=") && word != "-fno-lto") {
      tool.arguments.push_back(word);
    }
  }
  tool.inputs = {{stage->Path("in"), "/in"}};
  tool.output = {program, kProgram};
  const absl::StatusOr<ToolResult> linked = RunTool(toolchain, tool);
  if (!linked.ok()) return linked.status();
  if (!linked->ok()) {
    return Failed("linker", package, *linked, tool.limits);
  }
  if (chmod(program.c_str(), 0755) != 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot make ", program, " executable"));
  }
  return Compiled{.ok = true, .said = Diagnostics(linked->said), .symbols = ""};
}

std::string Diagnostics(const std::string& said) {
  constexpr size_t kLine = 400, kLines = 200, kAll = 32 << 10;
  std::string out;
  size_t lines = 0;
  for (const auto& raw :
       std::vector<std::string>(absl::StrSplit(PlainText(said), '\n'))) {
    if (raw.empty() && out.empty()) continue;
    if (++lines > kLines || out.size() > kAll) {
      absl::StrAppend(&out, "... and more\n");
      return out;
    }
    std::string line =
        absl::StrReplaceAll(raw, {{"/out/code.s:", "assembly line "},
                                  {"/include/tinytorch/", "tinytorch/"},
                                  {"/include/grader/", "grader/"},
                                  {"/in/", ""}});
    if (line.size() > kLine) {
      // Not within a character of several bytes.
      size_t end = kLine;
      while (end > 0 && (line[end] & 0xc0) == 0x80) --end;
      line = line.substr(0, end) + "...";
    }
    absl::StrAppend(&out, line, "\n");
  }
  while (absl::EndsWith(out, "\n\n")) out.pop_back();
  return out;
}

}  // namespace olympics
