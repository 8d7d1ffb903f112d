// The closed division: whether an entry computes the reference's function.
#ifndef GRADER_REFEREE_CLOSED_H_
#define GRADER_REFEREE_CLOSED_H_

#include "grader/evidence/evidence.h"
#include "grader/random/secret.h"
#include "grader/referee/match.h"
#include "grader/referee/samples.h"
#include "grader/referee/turns.h"

namespace olympics {

// closed_difference: asks both workers the same samples, of which a third is
// noise that no data set holds.
absl::Status AskBoth(Match& match, const DataSet& data, MixedSamples& samples,
                     SecretStream& random, TaskEvidence& evidence);

}  // namespace olympics

#endif  // GRADER_REFEREE_CLOSED_H_
