// Signs and medals, drawn: pages need no font that has emoji.
#ifndef TOOLS_PORTFOLIO_SIGNS_H_
#define TOOLS_PORTFOLIO_SIGNS_H_

#include <string>

namespace olympics {

// The drawing of an emoji that a category or an award has as its sign, as SVG
// of a letter's height (class "sign" of PageStyle); a flag for one that there
// is no drawing of; "" for "". It is decoration: screen readers pass it over.
std::string SignSvg(const std::string& emoji);

// Gold, silver and bronze of the first three ranks, which screen readers name;
// "" for all others.
std::string MedalSvg(int rank);

// A title that begins with a sign and a blank ("🚀 Innovation Award"), as HTML
// with the sign drawn; any other title as it is, escaped.
std::string SignedTitle(const std::string& title);

}  // namespace olympics

#endif  // TOOLS_PORTFOLIO_SIGNS_H_
