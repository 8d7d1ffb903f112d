#include "tools/cli/rejudge.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "base/clock.h"
#include "categories/spec.h"
#include "google/protobuf/util/message_differencer.h"
#include "grader/evidence/file.h"
#include "grader/judge/judged_again.h"
#include "grader/report/verdict.h"
#include "tools/cli/grading.h"
#include "tools/leaderboard/table.h"
#include "tools/record/attempts.h"
#include "tools/record/keep.h"
#include "tools/record/kept_evidence.h"
#include "tools/record/store.h"

namespace olympics {
namespace {

using google::protobuf::util::MessageDifferencer;

// What a course demands now.
class Demands {
 public:
  explicit Demands(const Course& course, std::vector<CategorySpec> specs)
      : folder_(course.root + "/categories/tasks/"), specs_(std::move(specs)) {}

  // Of the evidence's category and tasks. A task that is not there any more is
  // left out.
  absl::StatusOr<SpecsOfNow> For(const std::string& category,
                                 const Evidence& evidence) {
    const auto spec = std::find_if(
        specs_.begin(), specs_.end(),
        [&](const CategorySpec& s) { return s.name() == category; });
    if (spec == specs_.end()) {
      return absl::NotFoundError(
          absl::StrCat("there is no category ", category, " any more"));
    }
    SpecsOfNow now;
    now.category = *spec;
    for (const TaskEvidence& t : evidence.tasks) {
      const std::string path = folder_ + t.task.name() + ".textproto";
      if (!std::filesystem::exists(path)) continue;
      absl::StatusOr<TaskSpec> task = LoadTask(path);
      if (!task.ok()) return task.status();
      now.tasks.push_back(*std::move(task));
    }
    return now;
  }

