// What a compliance test's turns say: whether its performance is that of the
// performance run, or too far from it, or whether they are too few to tell.
// A pure function of the turns; the referee asks for more rounds by it, the
// judge decides by it.
#ifndef GRADER_JUDGE_COMPLIANCE_H_
#define GRADER_JUDGE_COMPLIANCE_H_

#include "base/statistics.h"
#include "categories/category.pb.h"
#include "grader/evidence/evidence.h"

namespace olympics {

enum class Compliance {
  kNoFigures,  // not HasFigures
  kHeld,       // the whole interval is within the tolerance
  kBroken,     // the whole interval is beyond it
  kUndecided,  // the tolerance lies within the interval
};

// Whether there is a turn, and each took time and has a counterpart and a
// round.
bool HasFigures(const Compared& compared);

// How many times the performance run's performance (queries a second) the
// compliance run's is: the median over pairs of turns, with a bootstrap 95 %
// interval that draws rounds, then pairs within them. A round has workers of
// its own, and two processes of one program may differ by more than their turns
// do; so one bad round widens the interval, and does not move it.
// Only where HasFigures.
base::Estimate PerformanceKept(const Compared& compared);

// TEST04 is broken by a performance above 1 + `tolerance`, every other test by
// one below 1 - `tolerance`, as MLPerf's own scripts compare.
//   ComplianceOf({"TEST04", {1, 1, 1}, {1, 1, 1}, {0, 1, 2}}, 0.1)  // kHeld
//   ComplianceOf({"TEST04", {1, 1, 1}, {.5, .5, .5}, {0, 1, 2}}, 0.1)
//                                                                  // kBroken
Compliance ComplianceOf(const Compared& compared, double tolerance);

// The bound for a task whose median latency is `latency_ns`.
double ComplianceTolerance(const Suite& suite, double latency_ns);

}  // namespace olympics

#endif  // GRADER_JUDGE_COMPLIANCE_H_
