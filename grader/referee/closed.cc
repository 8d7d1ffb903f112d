#include "grader/referee/closed.h"

#include <algorithm>
#include <vector>

#include "grader/referee/disagreement.h"

namespace olympics {
namespace {

constexpr int kSamples = 512, kNoise = 256;

}  // namespace

absl::Status AskBoth(Match& match, const DataSet& data, MixedSamples& samples,
                     SecretStream& random, TaskEvidence& evidence) {
  Questions questions(data, 1);
  questions.Draw(samples, kSamples);
  std::vector<float> noise(data.sample_floats());
  for (int i = 0; i < kNoise; ++i) {
    for (float& v : noise) v = random.uniform();
    questions.Append(noise.data(), 0);
  }
  Answers reference, answers;
  if (!AskAll(match.baseline(), questions, reference)) {
    return BaselineFailed(match.baseline());
  }
  if (AskAll(match.candidate(), questions, answers)) {
    evidence.closed_difference =
        std::max(evidence.closed_difference,
                 Disagreement(answers, reference, data.task.outputs()));
  }
  return absl::OkStatus();
}

}  // namespace olympics
