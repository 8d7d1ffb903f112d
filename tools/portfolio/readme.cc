#include "tools/portfolio/readme.h"

#include <filesystem>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "grader/report/text.h"
#include "grader/stage/stage.h"
#include "sandbox/jail.h"
#include "sandbox/outcome.h"
#include "sandbox/policy.h"
#include "tools/portfolio/html.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;

// A byte of Markdown becomes a few of HTML.
constexpr int64_t kMostHtmlBytes = 16 * kMostReadmeBytes;

sandbox::Policy PolicyFor(const std::string& in, const std::string& out) {
  return sandbox::PolicyBuilder::Training()
      .AddReadOnly(in, "/in")
      .AddWritableFile(out, "/out")
      .SetCpuLimit(absl::Seconds(10))
      .SetWallLimit(absl::Seconds(60))
      .SetMemoryLimit(int64_t{256} << 20)
      .SetFileLimit(kMostHtmlBytes)
      .SetThreadLimit(1)
      .Build();
}

}  // namespace

absl::StatusOr<std::string> ReadmeHtml(const std::string& renderer,
                                       const std::string& path) {
  std::error_code error;
  const fs::file_status there = fs::symlink_status(path, error);
  if (!fs::exists(there)) {
    return absl::NotFoundError(absl::StrCat("there is no ", path));
  }
  if (!fs::is_regular_file(there)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is a link or no plain file: hand in a file"));
  }
  const absl::StatusOr<std::string> text =
      base::ReadFile(path, {.most = kMostReadmeBytes});
  if (!text.ok()) return absl::InvalidArgumentError(text.status().message());
  ASSIGN_OR_RETURN(const Stage stage, Stage::Make("readme"));
  const std::string out = stage.Path("out");
  RETURN_IF_ERROR(stage.Write("in/README.md", *text));
  {
    RETURN_IF_ERROR(ProgramOutput::Make(out).status());
    ASSIGN_OR_RETURN(
        const sandbox::Outcome outcome,
        sandbox::Jail::Run(PolicyFor(stage.Path("in"), out),
                           {.program = renderer,
                            .arguments = {"readme", "/in/README.md", "/out"}}));
    if (!outcome.ok()) {
      return absl::StrCat("<pre>", EscapeHtml(PlainText(*text)), "</pre>\n");
    }
  }
  return base::ReadFile(out, {.most = kMostHtmlBytes});
}

}  // namespace olympics
