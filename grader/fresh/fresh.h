// What the strong samples of one grading are made of: words, anomalies and
// digits that no data set holds, all of them drawn from the grading's seed.
#ifndef GRADER_FRESH_FRESH_H_
#define GRADER_FRESH_FRESH_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "grader/random/secret.h"
#include "grader/referee/samples.h"

namespace olympics {

// Gives `data` the strong samples that its task asks for (TaskSpec.fresh); of
// CHANGED nothing changes. `files` are what they are made of, by their paths:
//
//   WORDS      the program //grader/tasks:fresh_words, which is run, and the
//              scale that it reads: 1,200 words, in about two seconds
//   ANOMALIES  IDX files of images in no split, and of their labels: of each
//              label 500, or as many as there are
//   REDRAWN    none
//
// The same seed gives the same samples. InvalidArgument: the files are not
// those. Unavailable: no words can be made here; it says why and what to do.
//
//   absl::Status s = AddFresh({"fresh_words", "scale.txt"}, seed, data);
//   // data.fresh holds 100 samples of each of twelve words
absl::Status AddFresh(const std::vector<std::string>& files,
                      const SecretSeed& seed, TaskData& data);

}  // namespace olympics

#endif  // GRADER_FRESH_FRESH_H_
