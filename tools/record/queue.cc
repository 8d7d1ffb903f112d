#include "tools/record/queue.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/statistics.h"
#include "grader/attempt/digest.h"
#include "grader/report/sheet.h"
#include "grader/report/verdict.h"
#include "tools/record/store.h"

namespace olympics {
namespace {

// The categories in which attempts have a report, by submission and number.
using Reported = std::map<std::pair<std::string, int>, std::set<std::string>>;

Reported ReportedOf(const std::map<std::string, std::vector<Attempt>>& attempts,
                    const std::vector<AttemptRun>& runs) {
  Reported reported;
  for (const AttemptRun& r : runs) {
    if (r.attempt == 0) continue;
    const Attempt& attempt =
        attempts.at(r.run.submission())[static_cast<size_t>(r.attempt) - 1];
    if (IsMachinesFault(r.run.verdict()) && r.entry < attempt.entry) continue;
    reported[{r.run.submission(), r.attempt}].insert(r.run.category());
  }
  return reported;
}

// Of one submission, the newest first.
void AddWaiting(const std::string& submission,
                const std::vector<Attempt>& attempts, Reported& all_reported,
                Queue& queue) {
  std::set<std::string> newer;
  for (auto attempt = attempts.rbegin(); attempt != attempts.rend();
       ++attempt) {
    // Of before files were kept: what became of it is known from its order.
    if (!IsAttemptDigest(attempt->hand_in.digest())) continue;
    const std::set<std::string>& reported =
        all_reported[{submission, attempt->number}];
    Waiting waiting = {submission, *attempt, {}}, superseded = waiting;
    for (const std::string& c : attempt->categories()) {
      if (reported.contains(c) || reported.contains(kAllCategories)) continue;
      (newer.contains(c) ? superseded : waiting).categories.push_back(c);
    }
    for (const std::string& c : attempt->categories()) newer.insert(c);
    if (!waiting.categories.empty()) queue.next.push_back(std::move(waiting));
    if (!superseded.categories.empty()) {
      queue.superseded.push_back(std::move(superseded));
    }
  }
}

}  // namespace

Queue QueueOf(const std::vector<Entry>& entries) {
  const std::map<std::string, std::vector<Attempt>> attempts =
      AttemptsOf(entries);
  Reported reported = ReportedOf(attempts, AttemptRunsOf(entries));
  Queue queue;
  for (const auto& [submission, of] : attempts) {
    AddWaiting(submission, of, reported, queue);
  }
  std::map<std::string, size_t> last;  // report, from 1; none: 0
  for (size_t i = 0; i < entries.size(); ++i) {
    const GradeReport& run = entries[i].run();
    if (entries[i].has_run() && run.verdict() != SUPERSEDED) {
      last[run.submission()] = i + 1;
    }
  }
  const auto order = [&last](const Waiting& w) {
    const size_t at = last[w.submission];
    const bool first_baseline =
        at == 0 && w.attempt.hand_in.phase() == "baseline";
    return std::make_tuple(at, !first_baseline, w.attempt.entry);
  };
  std::sort(
      queue.next.begin(), queue.next.end(),
      [&](const Waiting& a, const Waiting& b) { return order(a) < order(b); });
  return queue;
}

std::vector<GradeReport> SupersededReports(const Queue& queue,
                                           int64_t now_unix_ms) {
  std::vector<GradeReport> reports;
  for (const Waiting& w : queue.superseded) {
    for (const std::string& category : w.categories) {
      GradeReport report = ErrorReport(
          SUPERSEDED,
          absl::StrCat("attempt ", w.attempt.number,
                       " was not graded: a later hand-in took its place"));
      report.set_submission(w.submission);
      report.set_category(category);
      report.set_digest(w.attempt.hand_in.digest());
      // Of one moment there is one report for a submission and category.
      report.set_started_unix_ms(now_unix_ms + w.attempt.number);
      reports.push_back(std::move(report));
    }
  }
  return reports;
}

double SecondsUntil(const Queue& queue, size_t position,
                    const std::vector<Entry>& entries) {
  constexpr double kUnknown = 60;
  std::map<std::string, std::vector<double>> taken;
  for (const Entry& e : entries) {
    if (e.has_run() && e.run().seconds() > 0) {
      taken[e.run().category()].push_back(e.run().seconds());
    }
  }
  double seconds = 0;
  for (size_t i = 0; i < position && i < queue.next.size(); ++i) {
    for (const std::string& c : queue.next[i].categories) {
      const auto known = taken.find(c);
      seconds += known == taken.end() ? kUnknown : base::Median(known->second);
    }
  }
  return seconds;
}

}  // namespace olympics
