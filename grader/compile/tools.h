// The compiler's programs as the sandbox's clients. Each sees a root that holds
// the toolchain (make_root.sh), what it is given, and nothing else of this
// machine: no file, process, network or variable of it; and it may take so much
// memory, time and disk.
//
//   absl::StatusOr<Toolchain> tools = OpenToolchain("root/programs");
//   absl::StatusOr<ToolResult> result = RunTool(
//       *tools, {.tool = "as",
//                .arguments = {"-o", "/out/a.o", "/in/a.s"},
//                .inputs = {{"/tmp/x/a.s", "/in/a.s"}},
//                .output = {"/tmp/x/a.o", "/out/a.o"}});
//   if (!result.ok()) ...          // the sandbox could not be set up
//   if (!result->ok()) ...         // it ended badly; `said` says why
#ifndef GRADER_COMPILE_TOOLS_H_
#define GRADER_COMPILE_TOOLS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "sandbox/outcome.h"

namespace olympics {

struct Toolchain {
  std::string root;                             // a folder of this machine
  std::map<std::string, std::string> programs;  // name → path within the root
};

// `programs` is the file that make_root.sh writes: it names the root by the
// folder that it really lies in. NotFound, or InvalidArgument where it is no
// such file or lacks a program.
absl::StatusOr<Toolchain> OpenToolchain(const std::string& programs);

// What one program may take; several times what an honest submission does.
struct ToolLimits {
  double cpu_seconds = 120;
  int64_t memory_bytes = int64_t{2} << 30;
  int64_t file_bytes = int64_t{256} << 20;
  int64_t output_bytes = 256 << 10;
};

struct Tool {
  std::string tool;                    // "cc1plus", "as", "ld", "nm", "objdump"
  std::vector<std::string> arguments;  // without its name
  // Files and folders to read: this machine's path, the program's.
  std::vector<std::pair<std::string, std::string>> inputs;
  // One file to write, made anew; {"", ""}: none.
  std::pair<std::string, std::string> output = {};
  ToolLimits limits = {};
};

struct ToolResult {
  sandbox::Outcome outcome;
  std::string said;  // standard output and error, from their beginning
  bool ok() const { return outcome.ok(); }
};

// Runs it to its end. Unavailable where files cannot be prepared; the sandbox's
// errors where it cannot be set up.
absl::StatusOr<ToolResult> RunTool(const Toolchain& toolchain,
                                   const Tool& tool);

}  // namespace olympics

#endif  // GRADER_COMPILE_TOOLS_H_
