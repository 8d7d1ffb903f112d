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

}  // namespace olympics