 private:
  std::string folder_;
  std::vector<CategorySpec> specs_;
};

absl::StatusOr<GradeReport> JudgedNow(const Course& course,
                                      const GradeReport& run, Demands& demands,
                                      int64_t now_unix_ms) {
  if (run.evidence_sha256().empty()) {
    return absl::NotFoundError(
        IsResult(run.verdict())
            ? "no evidence was kept when it was graded: grade it again"
            : "nothing was measured that could be judged");
  }
  const absl::StatusOr<std::string> bytes =
      ReadEvidence(course.state(), run.evidence_sha256());
  if (!bytes.ok()) return bytes.status();
  const absl::StatusOr<JudgedEvidence> judged = UnpackEvidence(*bytes);
  if (!judged.ok()) return judged.status();
  if (judged->spec.name() != run.category()) {
    return absl::DataLossError(absl::StrCat("its evidence is of ",
                                            judged->spec.name(), ", and it of ",
                                            run.category()));
  }
  if (const std::string& whose = judged->evidence.inspection.submission();
      !whose.empty() && whose != run.submission()) {
    return absl::DataLossError(absl::StrCat("its evidence is that of ", whose));
  }
  const absl::StatusOr<SpecsOfNow> now =
      demands.For(run.category(), judged->evidence);
  if (!now.ok()) return now.status();
  return JudgedBy(run, *judged, *now, now_unix_ms);
}

std::string GradeText(const GradeReport& r) {
  return r.verdict() == PASSED
             ? absl::StrFormat("passed, %.1f points", r.points())
             : VerdictWord(r.verdict());
}

// In words for the table's last column.
std::string WhatChanges(const GradeReport& before, const GradeReport& after) {
  if (SaySame(before, after)) return "nothing";
  if (before.verdict() != after.verdict()) {
    return after.reason().empty() ? "verdict"
                                  : absl::StrCat("verdict: ", after.reason());
  }
  std::vector<std::string> what;
  if (before.points() != after.points()) what.emplace_back("points");
  if (before.ranking_figure() != after.ranking_figure()) {
    what.emplace_back("the figure that is ranked");
  }
  return what.empty() ? "what its checks say" : absl::StrJoin(what, ", ");
}

// Whether the record would learn nothing from it.
bool IsOnRecord(const GradeReport& before, const GradeReport& after) {
  if (!SaySame(before, after) ||
      before.basis().spec_sha256() != after.basis().spec_sha256()) {
    return false;
  }
  return std::equal(before.specs().begin(), before.specs().end(),
                    after.specs().begin(), after.specs().end(),
                    [](const SpecOnRecord& a, const SpecOnRecord& b) {
                      return MessageDifferencer::Equals(a, b);
                    });
}

// The runs that count and that are asked for.
absl::StatusOr<std::vector<GradeReport>> Wanted(const Course& course,
                                                const RejudgeOptions& options) {
  std::string category;
  if (!IsAll(options.category)) {
    const absl::StatusOr<std::string> named =
        CategoryNamed(course, options.category);
    if (!named.ok()) return named.status();
    category = *named;
  }
  for (const std::string& name : options.names) {
    if (absl::Status s = KnownSubmission(course, name); !s.ok()) return s;
  }
  const absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
  if (!entries.ok()) return entries.status();
  std::vector<GradeReport> runs;
  for (AttemptRun& r : CurrentOf(AttemptRunsOf(*entries))) {
    runs.push_back(std::move(r.run));
  }
  std::erase_if(runs, [&](const GradeReport& r) {
    const bool named = options.names.empty() ||
                       std::find(options.names.begin(), options.names.end(),
                                 r.submission()) != options.names.end();
    return !named || r.category() == kAllCategories ||
           (!category.empty() && r.category() != category);
  });
  return runs;
}

}  // namespace

absl::StatusOr<int> Rejudge(const Course& course,
                            const RejudgeOptions& options) {
  absl::StatusOr<std::vector<CategorySpec>> specs = LoadSpecs(course);
  if (!specs.ok()) return specs.status();
  const absl::StatusOr<std::vector<GradeReport>> runs = Wanted(course, options);
  if (!runs.ok()) return runs.status();
  if (runs->empty()) {
    return Answer(
        "No grades that could be judged again: `tito olympics grade` "
        "makes some\n");
  }
  Demands demands(course, *std::move(specs));
  const std::string commit = CommitOf(course.root);
  const int64_t now = base::NowUnixMs();
  std::vector<GradeReport> reports;
  std::vector<std::vector<std::string>> rows;
  int changed = 0, refused = 0;
  for (const GradeReport& run : *runs) {
    absl::StatusOr<GradeReport> after = JudgedNow(course, run, demands, now);
    std::vector<std::string>& row = rows.emplace_back();
    row = {run.submission(), run.category(), GradeText(run)};
    if (!after.ok()) {
      ++refused;
      row.insert(row.end(), {"-", std::string(after.status().message())});
      continue;
    }
    row.insert(row.end(), {GradeText(*after), WhatChanges(run, *after)});
    if (!SaySame(run, *after)) ++changed;
    if (IsOnRecord(run, *after)) continue;
    after->mutable_judged_again()->set_by_commit(commit);
    reports.push_back(*std::move(after));
  }
  std::string text = ForTerminal(
      Table({"submission", "category", "before", "after", "changes"}, rows));
  absl::StrAppend(&text, runs->size() - refused, " judged again: ", changed,
                  changed == 1 ? " changes" : " change", "; ", refused,
                  " could not be");
  if (options.record) {
    const absl::StatusOr<int> added = KeepReports(course.state(), reports);
    if (!added.ok()) return added.status();
    absl::StrAppend(&text, "; ", *added, " new on record\n");
  } else if (reports.empty()) {
    absl::StrAppend(&text, "; nothing to record\n");
  } else {
    absl::StrAppend(&text, "; nothing is recorded: --record does that\n");
  }
  return Answer(text, refused > 0 ? 3 : 0);
}

}  // namespace olympics
