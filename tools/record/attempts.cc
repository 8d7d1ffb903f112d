#include "tools/record/attempts.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "grader/report/verdict.h"
#include "tools/record/store.h"

namespace olympics {
namespace {

AttemptRun RunOf(const GradeReport& run, const Attempt& attempt, size_t entry) {
  return {run, attempt.number, attempt.hand_in.phase(), attempt.at_unix_ms,
          entry};
}

}  // namespace

std::vector<std::string> Attempt::categories() const {
  if (!hand_in.category().empty()) return {hand_in.category()};
  return {hand_in.categories().begin(), hand_in.categories().end()};
}

std::map<std::string, std::vector<Attempt>> AttemptsOf(
    const std::vector<Entry>& entries) {
  std::map<std::string, std::vector<Attempt>> attempts;
  for (size_t i = 0; i < entries.size(); ++i) {
    const Entry& e = entries[i];
    if (!e.event().has_hand_in()) continue;
    const HandIn& h = e.event().hand_in();
    std::vector<Attempt>& of = attempts[h.submission()];
    of.push_back({static_cast<int>(of.size()) + 1, e.at_unix_ms(), h, i});
  }
  return attempts;
}

std::vector<AttemptRun> AttemptRunsOf(const std::vector<Entry>& entries) {
  const std::map<std::string, std::vector<Attempt>> attempts =
      AttemptsOf(entries);
  std::vector<AttemptRun> runs;
  std::map<std::string, size_t> so_far;  // attempts, by submission
  std::map<std::tuple<std::string, std::string, std::string, int64_t>, size_t>
      measured;  // how many there were, by submission, category, host, start
  for (size_t i = 0; i < entries.size(); ++i) {
    const Entry& e = entries[i];
    if (e.event().has_hand_in()) ++so_far[e.event().hand_in().submission()];
    if (!e.has_run()) continue;
    const GradeReport& run = e.run();
    const auto of = attempts.find(run.submission());
    const size_t before = runs.size();
    if (of != attempts.end() && !run.digest().empty()) {
      for (const Attempt& attempt : of->second) {
        if (attempt.hand_in.digest() == run.digest()) {
          runs.push_back(RunOf(run, attempt, i));
        }
      }
    }
    if (runs.size() > before) continue;
    // What was judged again is of the attempt that was measured.
    const auto [first, added] =
        measured.emplace(std::tuple(run.submission(), run.category(),
                                    run.host(), run.started_unix_ms()),
                         so_far[run.submission()]);
    const size_t last = !added && run.has_judged_again()
                            ? first->second
                            : so_far[run.submission()];
    runs.push_back(last == 0 ? AttemptRun{run, 0, "", 0, i}
                             : RunOf(run, of->second[last - 1], i));
  }
  std::stable_sort(runs.begin(), runs.end(),
                   [](const AttemptRun& a, const AttemptRun& b) {
                     return a.attempt < b.attempt;
                   });
  return runs;
}

std::vector<AttemptRun> CurrentOf(const std::vector<AttemptRun>& runs) {
  std::map<std::pair<std::string, std::string>, const AttemptRun*> kept;
  std::map<std::string, const AttemptRun*> last;
  for (const AttemptRun& r : runs) {
    const AttemptRun*& k = kept[{r.run.category(), r.run.submission()}];
    if (k == nullptr || IsResult(r.run.verdict()) ||
        !IsResult(k->run.verdict())) {
      k = &r;
    }
    last[r.run.submission()] = &r;
  }
  std::vector<AttemptRun> current;
  for (const auto& [key, run] : kept) {
    // Of all categories at once: not built, and of no interest once it was.
    if (run->run.category() == kAllCategories &&
        last[run->run.submission()] != run) {
      continue;
    }
    current.push_back(*run);
  }
  return current;
}

}  // namespace olympics
