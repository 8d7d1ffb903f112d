#include "tools/cli/queue.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "base/clock.h"
#include "tools/cli/grade_and_keep.h"
#include "tools/cli/in_tree.h"
#include "tools/process/lock.h"
#include "tools/record/keep.h"
#include "tools/record/queue.h"

namespace olympics {
namespace {

// How often who stays looks whether somebody handed in.
constexpr unsigned int kLookSeconds = 2;

// Grades the first that waits; false where nothing does.
absl::StatusOr<bool> GradeNext(const Course& course) {
  const absl::StatusOr<std::unique_ptr<FileLock>> lock = LockGrading(course);
  if (!lock.ok()) return lock.status();
  // Read under the lock: another grader may have been quicker.
  const absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
  if (!entries.ok()) return entries.status();
  const Queue queue = QueueOf(*entries);
  if (!queue.superseded.empty()) {
    const absl::StatusOr<int> added = KeepReports(
        course.state(), SupersededReports(queue, base::NowUnixMs()));
    if (!added.ok()) return added.status();
  }
  if (queue.next.empty()) return false;
  const Waiting& w = queue.next.front();
  std::fprintf(stderr, "%s: attempt %d in %s; %zu more wait\n",
               w.submission.c_str(), w.attempt.number,
               absl::StrJoin(w.categories, ", ").c_str(),
               queue.next.size() - 1);
  const absl::StatusOr<Graded> graded =
      GradeAndKeep(course, {.names = {w.submission},
                            .category = "",
                            .categories = w.categories,
                            .digest = w.attempt.hand_in.digest(),
                            .phase = w.attempt.hand_in.phase()});
  if (!graded.ok()) return graded.status();
  PrintOutcomes(*graded, [](const GradeReport&) { return true; });
  std::fflush(stdout);
  return true;
}

}  // namespace

absl::StatusOr<int> GradeQueue(const Course& course, bool stays) {
  int graded = 0;
  while (true) {
    const absl::StatusOr<bool> more = GradeNext(course);
    if (!more.ok()) return more.status();
    graded += *more ? 1 : 0;
    if (*more) continue;
    if (!stays) break;
    sleep(kLookSeconds);
  }
  std::printf("%d graded; nothing waits\n", graded);
  return 0;
}

absl::StatusOr<int> SayPlace(const Course& course,
                             const std::string& submission) {
  const absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
  if (!entries.ok()) return entries.status();
  const Queue queue = QueueOf(*entries);
  const auto mine = std::find_if(
      queue.next.begin(), queue.next.end(),
      [&](const Waiting& w) { return w.submission == submission; });
  if (mine == queue.next.end()) {
    std::printf("%s is graded already: the same files were handed in before\n",
                submission.c_str());
    return 0;
  }
  const auto before = static_cast<size_t>(mine - queue.next.begin());
  std::printf("%s waits, attempt %d", submission.c_str(), mine->attempt.number);
  if (before == 0) {
    std::printf("; it is the next\n");
    return 0;
  }
  std::printf("; %zu before it, about %.0f min\n", before,
              std::ceil(SecondsUntil(queue, before, *entries) / 60));
  return 0;
}

}  // namespace olympics
