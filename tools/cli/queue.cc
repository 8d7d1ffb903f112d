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
#include "tools/course/roster.h"
#include "tools/process/lock.h"
#include "tools/record/keep.h"
#include "tools/record/queue.h"
#include "tools/record/record.h"

namespace olympics {
namespace {

// How often who stays looks whether the record changed, and how many times
// before it is read anyway, as it may have been put back from a backup.
constexpr unsigned int kLookSeconds = 2;
constexpr int kLooks = 30;

// Grades the first that waits; false where nothing does.
absl::StatusOr<bool> GradeNext(const Course& course) {
  const absl::StatusOr<std::unique_ptr<FileLock>> lock = LockGrading(course);
  if (!lock.ok()) return lock.status();
  // Read under the lock: another grader may have been quicker.
  const absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
  if (!entries.ok()) return entries.status();
  const absl::StatusOr<Roster> roster = LoadRoster(course);
  if (!roster.ok()) return roster.status();
  Queue queue = QueueOf(*entries);
  // Who was taken off the roster holds nobody else up.
  std::erase_if(queue.next, [&](const Waiting& w) {
    return std::find(roster->names.begin(), roster->names.end(),
                     w.submission) == roster->names.end();
  });
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
  const absl::StatusOr<std::unique_ptr<Store>> record =
      OpenRecord(course.state());
  if (!record.ok()) return record.status();
  int graded = 0;
  while (true) {
    const int64_t version = (*record)->Version();
    const absl::StatusOr<bool> more = GradeNext(course);
    if (!more.ok()) return more.status();
    graded += *more ? 1 : 0;
    if (*more) continue;
    if (!stays) break;
    for (int i = 0; i < kLooks && (*record)->Version() == version; ++i) {
      sleep(kLookSeconds);
    }
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
