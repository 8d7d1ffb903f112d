#include "grader/referee/load_blocks.h"

#include <optional>
#include <utility>

namespace olympics {

std::vector<int64_t> LoadBlocks::Next(int count) {
  pending_.clear();
  std::vector<int64_t> samples;
  while (static_cast<int>(pending_.size()) < count) {
    std::optional<Query> query = load_.Next();
    if (!query.has_value()) break;
    samples.push_back(query->samples.front());
    pending_.push_back(*std::move(query));
  }
  return samples;
}

void LoadBlocks::Complete(const std::vector<double>& seconds) {
  for (size_t i = 0; i < pending_.size() && i < seconds.size(); ++i) {
    const int64_t issued = now_ns_;
    now_ns_ += static_cast<int64_t>(1e9 * seconds[i]);
    load_.Complete(pending_[i], issued, now_ns_);
  }
}

void FillUp(const DataSet& data, size_t count, SecretStream& random,
            std::vector<int64_t>& indices) {
  while (indices.size() < count) indices.push_back(random.below(data.size()));
}

Questions WithWaking(const DataSet& data, const std::vector<int64_t>& indices,
                     int batch, SecretStream& random) {
  std::vector<int64_t> all = indices;
  FillUp(data, all.size() + size_t(WakingQueries(batch)) * batch, random, all);
  Questions questions(data, batch);
  questions.Take(all);
  return questions;
}

void MixedBlock::Divide(Answers all, const std::vector<double>& seconds,
                        int outputs, Turn& turn) {
  answers = std::move(all);
  turn.samples = 0;
  turn.questions = 0;
  turn.seconds = 0;
  const int batch = questions.batch();
  for (int q = 0; q < queries; ++q) {
    const int64_t first = int64_t{q} * batch;
    if (questions.kinds()[first] != kTestSample) continue;
    const float* scores = answers.of(first, outputs);
    own_answers.scores.insert(own_answers.scores.end(), scores,
                              scores + int64_t{batch} * outputs);
    own_seconds.push_back(seconds[q]);
    turn.seconds += seconds[q];
    turn.samples += batch;
    ++turn.questions;
  }
}

MixedBlock Mix(const DataSet& data, const std::vector<int64_t>& own, int batch,
               MixedSamples& mixed, SecretStream& random) {
  MixedBlock block = {.questions = Questions(data, batch)};
  std::vector<float> sample(data.sample_floats());
  const auto append = [&](int64_t i) {
    block.questions.Append(data.sample(i), data.labels[i]);
  };
  for (size_t at = 0; at + batch <= own.size();) {
    const SampleKind kind = mixed.NextKind();
    for (int i = 0; i < batch; ++i) {
      if (kind == kTestSample) {
        append(own[at++]);
        continue;
      }
      const int32_t label = mixed.Next(kind, sample.data());
      block.questions.Append(sample.data(), label, kind);
    }
    ++block.queries;
  }
  for (int i = 0; i < WakingQueries(batch) * batch; ++i) {
    append(random.below(data.size()));
  }
  return block;
}

}  // namespace olympics
