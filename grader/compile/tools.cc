#include "grader/compile/tools.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "base/files.h"
#include "grader/stage/stage.h"
#include "sandbox/jail.h"
#include "sandbox/policy.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;

// What a root has at most at its top, as make_root.sh lays it out.
constexpr const char* kTops[] = {"usr", "lib", "lib64"};

// An anonymous file that collects what a program says.
class Collected {
 public:
  Collected() : fd_(memfd_create("said", MFD_CLOEXEC)) {}
  ~Collected() {
    if (fd_ >= 0) close(fd_);
  }
  Collected(const Collected&) = delete;
  Collected& operator=(const Collected&) = delete;
  int fd() const { return fd_; }

  std::string Text() const {
    struct stat info;
    if (fd_ < 0 || fstat(fd_, &info) != 0) return "";
    std::string text(info.st_size, '\0');
    const ssize_t got = pread(fd_, text.data(), text.size(), 0);
    text.resize(got < 0 ? 0 : got);
    return text;
  }

 private:
  int fd_;
};

sandbox::PolicyBuilder PolicyOf(const Toolchain& toolchain, const Tool& tool) {
  sandbox::PolicyBuilder policy = sandbox::PolicyBuilder::Interpreter();
  for (const char* top : kTops) {
    const std::string host = absl::StrCat(toolchain.root, "/", top);
    if (fs::exists(host)) policy.AddReadOnly(host, absl::StrCat("/", top));
  }
  for (const auto& [host, guest] : tool.inputs) policy.AddReadOnly(host, guest);
  if (!tool.output.first.empty()) {
    policy.AddWritableFile(tool.output.first, tool.output.second);
  }
  policy
      .SetCpuLimit(absl::Seconds(tool.limits.cpu_seconds))
      // A busy machine is no fault of the program's.
      .SetWallLimit(absl::Seconds(4 * tool.limits.cpu_seconds + 60))
      .SetMemoryLimit(tool.limits.memory_bytes)
      .SetFileLimit(tool.limits.file_bytes)
      .SetOutputLimit(tool.limits.output_bytes)
      .SetThreadLimit(4);
  return policy;
}

}  // namespace

absl::StatusOr<Toolchain> OpenToolchain(const std::string& programs) {
  std::error_code error;
  const fs::path list = fs::canonical(programs, error);
  if (error) {
    return absl::NotFoundError(absl::StrCat("there is no toolchain at ",
                                            programs, ": ", error.message()));
  }
  const absl::StatusOr<std::string> text = base::ReadFile(list.string());
  if (!text.ok()) return text.status();
  Toolchain toolchain = {.root = list.parent_path().string(), .programs = {}};
  for (const auto& line :
       std::vector<std::string>(absl::StrSplit(*text, '\n'))) {
    if (line.empty()) continue;
    const std::pair<std::string, std::string> words =
        absl::StrSplit(line, absl::MaxSplits(' ', 1));
    if (words.second.empty() || words.second[0] != '/') {
      return absl::InvalidArgumentError(
          absl::StrCat(programs, " is no list of a toolchain's programs: \"",
                       line, "\" is not a name and a path"));
    }
    toolchain.programs.insert(words);
  }
  for (const char* needed : {"cc1plus", "as", "ld", "nm", "objdump"}) {
    if (!toolchain.programs.contains(needed)) {
      return absl::InvalidArgumentError(
          absl::StrCat("the toolchain at ", programs, " has no ", needed));
    }
  }
  return toolchain;
}

absl::StatusOr<ToolResult> RunTool(const Toolchain& toolchain,
                                   const Tool& tool) {
  const auto program = toolchain.programs.find(tool.tool);
  if (program == toolchain.programs.end()) {
    return absl::NotFoundError(absl::StrCat("the toolchain at ", toolchain.root,
                                            " has no ", tool.tool));
  }
  std::optional<absl::StatusOr<ProgramOutput>> output;
  if (!tool.output.first.empty()) {
    output = ProgramOutput::Make(tool.output.first);
    if (!output->ok()) return output->status();
  }
  const Collected said;
  if (said.fd() < 0) {
    return absl::UnavailableError("cannot make an anonymous file");
  }
  std::vector<std::string> arguments = {program->second};
  arguments.insert(arguments.end(), tool.arguments.begin(),
                   tool.arguments.end());
  absl::StatusOr<sandbox::Outcome> outcome =
      sandbox::Jail::Run(PolicyOf(toolchain, tool).Build(),
                         {.program = toolchain.root + program->second,
                          .arguments = std::move(arguments),
                          .environment = {"LC_ALL=C"},
                          .copy_stdout = said.fd(),
                          .copy_stderr = said.fd()});
  if (!outcome.ok()) return outcome.status();
  return ToolResult{*std::move(outcome), said.Text()};
}

}  // namespace olympics
