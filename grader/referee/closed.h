// The closed division: whether an entry computes the reference's function.
#ifndef GRADER_REFEREE_CLOSED_H_
#define GRADER_REFEREE_CLOSED_H_

#include "grader/judge/evidence.h"
#include "grader/random/secret.h"
#include "grader/referee/match.h"
#include "grader/referee/samples.h"
#include "grader/referee/turns.h"

namespace olympics {

// How far `a` is from the reference `b`, as a share of how much `b` varies: the
// root mean square of a - b over that of b, with each sample's mean taken off
// both first (a softmax does not see it) or, of one score a sample, the mean of
// all of b off b. 0: the same; about 1 or more: nothing in common. Both are of
// the same samples, `outputs` scores each.
//
//   Disagreement(reference, reference, 10)  // 0
//   Disagreement({{0, 0, ...}}, reference, 10)  // 1
double Disagreement(const Answers& a, const Answers& b, int outputs);

// closed_difference: asks both workers the same samples, of which a third is
// noise that no data set holds.
absl::Status AskBoth(Match& match, const DataSet& data, MixedSamples& samples,
                     SecretStream& random, TaskEvidence& evidence);

}  // namespace olympics

#endif  // GRADER_REFEREE_CLOSED_H_
