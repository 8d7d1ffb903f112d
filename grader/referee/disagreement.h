// How far an entry's scores are from the reference's.
#ifndef GRADER_REFEREE_DISAGREEMENT_H_
#define GRADER_REFEREE_DISAGREEMENT_H_

#include "grader/referee/turns.h"

namespace olympics {

// How far `a` is from the reference `b`, as a share of how much `b` varies: the
// root mean square of a - b over that of b, with each sample's mean taken off
// both first (a softmax does not see it) or, of one score a sample, the mean of
// all of b off b. 0: the same; about 1 or more: nothing in common; infinity
// where they cannot be compared, as with a NaN in one of them. Both are of
// the same samples, `outputs` scores each.
//
//   Disagreement(reference, reference, 10)  // 0
//   Disagreement({{0, 0, ...}}, reference, 10)  // 1
double Disagreement(const Answers& a, const Answers& b, int outputs);

}  // namespace olympics

#endif  // GRADER_REFEREE_DISAGREEMENT_H_
