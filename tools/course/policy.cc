#include "tools/course/policy.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "grader/report/verdict.h"
#include "tools/course/lateness.h"
#include "tools/course/marks.h"
#include "tools/record/attempts.h"
#include "tools/record/store.h"
#include "tools/text/text.h"

namespace olympics {
namespace {

constexpr int64_t kDayMs = 24 * 3'600'000;
constexpr double kMostPoints = 100;

double LateShare(const CourseConfig& config, int days) {
  if (days > config.late().days()) return 1;
  return std::min(1.0, days * config.late().percent_per_day() / 100);
}

// What the record says beside runs.
struct Decisions {
  Extensions extended;
  std::map<std::pair<std::string, std::string>, Event> overrides;
};

Decisions DecisionsOf(const CourseConfig& config,
                      const std::vector<Entry>& entries) {
  Decisions d = {ExtensionsOf(config, entries), {}};
  for (const Entry& e : entries) {
    if (!e.event().has_override()) continue;
    const Override& o = e.event().override();
    if (o.withdrawn()) {
      d.overrides.erase({o.submission(), o.category()});
    } else {
      d.overrides[{o.submission(), o.category()}] = e.event();
    }
  }
  return d;
}

// A grade with the points and the mark of its run, `late_share` off.
void Count(const CourseConfig& config, Grade& g) {
  const GradeReport& run = *g.run;
  const bool not_built =
      run.verdict() == NOT_BUILT && g.category != kAllCategories;
  if (!IsResult(run.verdict()) && !not_built) return;
  // Of a record of before the signer refused such.
  if (!std::isfinite(run.points())) return;
  g.measured = std::clamp(run.points(), 0.0, kMostPoints);
  const double share = (1 - g.late_share) * (1 + g.bonus_share);
  const auto counted = [&](double measured, double most) {
    return config.extra_credit() ? measured * share
                                 : std::min(measured * share, most);
  };
  g.points = counted(*g.measured, kMostPoints);
  if (!config.has_marks()) return;
  g.mark = counted(run.verdict() == PASSED ? MarkOf(config.marks(), *g.measured)
                                           : config.marks().refused(),
                   MostOf(config));
}

// When it was handed in, but for the times that came to nothing by the
// machine's fault. A hand-in without any run may have been interrupted by its
// student: it counts.
std::vector<int64_t> CountedHandIns(const std::vector<Entry>& entries,
                                    const std::string& submission) {
  std::vector<int64_t> times;
  int runs = 0, failed = 0;  // since the last of them
  const auto drop_the_last = [&] {
    if (runs > 0 && runs == failed) times.pop_back();
    runs = failed = 0;
  };
  for (const Entry& e : entries) {
    if (e.event().has_hand_in() &&
        e.event().hand_in().submission() == submission) {
      drop_the_last();
      times.push_back(e.at_unix_ms());
    } else if (e.run().submission() == submission && !times.empty()) {
      ++runs;
      failed += IsMachinesFault(e.run().verdict());
    }
  }
  drop_the_last();
  return times;
}

}  // namespace

const std::vector<std::string>& AwardNames() {
  static const auto* const kNames =
      new std::vector<std::string>{"innovation", "documentation", "teaching"};
  return *kNames;
}

std::map<std::string, Bonuses> BonusesOf(const std::vector<Entry>& entries) {
  std::map<std::string, Bonuses> bonuses;
  for (const Entry& e : entries) {
    if (!e.event().has_award()) continue;
    const AwardGiven& award = e.event().award();
    Bonuses& b = bonuses[award.submission()];
    const bool given = !award.withdrawn();
    if (award.award() == "innovation") b.innovation = given;
    if (award.award() == "documentation") b.documentation = given;
    if (award.award() == "teaching") b.teaching = given;
  }
  return bonuses;
}

std::vector<std::pair<std::string, int>> VotesOf(
    const std::vector<Entry>& entries, const std::set<std::string>& own,
    const std::string& award) {
  std::map<std::string, std::string> latest;  // by voter
  for (const Entry& e : entries) {
    if (!e.event().has_vote()) continue;
    const Vote& vote = e.event().vote();
    if (vote.award() != award || vote.voter() == vote.submission() ||
        own.contains(vote.submission())) {
      continue;
    }
    latest[vote.voter()] = vote.submission();
  }
  std::map<std::string, int> counts;
  for (const auto& [voter, submission] : latest) ++counts[submission];
  std::vector<std::pair<std::string, int>> votes(counts.begin(), counts.end());
  std::stable_sort(
      votes.begin(), votes.end(),
      [](const auto& a, const auto& b) { return a.second > b.second; });
  return votes;
}

std::optional<double> WorthOf(const CourseConfig& config, const Grade* grade) {
  if (grade == nullptr) return MissingMark(config);
  return config.has_marks() ? grade->mark : grade->points;
}

std::string NoteOf(const Grade& grade) {
  if (grade.disqualified) {
    return absl::StrCat("disqualified: ", grade.reason);
  }
  if (grade.overridden) {
    return absl::StrCat("points given by an instructor: ", grade.reason);
  }
  std::string note;
  if (grade.late_days > 0) {
    absl::StrAppendFormat(&note, "%d day%s late: -%.0f %%", grade.late_days,
                          grade.late_days == 1 ? "" : "s",
                          100 * grade.late_share);
  }
  if (grade.bonus_share > 0) {
    absl::StrAppendFormat(&note, "%sawards: +%.0f %%", note.empty() ? "" : "; ",
                          100 * grade.bonus_share);
  }
  return note;
}

namespace {

using Key = std::pair<std::string, std::string>;  // category, submission

// How late what the run graded was handed in, in days begun.
int DaysLateOf(const CourseConfig& config, const Decisions& decisions,
               const AttemptRun& r) {
  if (r.attempt == 0) return 0;
  return DaysLate(
      config,
      DeadlineFor(config, decisions.extended, r.run.submission(), r.phase),
      r.handed_in_unix_ms);
}

// The last result that was in time, for where a late one counts.
std::map<Key, const AttemptRun*> InTime(const CourseConfig& config,
                                        const Decisions& decisions,
                                        const std::vector<AttemptRun>& runs) {
  std::map<Key, const AttemptRun*> in_time;
  for (const AttemptRun& r : runs) {
    if (IsResult(r.run.verdict()) && DaysLateOf(config, decisions, r) == 0) {
      in_time[{r.run.category(), r.run.submission()}] = &r;
    }
  }
  return in_time;
}

Grade GradeOf(const CourseConfig& config, const AttemptRun& current,
              int late_days, const AttemptRun* in_time, double bonus_share) {
  Grade g;
  g.submission = current.run.submission();
  g.category = current.run.category();
  g.attempt = current.attempt;
  g.bonus_share = bonus_share;
  g.late_days = late_days;
  g.late_share = LateShare(config, g.late_days);
  g.run = current.run;
  Count(config, g);
  if (g.late_days == 0 || in_time == nullptr) return g;
  Grade before = g;
  before.run = in_time->run;
  before.attempt = in_time->attempt;
  before.late_days = 0;
  before.late_share = 0;
  Count(config, before);
  return WorthOf(config, &before) >= WorthOf(config, &g) ? before : g;
}

// What does not build has no points in the categories that it was handed in for
// and where it was never graded: those of its last hand-in, or, where none is
// on record and it never ran at all, every one.
void AddNotBuilt(const CourseConfig& config,
                 const std::vector<CategorySpec>& specs,
                 const std::vector<Entry>& entries,
                 std::map<Key, Grade>& grades) {
  std::map<std::string, const HandIn*> handed_in;
  std::set<std::string> ran;
  for (const Entry& e : entries) {
    if (e.event().has_hand_in()) {
      const HandIn& h = e.event().hand_in();
      handed_in[h.submission()] = &h;
    }
    if (e.has_run() && e.run().category() != kAllCategories) {
      ran.insert(e.run().submission());
    }
  }
  std::vector<Grade> not_built;
  for (const auto& [key, g] : grades) {
    if (key.first == kAllCategories && g.run->verdict() == NOT_BUILT) {
      not_built.push_back(g);
    }
  }
  for (const Grade& g : not_built) {
    std::set<std::string> entered;
    if (const auto h = handed_in.find(g.submission); h != handed_in.end()) {
      entered.insert(h->second->categories().begin(),
                     h->second->categories().end());
      if (!h->second->category().empty()) entered = {h->second->category()};
    }
    const bool any = entered.empty() && !ran.contains(g.submission);
    for (const CategorySpec& spec : specs) {
      const Key key = {spec.name(), g.submission};
      if (!(any || entered.contains(spec.name())) || grades.contains(key)) {
        continue;
      }
      Grade zero = g;
      zero.category = spec.name();
      zero.run->set_category(spec.name());
      Count(config, zero);
      grades[key] = std::move(zero);
    }
  }
}

void AddOverrides(const CourseConfig& config,
                  const std::set<std::string>& known,
                  const Decisions& decisions, std::map<Key, Grade>& grades) {
  for (const auto& [key, event] : decisions.overrides) {
    if (!known.contains(key.second)) continue;
    Grade& g = grades[{key.second, key.first}];
    g.submission = key.first;
    g.category = key.second;
    g.overridden = true;
    g.disqualified = event.override().disqualified();
    g.points = g.disqualified ? 0 : event.override().points();
    g.reason = event.reason();
    if (config.has_marks()) {
      g.mark = g.disqualified ? config.marks().refused()
                              : MarkOf(config.marks(), *g.points);
    }
  }
}

}  // namespace

std::vector<Grade> GradesOf(const CourseConfig& config,
                            const std::vector<CategorySpec>& specs,
                            const std::vector<Entry>& entries) {
  std::set<std::string> known = {kAllCategories};
  for (const CategorySpec& s : specs) known.insert(s.name());
  const Decisions decisions = DecisionsOf(config, entries);
  const std::map<std::string, Bonuses> bonuses = BonusesOf(entries);
  const std::vector<AttemptRun> runs = AttemptRunsOf(entries);
  const std::map<Key, const AttemptRun*> in_time =
      InTime(config, decisions, runs);
  std::map<Key, Grade> grades;
  for (const AttemptRun& current : CurrentOf(runs)) {
    if (!known.contains(current.run.category())) continue;
    const Key key = {current.run.category(), current.run.submission()};
    const auto b = bonuses.find(current.run.submission());
    const auto t = in_time.find(key);
    grades[key] =
        GradeOf(config, current, DaysLateOf(config, decisions, current),
                t == in_time.end() ? nullptr : t->second,
                b == bonuses.end() ? 0 : BonusShare(b->second));
  }
  AddNotBuilt(config, specs, entries, grades);
  AddOverrides(config, known, decisions, grades);
  std::vector<Grade> sorted;
  for (auto& [key, grade] : grades) sorted.push_back(std::move(grade));
  return sorted;
}

std::vector<GradeReport> RankedRuns(const std::vector<Grade>& grades) {
  std::vector<GradeReport> runs;
  for (const Grade& g : grades) {
    if (g.run.has_value() && !g.disqualified) runs.push_back(*g.run);
  }
  return runs;
}

std::string DeadlineNote(const CourseConfig& config,
                         const std::vector<Entry>& entries,
                         const std::string& submission,
                         const std::string& phase, int64_t now_unix_ms) {
  const std::optional<int64_t> deadline =
      DeadlineFor(config, ExtensionsOf(config, entries), submission, phase);
  if (!deadline.has_value()) return "";
  const int days = DaysLate(config, deadline, now_unix_ms);
  if (days == 0) return absl::StrCat("the deadline is ", TimeText(*deadline));
  return absl::StrFormat(
      "%d day%s late (the deadline was %s): %.0f %% of the points are taken "
      "off",
      days, days == 1 ? "" : "s", TimeText(*deadline),
      100 * LateShare(config, days));
}

absl::Status MayHandIn(const CourseConfig& config,
                       const std::vector<Entry>& entries,
                       const std::string& submission, const std::string& phase,
                       int64_t now_unix_ms) {
  const std::vector<int64_t> times = CountedHandIns(entries, submission);
  int64_t now = now_unix_ms;
  for (const Entry& e : entries) {
    // A clock that was set back; but for one that ran far ahead before.
    if (e.at_unix_ms() - now_unix_ms < kFarAheadMs) {
      now = std::max(now, e.at_unix_ms());
    }
  }
  const std::optional<int64_t> deadline =
      DeadlineFor(config, ExtensionsOf(config, entries), submission, phase);
  if (const int days = DaysLate(config, deadline, now);
      days > config.late().days()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the deadline was ", TimeText(*deadline),
        config.late().days() == 0
            ? std::string()
            : absl::StrCat(", and ", config.late().days(),
                           " days after it nothing is taken any more"),
        "; ask an instructor for an extension"));
  }
  const int total = config.submissions();
  if (total > 0 && static_cast<int>(times.size()) >= total) {
    return absl::FailedPreconditionError(
        absl::StrCat(submission, " was handed in ", times.size(),
                     " times, which is as often as this course allows"));
  }
  const size_t per_day = config.submissions_per_day();
  if (per_day > 0 && times.size() >= per_day) {
    const int64_t frees = times[times.size() - per_day] + kDayMs;
    if (now < frees) {
      return absl::FailedPreconditionError(absl::StrCat(
          submission, " was handed in ", per_day,
          " times in the last 24 hours, which is as often as this course "
          "allows; the next may come at ",
          TimeText(frees)));
    }
  }
  return absl::OkStatus();
}

}  // namespace olympics
