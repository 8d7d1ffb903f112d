// A submission's portfolio: one self-contained page of HTML, a pure function of
// the record. Every word of the submission's own is escaped.
#ifndef TOOLS_PORTFOLIO_PORTFOLIO_H_
#define TOOLS_PORTFOLIO_PORTFOLIO_H_

#include <string>

#include "tools/leaderboard/season.h"

namespace olympics {

struct PortfolioInput {
  std::string submission;
  std::string students = {};  // whose it is, where that is known
  std::string readme_html;    // its README.md, as ReadmeHtml made it
  Season season;
};

// Who, grades with intervals and ranks, before and after, how the gain came
// about run by run, the README, how to reproduce it. No script, nothing from
// elsewhere; light and dark; for a screen, a phone and paper.
std::string PortfolioHtml(const PortfolioInput& input);

}  // namespace olympics

#endif  // TOOLS_PORTFOLIO_PORTFOLIO_H_
