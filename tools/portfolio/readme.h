// A submission's README on our pages, rendered in the sandbox: the process that
// asks for it may hold the course's key.
#ifndef TOOLS_PORTFOLIO_README_H_
#define TOOLS_PORTFOLIO_README_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace olympics {

inline constexpr int64_t kMostReadmeBytes = int64_t{1} << 20;

// The HTML of the Markdown file at `path` (markdown.h), made by `renderer`
// (//tools/portfolio:readme_main). Where the renderer does not get to its end,
// within 10 s and 256 MiB, the text as it is written.
//
//   ReadmeHtml(renderer, "submissions/alice/README.md")
//
// NotFound where there is none; InvalidArgument where it is a link, no plain
// file or of more than kMostReadmeBytes; Unavailable where the sandbox cannot
// be set up.
absl::StatusOr<std::string> ReadmeHtml(const std::string& renderer,
                                       const std::string& path);

}  // namespace olympics

#endif  // TOOLS_PORTFOLIO_README_H_
