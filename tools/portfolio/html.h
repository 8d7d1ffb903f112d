// What all our pages share.
#ifndef TOOLS_PORTFOLIO_HTML_H_
#define TOOLS_PORTFOLIO_HTML_H_

#include <string>

namespace olympics {

// For text and attributes: & < > " ' as entities, what is no plain text as "?".
std::string EscapeHtml(const std::string& text);

// The style sheet: light and dark; for a screen, a phone and paper.
std::string PageStyle();

}  // namespace olympics

#endif  // TOOLS_PORTFOLIO_HTML_H_
