// What all our pages share.
#ifndef TOOLS_PORTFOLIO_HTML_H_
#define TOOLS_PORTFOLIO_HTML_H_

#include <cstdint>
#include <string>

namespace olympics {

// For text and attributes: & < > " ' as entities, what is no plain text as "?".
std::string EscapeHtml(const std::string& text);

// "2026-12-01 23:59 UTC".
std::string DateText(int64_t unix_ms);

// The style sheet: light and dark; for a screen, a phone and paper.
std::string PageStyle();

}  // namespace olympics

#endif  // TOOLS_PORTFOLIO_HTML_H_
