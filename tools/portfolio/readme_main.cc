// A program for the sandbox: it reads what a student wrote.
//
//   readme IN OUT
//
// writes the Markdown of IN as HTML into OUT. readme.h starts it.
#include <cstdint>
#include <cstdio>
#include <string>

#include "absl/status/statusor.h"
#include "base/files.h"
#include "tools/portfolio/markdown.h"
#include "tools/portfolio/readme.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "readme: two files are wanted\n");
    return 2;
  }
  const absl::StatusOr<std::string> text =
      base::ReadFile(argv[1], {.most = olympics::kMostReadmeBytes});
  if (!text.ok()) {
    std::fprintf(stderr, "readme: %s\n",
                 std::string(text.status().message()).c_str());
    return 1;
  }
  const std::string html = olympics::MarkdownHtml(*text);
  std::FILE* const file = std::fopen(argv[2], "w");
  if (file == nullptr) return 1;
  const bool whole =
      std::fwrite(html.data(), 1, html.size(), file) == html.size();
  return std::fclose(file) == 0 && whole ? 0 : 1;
}
