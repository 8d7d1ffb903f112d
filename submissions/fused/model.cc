// conv5x5/2-relu-conv3x3/2-relu-fc64-relu-fc10 for one image at a time,
// channels last, each layer one fused kernel. See README.md.
#include "grader/contract/model.h"

#include <cstring>
#include <memory>

#include "tinytorch/acceleration/simd.h"

namespace olympics {
namespace {

// Sixteen floats; the compiler splits it to what the machine has.
typedef float Vec __attribute__((vector_size(64)));

// Vectors are passed by reference: how one travels by value differs between the
// instruction sets that TT_SIMD compiles for.
__attribute__((always_inline)) inline Vec Relu(const Vec& x) {
  return x > 0 ? x : Vec{};
}

// --- Layer 1: [28, 28] to [14, 14, 16], 5x5, stride 2
// -------------------------

constexpr int kIn = 28, kPadded = kIn + 4;       // 2 zeros on each side
constexpr int kMid = 14, kMidPadded = kMid + 2;  // 1 zero on each side
constexpr int kOut = 7;
constexpr int kFeatures = kOut * kOut * 32, kHidden = 64;

// Seven pixels of a row at a time: 7 sums, one weight, one broadcast.
TT_SIMD void Conv1(const float* image, const Vec* weight, const Vec& bias,
                   Vec* out) {
  alignas(64) float padded[kPadded * kPadded];
  std::memset(padded, 0, sizeof(padded));
  for (int y = 0; y < kIn; ++y) {
    std::memcpy(padded + (y + 2) * kPadded + 2, image + y * kIn,
                kIn * sizeof(float));
  }
  for (int y = 0; y < kMid; ++y) {
    for (int x = 0; x < kMid; x += 7) {
      Vec s0 = bias, s1 = bias, s2 = bias, s3 = bias, s4 = bias, s5 = bias,
          s6 = bias;
      for (int i = 0; i < 5; ++i) {
        const float* row = padded + (2 * y + i) * kPadded + 2 * x;
        for (int j = 0; j < 5; ++j) {
          const Vec w = weight[i * 5 + j];
          s0 += w * row[j];
          s1 += w * row[j + 2];
          s2 += w * row[j + 4];
          s3 += w * row[j + 6];
          s4 += w * row[j + 8];
          s5 += w * row[j + 10];
          s6 += w * row[j + 12];
        }
      }
      // Rows and columns of the next layer's padding stay zero around these.
      Vec* to = out + (y + 1) * kMidPadded + x + 1;
      to[0] = Relu(s0);
      to[1] = Relu(s1);
      to[2] = Relu(s2);
      to[3] = Relu(s3);
      to[4] = Relu(s4);
      to[5] = Relu(s5);
      to[6] = Relu(s6);
    }
  }
}

// --- Layer 2: [14, 14, 16] to [7, 7, 32], 3x3, stride 2
// -----------------------

// One row of seven pixels by 16 of the 32 channels at a time. `half` is which.
TT_SIMD void Conv2(const Vec* in, const Vec* weight, const Vec* bias,
                   Vec* out) {
  for (int y = 0; y < kOut; ++y) {
    for (int half = 0; half < 2; ++half) {
      const Vec b = bias[half];
      Vec s0 = b, s1 = b, s2 = b, s3 = b, s4 = b, s5 = b, s6 = b;
      const Vec* w = weight + half * 9 * 16;
      for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
          const float* pixel =
              reinterpret_cast<const float*>(in + (2 * y + i) * kMidPadded + j);
          for (int c = 0; c < 16; ++c, ++w) {
            s0 += *w * pixel[c];
            s1 += *w * pixel[c + 32];
            s2 += *w * pixel[c + 64];
            s3 += *w * pixel[c + 96];
            s4 += *w * pixel[c + 128];
            s5 += *w * pixel[c + 160];
            s6 += *w * pixel[c + 192];
          }
        }
      }
      Vec* to = out + y * kOut * 2 + half;
      to[0] = Relu(s0);
      to[2] = Relu(s1);
      to[4] = Relu(s2);
      to[6] = Relu(s3);
      to[8] = Relu(s4);
      to[10] = Relu(s5);
      to[12] = Relu(s6);
    }
  }
}

