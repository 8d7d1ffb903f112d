// A stored measurement, judged by the spec of now: a pure function.
#ifndef GRADER_JUDGE_JUDGED_AGAIN_H_
#define GRADER_JUDGE_JUDGED_AGAIN_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "categories/category.pb.h"
#include "grader/evidence/file.h"
#include "grader/report/grade.pb.h"

namespace olympics {

// The specs of now, filled in.
struct SpecsOfNow {
  CategorySpec category;
  std::vector<TaskSpec> tasks;  // those of the evidence are among them
};

// Returns what `former` would say had it been judged by `now`. All that the
// judge decides (verdict, reason, checks, figures, points) is new; submission,
// category, start, host, board, basis and whatever else the judge does not know
// are `former`'s. `judged_again` says when and what the specs were before. By
// the same specs everything else is as in `former`.
//
// FailedPrecondition, in one sentence, where the evidence does not answer what
// `now` asks: a field of measuring differs (named as in
// categories/measured.h); fewer pairs of turns or samples were measured than it
// demands; or nothing was measured for a reason that is none any more, such as
// a floor far below which measuring ended early. NotFound where `now` has not
// the evidence's task.
//
//   JudgedBy(report, judged, specs_with_a_higher_floor, at)  // INACCURATE
//   JudgedBy(report, judged, specs_with_larger_batches, at)
//     // FailedPrecondition: "measuring.batch_size is not what it was measured
//     // with: measure it again"
absl::StatusOr<GradeReport> JudgedBy(const GradeReport& former,
                                     const JudgedEvidence& judged,
                                     const SpecsOfNow& now, int64_t at_unix_ms);

// Whether the two say the same of a submission: the same verdict, reason,
// checks, figures and points.
bool SaySame(const GradeReport& a, const GradeReport& b);

}  // namespace olympics

#endif  // GRADER_JUDGE_JUDGED_AGAIN_H_
