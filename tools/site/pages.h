// The leaderboard as a web site: pure functions from a season to its files.
//
// Read without JavaScript, on a phone, in the dark, by keyboard; nothing is
// loaded from elsewhere, and nothing is inline, so that the strictest content
// security policy holds.
#ifndef TOOLS_SITE_PAGES_H_
#define TOOLS_SITE_PAGES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tools/leaderboard/season.h"

namespace olympics {

struct SiteFile {
  std::string path;  // "index.html"
  std::string type;  // "text/html; charset=utf-8"
  std::string content;
};

struct SiteOptions {
  bool live = false;  // pages ask /events for changes
  int64_t now_unix_ms = 0;
};

// index.html (of each category the first places, a plot of speed and accuracy,
// how the leaders came there; champion and awards), a page with all places of
// each category, style.css, live.js, leaderboard.json.
std::vector<SiteFile> SiteOf(const Season& season, const SiteOptions& options);

// Of each category on the first page; a page of its own has all.
inline constexpr int kFirstPlaces = 10;

}  // namespace olympics

#endif  // TOOLS_SITE_PAGES_H_