// --- Layers 3 and 4: 1568 to 64 to 10
// ------------------------------------------

// Four vectors hold the 64 sums; two sets of them hide the latency.
TT_SIMD void Dense(const float* in, const Vec* weight, const Vec* bias,
                   const Vec* last_weight, const Vec& last_bias,
                   float* scores) {
  Vec a0 = bias[0], a1 = bias[1], a2 = bias[2], a3 = bias[3];
  Vec b0{}, b1{}, b2{}, b3{};
  for (int k = 0; k < kFeatures; k += 2, weight += 8) {
    const float x = in[k], y = in[k + 1];
    a0 += weight[0] * x;
    a1 += weight[1] * x;
    a2 += weight[2] * x;
    a3 += weight[3] * x;
    b0 += weight[4] * y;
    b1 += weight[5] * y;
    b2 += weight[6] * y;
    b3 += weight[7] * y;
  }
  Vec hidden[4] = {Relu(a0 + b0), Relu(a1 + b1), Relu(a2 + b2), Relu(a3 + b3)};
  const float* h = reinterpret_cast<const float*>(hidden);
  Vec s0 = last_bias, s1{}, s2{}, s3{};
  for (int k = 0; k < kHidden; k += 4) {
    s0 += last_weight[k] * h[k];
    s1 += last_weight[k + 1] * h[k + 1];
    s2 += last_weight[k + 2] * h[k + 2];
    s3 += last_weight[k + 3] * h[k + 3];
  }
  const Vec sum = (s0 + s1) + (s2 + s3);
  std::memcpy(scores, &sum, 10 * sizeof(float));
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
    // [o][tap] to [tap][o]
    const float* w = at("0.weight");
    for (int o = 0; o < 16; ++o) {
      for (int t = 0; t < 25; ++t) conv1_[t][o] = w[o * 25 + t];
      conv1_bias_[o] = at("0.bias")[o];
    }
    // [o][c][tap] to [half][tap][c][o in half]
    w = at("2.weight");
    for (int o = 0; o < 32; ++o) {
      for (int c = 0; c < 16; ++c) {
        for (int t = 0; t < 9; ++t) {
          conv2_[((o / 16) * 9 + t) * 16 + c][o % 16] = w[(o * 16 + c) * 9 + t];
        }
      }
      conv2_bias_[o / 16][o % 16] = at("2.bias")[o];
    }
    // [o][c][pixel] to [pixel][c][o]: the features come channels last here.
    w = at("5.weight");
    for (int o = 0; o < kHidden; ++o) {
      for (int c = 0; c < 32; ++c) {
        for (int p = 0; p < kOut * kOut; ++p) {
          dense_[(p * 32 + c) * 4 + o / 16][o % 16] =
              w[o * kFeatures + c * kOut * kOut + p];
        }
      }
      dense_bias_[o / 16][o % 16] = at("5.bias")[o];
    }
    w = at("7.weight");
    for (int o = 0; o < 10; ++o) {
      for (int k = 0; k < kHidden; ++k) last_[k][o] = w[o * kHidden + k];
      last_bias_[o] = at("7.bias")[o];
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
      Dense(reinterpret_cast<const float*>(features_), dense_, dense_bias_,
            last_, last_bias_, scores_.data() + i * 10);
    }
    return scores_;
  }

 private:
  Vec conv1_[25] = {}, conv1_bias_ = {};
  Vec conv2_[2 * 9 * 16] = {}, conv2_bias_[2] = {};
  Vec dense_[kFeatures * 4] = {}, dense_bias_[4] = {};
  Vec last_[kHidden] = {}, last_bias_ = {};
  Vec mid_[kMidPadded * kMidPadded] = {};  // its border stays zero
  Vec features_[kOut * kOut * 2] = {};
  tinytorch::Tensor scores_;
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Fused>(); }

}  // namespace olympics
