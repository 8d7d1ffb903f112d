// The tables of the site: places, points and figures.
#ifndef TOOLS_SITE_PLACES_H_
#define TOOLS_SITE_PLACES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "categories/category.pb.h"
#include "tools/leaderboard/leaderboard.h"
#include "tools/leaderboard/season.h"

namespace olympics {

// A category's lines as a table that scrolls by itself, by keyboard, too: the
// first `most` that are ranked, and what is there for comparison.
std::string PlacesTable(const CategorySpec& spec,
                        const std::vector<Place>& places, size_t most);

// The first ten over all categories; "" where nobody is in it.
std::string OverallTable(const Season& season);

}  // namespace olympics

#endif  // TOOLS_SITE_PLACES_H_
