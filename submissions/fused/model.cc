// conv5x5/2-relu-conv3x3/2-relu-fc64-relu-fc10 for one image at a time,
// channels last, each layer one fused kernel. See README.md.
#include "grader/contract/model.h"

#include <cstring>
#include <memory>
#include <string>

namespace olympics {
namespace {

// Eight floats: one register of AVX2, two of NEON.
typedef float Vec __attribute__((vector_size(32)));
constexpr int kLanes = 8;

inline Vec Relu(Vec x) { return x > 0 ? x : Vec{}; }

constexpr int kIn = 28, kPadded = kIn + 4;       // 2 zeros on each side
constexpr int kMid = 14, kMidPadded = kMid + 2;  // 1 zero on each side
constexpr int kOut = 7;
constexpr int kMidChannels = 16, kOutChannels = 32;
constexpr int kFeatures = kOut * kOut * kOutChannels, kHidden = 64;

// Both convolutions compute seven neighbouring pixels by eight channels at a
// time: seven sums in registers, and each weight vector is loaded once for all
// seven.

// Layer 1: image [28, 28] to out [16, 16, 16] with a border of zeros; 5x5,
// stride
// 2. weight [2 halves of the channels][25 taps][8 channels].
void Conv1(const float* image, const Vec* weight, const Vec* bias, float* out) {
  alignas(32) float padded[kPadded * kPadded] = {};
  for (int y = 0; y < kIn; ++y) {
    std::memcpy(padded + (y + 2) * kPadded + 2, image + y * kIn,
                kIn * sizeof(float));
  }
  for (int y = 0; y < kMid; ++y) {
    for (int x = 0; x < kMid; x += 7) {
      for (int half = 0; half < 2; ++half) {
        Vec s[7];
        for (Vec& v : s) v = bias[half];
        const Vec* w = weight + half * 25;
        for (int i = 0; i < 5; ++i) {
          const float* row = padded + (2 * y + i) * kPadded + 2 * x;
          for (int j = 0; j < 5; ++j, ++w) {
#pragma GCC unroll 7
            for (int p = 0; p < 7; ++p) s[p] += *w * row[j + 2 * p];
          }
        }
        float* to =
            out + ((y + 1) * kMidPadded + x + 1) * kMidChannels + half * kLanes;
#pragma GCC unroll 7
        for (int p = 0; p < 7; ++p) {
          *reinterpret_cast<Vec*>(to + p * kMidChannels) = Relu(s[p]);
        }
      }
    }
  }
}

// Layer 2: in [16, 16, 16] with its border to out [7, 7, 32]; 3x3, stride 2.
// weight [4 quarters of the channels][9 taps][16 in][8 channels].
void Conv2(const float* in, const Vec* weight, const Vec* bias, float* out) {
  for (int y = 0; y < kOut; ++y) {
    for (int quarter = 0; quarter < 4; ++quarter) {
      Vec s[7];
      for (Vec& v : s) v = bias[quarter];
      const Vec* w = weight + quarter * 9 * kMidChannels;
      for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
          const float* pixel =
              in + ((2 * y + i) * kMidPadded + j) * kMidChannels;
          for (int c = 0; c < kMidChannels; ++c, ++w) {
#pragma GCC unroll 7
            for (int p = 0; p < 7; ++p) {
              s[p] += *w * pixel[c + p * 2 * kMidChannels];
            }
          }
        }
      }
      float* to = out + y * kOut * kOutChannels + quarter * kLanes;
#pragma GCC unroll 7
      for (int p = 0; p < 7; ++p) {
        *reinterpret_cast<Vec*>(to + p * kOutChannels) = Relu(s[p]);
      }
    }
  }
}

// Layers 3 and 4: in [1568] to 64 to scores [10]. weight [1568][64], last
// [64][16], of which 10 are used.
void Dense(const float* in, const Vec* weight, const Vec* bias, const Vec* last,
           const Vec* last_bias, float* scores) {
  Vec s[8];
  std::memcpy(s, bias, sizeof(s));
  for (int k = 0; k < kFeatures; ++k, weight += 8) {
#pragma GCC unroll 8
    for (int v = 0; v < 8; ++v) s[v] += weight[v] * in[k];
  }
  float hidden[kHidden];
#pragma GCC unroll 8
  for (int v = 0; v < 8; ++v) {
    const Vec h = Relu(s[v]);
    std::memcpy(hidden + v * kLanes, &h, sizeof(h));
  }
  // Two sums of even and two of odd k, so that one need not wait for the last.
  Vec even[2] = {last_bias[0], last_bias[1]}, odd[2] = {};
  for (int k = 0; k < kHidden; k += 2, last += 4) {
    even[0] += last[0] * hidden[k];
    even[1] += last[1] * hidden[k];
    odd[0] += last[2] * hidden[k + 1];
    odd[1] += last[3] * hidden[k + 1];
  }
  const Vec sum[2] = {even[0] + odd[0], even[1] + odd[1]};
  std::memcpy(scores, sum, 10 * sizeof(float));
}

