// A submission's README on our pages.
#ifndef TOOLS_PORTFOLIO_MARKDOWN_H_
#define TOOLS_PORTFOLIO_MARKDOWN_H_

#include <string>

namespace olympics {

// Markdown as GitHub has it (with tables) as HTML that is ours alone: HTML in
// it is shown as code, pictures are their descriptions, links are to the web or
// none, headings begin at the third level.
std::string MarkdownHtml(const std::string& markdown);

}  // namespace olympics

#endif  // TOOLS_PORTFOLIO_MARKDOWN_H_
