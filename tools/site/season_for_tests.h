// A course's season of any size, for tests and load.
#ifndef TOOLS_SITE_SEASON_FOR_TESTS_H_
#define TOOLS_SITE_SEASON_FOR_TESTS_H_

#include <string>
#include <vector>

#include "categories/spec.h"
#include "tools/leaderboard/season.h"

namespace olympics {

// One run of submission `who` in a category; better with each attempt.
GradeReport RunForTests(const CategorySpec& spec, int who, int attempt,
                        int64_t at_unix_ms);

// The five categories' specs, from the source tree.
std::vector<CategorySpec> SpecsForTests();

// `runs` runs by as many submissions as `submissions`, in all categories, with
// awards.
std::vector<Entry> EntriesForTests(const std::vector<CategorySpec>& specs,
                                   int submissions, int runs);

}  // namespace olympics

#endif  // TOOLS_SITE_SEASON_FOR_TESTS_H_