class Fused : public Model {
 public:
  absl::Status Load(const tinytorch::StateDict& weights) override {
    const struct {
      const char* name;
      tinytorch::Shape shape;
    } kWanted[] = {{"0.weight", {16, 1, 5, 5}},   {"0.bias", {16}},
                   {"2.weight", {32, 16, 3, 3}},  {"2.bias", {32}},
                   {"5.weight", {64, kFeatures}}, {"5.bias", {64}},
                   {"7.weight", {10, 64}},        {"7.bias", {10}}};
    for (const auto& w : kWanted) {
      const auto found = weights.find(w.name);
      if (found == weights.end() || found->second.sizes() != w.shape) {
        return absl::InvalidArgumentError(std::string("no ") + w.name +
                                          " of shape " +
                                          tinytorch::to_string(w.shape));
      }
    }
    const auto at = [&](const char* name) { return weights.at(name).data(); };
    // [o][tap] to [half][tap][o of it]
    const float* w = at("0.weight");
    for (int o = 0; o < kMidChannels; ++o) {
      for (int t = 0; t < 25; ++t) {
        conv1_[o / kLanes * 25 + t][o % kLanes] = w[o * 25 + t];
      }
      conv1_bias_[o / kLanes][o % kLanes] = at("0.bias")[o];
    }
    // [o][c][tap] to [quarter][tap][c][o of it]
    w = at("2.weight");
    for (int o = 0; o < kOutChannels; ++o) {
      for (int c = 0; c < kMidChannels; ++c) {
        for (int t = 0; t < 9; ++t) {
          conv2_[(o / kLanes * 9 + t) * kMidChannels + c][o % kLanes] =
              w[(o * kMidChannels + c) * 9 + t];
        }
      }
      conv2_bias_[o / kLanes][o % kLanes] = at("2.bias")[o];
    }
    // [o][c][pixel] to [pixel][c][o]: the features come channels last here.
    w = at("5.weight");
    constexpr int kPixels = kOut * kOut;
    for (int o = 0; o < kHidden; ++o) {
      for (int c = 0; c < kOutChannels; ++c) {
        for (int p = 0; p < kPixels; ++p) {
          dense_[(p * kOutChannels + c) * 8 + o / kLanes][o % kLanes] =
              w[o * kFeatures + c * kPixels + p];
        }
      }
      dense_bias_[o / kLanes][o % kLanes] = at("5.bias")[o];
    }
    w = at("7.weight");
    for (int o = 0; o < 10; ++o) {
      for (int k = 0; k < kHidden; ++k) {
        last_[k * 2 + o / kLanes][o % kLanes] = w[o * kHidden + k];
      }
      last_bias_[o / kLanes][o % kLanes] = at("7.bias")[o];
    }
    return absl::OkStatus();
  }

  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    const int64_t batch = images.size(0);
    if (!scores_.defined() || scores_.size(0) != batch) {
      scores_ = tinytorch::Tensor::zeros({batch, 10});
    }
    for (int64_t i = 0; i < batch; ++i) {
      Conv1(images.data() + i * kIn * kIn, conv1_, conv1_bias_, mid_);
      Conv2(mid_, conv2_, conv2_bias_, features_);
      Dense(features_, dense_, dense_bias_, last_, last_bias_,
            scores_.data() + i * 10);
    }
    return scores_;
  }

 private:
  Vec conv1_[2 * 25] = {}, conv1_bias_[2] = {};
  Vec conv2_[4 * 9 * kMidChannels] = {}, conv2_bias_[4] = {};
  Vec dense_[kFeatures * 8] = {}, dense_bias_[8] = {};
  Vec last_[kHidden * 2] = {}, last_bias_[2] = {};
  // Its border stays zero.
  alignas(32) float mid_[kMidPadded * kMidPadded * kMidChannels] = {};
  alignas(32) float features_[kFeatures] = {};
  tinytorch::Tensor scores_;
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Fused>(); }

}  // namespace olympics
