#include "tools/cli/grade_and_keep.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/clock.h"
#include "tools/cli/build_files.h"
#include "tools/cli/grading.h"
#include "tools/cli/in_tree.h"
#include "tools/cli/reports.h"
#include "tools/course/roster.h"
#include "tools/leaderboard/outcome.h"
#include "tools/record/build_events.h"
#include "tools/record/keep.h"
#include "tools/record/kept_evidence.h"
#include "tools/text/suggest.h"

namespace olympics {
namespace {

// What Bazel is asked for; `names` keeps only whom there is something of.
absl::StatusOr<std::vector<std::string>> TargetsOf(
    const Course& course, const GradeOptions& options,
    std::vector<std::string>& names) {
  if (!options.categories.empty() && !names.empty()) {
    return GradeTargets(course, names, options.categories);
  }
  std::vector<std::string> targets;
  for (const std::string& name : names) {
    targets.push_back(absl::StrCat(
        "//submissions/", name, ":",
        options.category.empty() ? "grade"
                                 : absl::StrCat(name, "_", options.category)));
  }
  return targets;
}

}  // namespace

absl::StatusOr<Graded> GradeAndKeep(const Course& course,
                                    const GradeOptions& options) {
  const absl::StatusOr<Roster> on_roster = LoadRoster(course);
  if (!on_roster.ok()) return on_roster.status();
  const std::vector<std::string>& roster = on_roster->names;
  for (const std::string& name : options.names) {
    if (std::find(roster.begin(), roster.end(), name) == roster.end()) {
      return absl::NotFoundError(
          absl::StrCat("there is no \"", name,
                       "\" on the roster, submissions/roster.bzl; "
                       "there are ",
                       absl::StrJoin(roster, ", "), DidYouMean(name, roster)));
    }
  }
  if (options.names.empty() && !options.category.empty()) {
    return absl::InvalidArgumentError(
        "grade in one category: name the submissions, too");
  }
  std::vector<std::string> names =
      options.names.empty() ? roster : options.names;
  // Who only grades has neither the record nor the key.
  const bool record = options.reports.empty();
  Graded graded;
  std::vector<GradeReport> refused;
  if (record) {
    absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
    if (!entries.ok()) return entries.status();
    refused =
        PutAttempts(course, *entries, options.digest, base::NowUnixMs(), names);
    absl::StatusOr<Season> before =
        SeasonFrom(course, *std::move(entries), View::kOwn);
    if (!before.ok()) return before.status();
    graded.before = *std::move(before);
  }
  for (GradeReport& r : RefuseForeignBuildFiles(course, on_roster->own, names,
                                                base::NowUnixMs())) {
    refused.push_back(std::move(r));
  }
  const absl::StatusOr<std::vector<std::string>> targets =
      TargetsOf(course, options, names);
  if (!targets.ok()) return targets.status();
  std::vector<std::string> wanted = options.categories;
  if (!options.category.empty()) wanted.push_back(options.category);
  if (absl::Status s = SetUpFor(course, names, wanted); !s.ok()) return s;
  std::vector<std::string> arguments;
  if (options.again) arguments.push_back("--nocache_test_results");
  arguments.insert(arguments.end(), targets->begin(), targets->end());
  absl::StatusOr<BuildEvents> events = BuildEvents();
  if (!targets->empty()) {
    events = RunTests(course, arguments,
                      names.size() == 1 ? Told::kAll : Told::kVerdicts);
  }
  if (!events.ok()) return events.status();
  graded.reports = CollectWithEvidence(course, *events, names);
  graded.reports.insert(graded.reports.end(), refused.begin(), refused.end());
  for (GradeReport& r : graded.reports) r.set_phase(options.phase);
  AddDigests(course, graded.reports);
  const std::vector<GradeReport> each =
      InEachCategory(course, wanted, graded.reports);
  if (!record) {
    const absl::Status s = WriteReports(options.reports, each);
    if (!s.ok()) return s;
    SayLostEvidence(
        CopyEvidence(course.state(), options.reports, graded.reports));
    return graded;
  }
  const absl::StatusOr<int> added = KeepReports(course.state(), each);
  if (!added.ok()) return added.status();
  graded.added = *added;
  absl::StatusOr<Season> season = LoadSeason(course, View::kOwn);
  if (!season.ok()) return season.status();
  graded.after = *std::move(season);
  return graded;
}

void PrintOutcomes(const Graded& graded, bool (*shown)(const GradeReport&)) {
  for (const GradeReport& r : graded.reports) {
    if (!shown(r)) continue;
    std::printf("%s\n", OutcomeText(r, graded.before, graded.after).c_str());
  }
}

}  // namespace olympics
