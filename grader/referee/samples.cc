#include "grader/referee/samples.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "grader/referee/changes.h"
#include "grader/report/sha256.h"
#include "tinytorch/dataloader/dataloader.h"

namespace olympics {

double AreaUnderRoc(const std::vector<float>& scores,
                    const std::vector<int32_t>& labels) {
  // Not to be put into any order.
  for (const float s : scores) {
    if (std::isnan(s)) return 0;
  }
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return scores[a] < scores[b]; });
  // Ranks from 1; equal scores share the mean of theirs.
  double anomaly_ranks = 0, anomalies = 0;
  for (size_t first = 0; first < order.size();) {
    size_t last = first;
    while (last < order.size() && scores[order[last]] == scores[order[first]]) {
      ++last;
    }
    const double rank = (static_cast<double>(first + last) + 1) / 2;
    for (size_t i = first; i < last; ++i) {
      if (labels[order[i]] == 0) continue;
      anomaly_ranks += rank;
      ++anomalies;
    }
    first = last;
  }
  const double normal = static_cast<double>(scores.size()) - anomalies;
  if (anomalies == 0 || normal == 0) return 0.5;
  return (anomaly_ranks - anomalies * (anomalies + 1) / 2) /
         (anomalies * normal);
}

absl::StatusOr<DataSet> OpenDataSet(const TaskSpec& task,
                                    const std::string& images,
                                    const std::string& labels,
                                    const std::string& images_sha256,
                                    const std::string& labels_sha256) {
  const struct {
    const std::string& path;
    const std::string& wanted;
  } kFiles[] = {{images, images_sha256}, {labels, labels_sha256}};
  std::string bytes[2];
  for (int i = 0; i < 2; ++i) {
    absl::StatusOr<std::string> read = base::ReadFile(kFiles[i].path);
    if (!read.ok()) return read.status();
    bytes[i] = *std::move(read);
    const std::string sum = Sha256Hex(bytes[i]);
    if (!kFiles[i].wanted.empty() && sum != kFiles[i].wanted) {
      return absl::DataLossError(absl::StrCat(
          kFiles[i].path,
          " is not the data set that is pinned: its SHA-256 is ", sum, ", not ",
          kFiles[i].wanted,
          "; build it again, or pin this one in grader/tasks/tasks.bzl"));
    }
  }
  absl::StatusOr<tinytorch::Tensor> x = tinytorch::parse_idx_images(bytes[0]);
  if (!x.ok()) return x.status();
  absl::StatusOr<std::vector<int32_t>> y =
      tinytorch::parse_idx_labels(bytes[1]);
  if (!y.ok()) return y.status();
  const int classes = task.quality() == AUC ? 2 : task.outputs();
  if (x->size(0) < 1 || x->size(0) != static_cast<int64_t>(y->size()) ||
      x->size(2) != task.height() || x->size(3) != task.width() ||
      *std::max_element(y->begin(), y->end()) >= classes) {
    return absl::InvalidArgumentError(absl::StrCat(
        images, " and ", labels, " are not one set of ", task.height(), "x",
        task.width(), " samples of ", classes, " classes"));
  }
  return DataSet{task, *std::move(x), *std::move(y)};
}

std::array<int64_t, kSampleKinds> TaskData::Different(
    int64_t test_images) const {
  std::array<int64_t, kSampleKinds> different = {};
  different[kTestSample] =
      test_images > 0 ? std::min(test_images, test.size()) : test.size();
  different[kTrainingSample] = training.size();
  if (fresh.has_value()) different[kStrongSample] = fresh->size();
  if (held_out.has_value()) different[kHeldOutSample] = held_out->size();
  return different;
}

SampleStream::SampleStream(const DataSet& data, SecretStream random,
                           int64_t images, Change change)
    : data_(data),
      change_(change),
      random_(random),
      order_(images > 0 ? std::min(images, data.size()) : data.size()),
      at_(order_.size()) {
  std::iota(order_.begin(), order_.end(), 0);
}

int32_t SampleStream::Next(float* out) {
  if (at_ == order_.size()) {
    Shuffle(order_, random_);
    at_ = 0;
  }
  const int32_t which = order_[at_++];
  change_(data_.task, data_.sample(which), random_, out);
  return data_.labels[which];
}

MixedSamples::MixedSamples(const TaskData& data, const Measuring& measuring,
                           const SecretSeed& seed, const std::string& purpose,
                           SampleStream::Change change)
    : streams_{SampleStream(data.test, seed.For(purpose + "/test"),
                            measuring.test_images(), change),
               SampleStream(data.training, seed.For(purpose + "/training"), 0,
                            change),
               SampleStream(
                   data.fresh.has_value() ? *data.fresh : data.test,
                   seed.For(purpose + "/strong"),
                   data.fresh.has_value() ? 0 : measuring.test_images(),
                   data.strong_change)},
      kinds_(seed.For(purpose + "/kinds")),
      training_share_(measuring.training_share()),
      strong_share_(measuring.strong_share()),
      held_out_share_(data.held_out.has_value() ? measuring.held_out_share()
                                                : 0) {
  if (!data.held_out.has_value()) return;
  streams_.emplace_back(*data.held_out, seed.For(purpose + "/held out"), 0,
                        change);
}

SampleKind MixedSamples::NextKind() {
  double drawn = kinds_.uniform();
  if (drawn < training_share_) return kTrainingSample;
  drawn -= training_share_;
  if (drawn < strong_share_) return kStrongSample;
  drawn -= strong_share_;
  return drawn < held_out_share_ ? kHeldOutSample : kTestSample;
}

int32_t MixedSamples::Next(SampleKind kind, float* out) {
  return streams_[kind].Next(out);
}

}  // namespace olympics
