#include "grader/judge/judged_again.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "categories/digest.h"
#include "categories/measured.h"
#include "categories/spec.h"
#include "google/protobuf/util/message_differencer.h"
#include "grader/judge/again.h"
#include "grader/judge/judge.h"
#include "grader/report/verdict.h"

namespace olympics {
namespace {

absl::Status MeasuredWithAnother(const std::string& field) {
  return absl::FailedPreconditionError(absl::StrCat(
      field, " is not what it was measured with: measure it again"));
}

// What the judge decides is taken out.
GradeReport WithoutJudgement(GradeReport report) {
  report.clear_verdict();
  report.clear_reason();
  report.clear_checks();
  report.clear_metric();
  report.clear_baseline();
  report.clear_gain();
  report.clear_accuracy();
  report.clear_samples();
  report.clear_points();
  report.clear_ranking_figure();
  report.clear_figures();
  report.clear_division();
  report.clear_estimated();
  report.clear_host_findings();
  return report;
}

// The tasks of `judged` as they are now, in the same order.
absl::Status TakeTasks(const SpecsOfNow& now, Evidence& evidence) {
  for (TaskEvidence& t : evidence.tasks) {
    const auto task = std::find_if(
        now.tasks.begin(), now.tasks.end(),
        [&](const TaskSpec& s) { return s.name() == t.task.name(); });
    if (task == now.tasks.end()) {
      return absl::NotFoundError(
          absl::StrCat("there is no task \"", t.task.name(), "\" any more"));
    }
    const std::string field = MeasuredOtherwise(t.task, *task);
    if (!field.empty()) {
      return MeasuredWithAnother(
          absl::StrCat("tasks/", t.task.name(), ": ", field));
    }
    t.task = *task;
  }
  return absl::OkStatus();
}

// Whether there is as much as the spec demands, where it demands more than it
// did.
absl::Status HasEnough(const CategorySpec& before, const CategorySpec& now,
                       const Evidence& evidence) {
  const auto too_few = [](const char* field, int64_t wanted, int64_t there) {
    return absl::FailedPreconditionError(
        absl::StrCat("measuring.", field, " is ", wanted, ", and ", there,
                     " were measured: measure it again"));
  };
  for (const TaskEvidence& t : evidence.tasks) {
    const auto pairs = static_cast<int64_t>(
        now.has_suite() ? std::min(t.single_stream.size(), t.offline.size())
                        : t.pairs.size());
    const Measuring& was = before.measuring();
    const Measuring& is = now.measuring();
    if (pairs > 0 && is.min_pairs() > was.min_pairs() &&
        pairs < is.min_pairs()) {
      return too_few("min_pairs", is.min_pairs(), pairs);
    }
    if (pairs > 0 && !now.has_suite() && is.min_samples() > was.min_samples() &&
        t.samples < is.min_samples()) {
      return too_few("min_samples", is.min_samples(), t.samples);
    }
  }
  return absl::OkStatus();
}

SpecOnRecord OnRecord(const std::string& name, const std::string& digest) {
  SpecOnRecord spec;
  spec.set_name(name);
  spec.set_digest(digest);
  return spec;
}

}  // namespace

absl::StatusOr<GradeReport> JudgedBy(const GradeReport& former,
                                     const JudgedEvidence& judged,
                                     const SpecsOfNow& now,
                                     int64_t at_unix_ms) {
  const CategorySpec spec =
      former.simulated() ? Simulated(now.category) : now.category;
  const std::string field = MeasuredOtherwise(judged.spec, spec);
  if (!field.empty()) return MeasuredWithAnother(field);
  Evidence evidence = judged.evidence;
  if (absl::Status s = TakeTasks(now, evidence); !s.ok()) return s;
  if (absl::Status s = HasEnough(judged.spec, spec, evidence); !s.ok()) {
    return s;
  }
  // Refused when it was built, it was never measured.
  if (evidence.inspection.findings_size() > 0 &&
      BoundsOf(judged.spec).SerializeAsString() !=
          BoundsOf(spec).SerializeAsString()) {
    return absl::FailedPreconditionError(
        "carried is not what it was refused by when it was built: build it "
        "again");
  }
  GradeReport decided = Judge(spec, evidence);
  if (!IsResult(decided.verdict()) && IsResult(former.verdict())) {
    return absl::FailedPreconditionError(
        absl::StrCat("its measurement ended early, as it was clear how it "
                     "would be judged (",
                     decided.reason(), "): measure it again"));
  }
  decided.set_reason(decided.reason() + TriedAgain(decided, judged.gradings));
  GradeReport report = WithoutJudgement(former);
  report.MergeFrom(decided);
  JudgedAgain& again = *report.mutable_judged_again();
  again.Clear();
  again.set_at_unix_ms(at_unix_ms);
  again.set_former_spec_sha256(former.basis().spec_sha256());
  *again.mutable_former_specs() = former.specs();
  report.mutable_basis()->set_spec_sha256(SpecSha256(spec));
  report.clear_specs();
  *report.add_specs() = OnRecord(now.category.name(), DigestOf(now.category));
  for (const TaskEvidence& t : evidence.tasks) {
    *report.add_specs() =
        OnRecord(absl::StrCat("tasks/", t.task.name()), DigestOf(t.task));
  }
  return report;
}

bool SaySame(const GradeReport& a, const GradeReport& b) {
  const auto said = [](GradeReport r) {
    r.clear_judged_again();
    r.clear_basis();
    r.clear_specs();
    return r;
  };
  return google::protobuf::util::MessageDifferencer::Equals(said(a), said(b));
}

}  // namespace olympics
