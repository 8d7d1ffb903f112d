// Across runs and categories: bonuses, the overall champion, First Blood. Pure
// functions; the formulas are those of docs/architecture.md, "Scores".
#ifndef CATEGORIES_COMPETITION_H_
#define CATEGORIES_COMPETITION_H_

#include <cstdint>
#include <string>
#include <vector>

namespace olympics {

// Given by instructors and peers, on record.
struct Bonuses {
  bool innovation = false;     // +5 %
  bool documentation = false;  // +3 %
  bool teaching = false;       // +3 %
};

// The share that is added: 0 to 0.11. Shares add up, they do not compound.
double BonusShare(const Bonuses& bonuses);

// `points` with their bonus.
double WithBonus(double points, const Bonuses& bonuses);

// One submission's result in one category.
struct CategoryPoints {
  std::string name;      // who
  std::string category;  // its folder's name
  double points = 0;     // with bonus
  double difficulty = 1;
};

struct ChampionStanding {
  std::string name;
  int categories = 0;
  double sum = 0;  // of difficulty × points
  int rank = 0;    // 1 is best; equal sums share a rank
};

inline constexpr int kChampionCategories = 3;

// Best first: those with results in at least three categories. Of several
// results of one name in one category the best counts. Equal sums: more
// categories first, then by name; they share a rank only if both are equal.
std::vector<ChampionStanding> OverallChampion(
    const std::vector<CategoryPoints>& results);

struct RunOnRecord {
  int64_t order = 0;  // on record: the first run has the least
  std::string name;
  std::string category;
  bool ranked = false;     // it passed every check
  double gain_lowest = 0;  // the low end of the gain's interval
};

// The first run on record in each category whose gain is above 1 by more than
// its interval, in the order of the record; not the baseline's own.
std::vector<RunOnRecord> FirstBlood(const std::vector<RunOnRecord>& runs,
                                    const std::string& baseline);

}  // namespace olympics

#endif  // CATEGORIES_COMPETITION_H_
