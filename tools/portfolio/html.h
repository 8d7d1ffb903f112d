// What all our pages share.
#ifndef TOOLS_PORTFOLIO_HTML_H_
#define TOOLS_PORTFOLIO_HTML_H_

#include <string>

namespace olympics {

// For text and attributes: & < > " ' as entities, what is no plain text as "?".
std::string EscapeHtml(const std::string& text);

// Below a table that is wider than a phone: that it scrolls. Shown there alone.
inline constexpr char kMoreColumns[] =
    "<p class=\"narrow\">The table scrolls sideways: there are more "
    "columns.</p>\n";

// The style sheet: light and dark; for a screen, a phone and paper.
std::string PageStyle();

}  // namespace olympics

#endif  // TOOLS_PORTFOLIO_HTML_H_
