#include "grader/referee/samples.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "grader/channel/channel.h"
#include "tinytorch/dataloader/dataloader.h"

namespace olympics {
namespace {

constexpr int kSide = 28;
static_assert(kSide * kSide == kImageFloats);

}  // namespace

void Perturb(const float* image, tinytorch::Generator& random, float* out) {
  const auto dy = static_cast<int>(random.below(2 * kMaxShift + 1)) - kMaxShift;
  const auto dx = static_cast<int>(random.below(2 * kMaxShift + 1)) - kMaxShift;
  const float brightness = 1 + kMaxBrightness * (2 * random.uniform() - 1);
  uint64_t bits = 0;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const int from_y = y + dy, from_x = x + dx;
      const bool inside =
          from_y >= 0 && from_y < kSide && from_x >= 0 && from_x < kSide;
      const float value = inside ? image[from_y * kSide + from_x] : 0.0f;
      // Eight noises out of one draw, each of 256 levels.
      bits = x % 8 == 0 ? random.next() : bits >> 8;
      const float noise =
          kMaxNoise * (static_cast<float>(bits & 0xff) - 127.5f) / 127.5f;
      out[y * kSide + x] = std::clamp(value * brightness + noise, 0.0f, 1.0f);
    }
  }
}

SampleStream::SampleStream(tinytorch::Tensor images,
                           std::vector<int32_t> labels, uint64_t seed)
    : images_(std::move(images)),
      labels_(std::move(labels)),
      random_(seed),
      order_(labels_.size()),
      at_(labels_.size()) {
  std::iota(order_.begin(), order_.end(), 0);
}

int32_t SampleStream::Next(float* out) {
  if (at_ == order_.size()) {
    for (size_t i = order_.size(); i > 1; --i) {
      std::swap(order_[i - 1], order_[random_.below(static_cast<int64_t>(i))]);
    }
    at_ = 0;
  }
  const int32_t which = order_[at_++];
  Perturb(images_.data() + int64_t{which} * kImageFloats, random_, out);
  return labels_[which];
}

absl::StatusOr<SampleStream> OpenSamples(const std::string& images,
                                         const std::string& labels,
                                         uint64_t seed) {
  absl::StatusOr<tinytorch::Tensor> x = tinytorch::load_idx_images(images);
  if (!x.ok()) return x.status();
  absl::StatusOr<std::vector<int32_t>> y = tinytorch::load_idx_labels(labels);
  if (!y.ok()) return y.status();
  if (x->size(0) < 1 || x->size(0) != static_cast<int64_t>(y->size()) ||
      x->size(2) != kSide || x->size(3) != kSide) {
    return absl::InvalidArgumentError(absl::StrCat(
        images, " and ", labels, " are not one set of 28x28 images"));
  }
  return SampleStream(*std::move(x), *std::move(y), seed);
}

}  // namespace olympics
