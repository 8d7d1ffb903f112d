#include "tinytorch/quantization/engine.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "tinytorch/acceleration/rows.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/check.h"
#include "tinytorch/tensor/observer.h"

namespace tinytorch {
namespace {

// Σ (q - zero_point) w = Σ q w - zero_point · Σ w, the last of which is known.
LayerWeightsInt8 Pack(const LoweredLayer& l, const QuantizedWeights& n) {
  const int64_t outputs = l.outputs(), depth = l.depth();
  std::vector<int32_t> bias(outputs, 0);
  for (int64_t o = 0; o < outputs; ++o) {
    for (int64_t i = 0; i < depth; ++i) {
      bias[o] -= n.input.zero_point * n.weight.values[o * depth + i];
    }
  }
  return LayerWeightsInt8(l, n.weight.values.data(), bias.data());
}

}  // namespace

QuantizedEngine::QuantizedEngine(std::vector<LoweredLayer> layers, Shape input,
                                 std::vector<QuantizedWeights> numbers)
    : layers_(std::move(layers)),
      input_(std::move(input)),
      numbers_(std::move(numbers)) {
  size_t at = 0;
  for (size_t i = 0; i < layers_.size(); ++i) {
    LoweredLayer& l = layers_[i];
    l.weight = l.bias = Tensor();
    if (l.kind == LoweredLayer::kOther) continue;
    const QuantizedWeights& n = numbers_[at++];
    const int64_t outputs = l.outputs();
    TT_CHECK(static_cast<int64_t>(n.weight.values.size()) ==
                 outputs * l.depth() &&
             static_cast<int64_t>(n.weight.scales.size()) == outputs &&
             static_cast<int64_t>(n.bias.size()) == outputs)
        << "QuantizedEngine: weights of layer " << i;
    Product p{.layer = l, .weights = Pack(l, n), .input = n.input};
    // A convolution's results go to a product; a linear layer's never back to
    // images.
    p.finish.bytes =
        i + 1 < layers_.size() && layers_[i + 1].kind != LoweredLayer::kOther;
    const float next_scale = p.finish.bytes ? numbers_[at].input.scale : 1.0f;
    const float next_zero =
        p.finish.bytes ? static_cast<float>(numbers_[at].input.zero_point) : 0;
    for (int64_t o = 0; o < outputs; ++o) {
      p.finish.factor.push_back(n.input.scale * n.weight.scales[o] /
                                next_scale);
      p.finish.offset.push_back(n.bias[o] / next_scale + next_zero);
    }
    p.finish.low = l.relu           ? next_zero
                   : p.finish.bytes ? 0.0f
                                    : -std::numeric_limits<float>::infinity();
    if (l.kind == LoweredLayer::kConv) {
      p.runner.emplace(l, static_cast<uint8_t>(n.input.zero_point));
      p.sums.resize(p.runner->row_size());
    } else {
      p.sums.resize(outputs);
    }
    p.layer.fused.parameter_bytes = BytesOf(p);
    p.layer.fused.value_bytes = p.finish.bytes ? 1 : 4;
    products_.push_back(std::move(p));
  }
  for (QuantizedWeights& n : numbers_) {
    std::vector<int8_t>().swap(n.weight.values);
  }
}

std::vector<QuantizedWeights> QuantizedEngine::Numbers() const {
  std::vector<QuantizedWeights> numbers = numbers_;
  for (size_t i = 0; i < numbers.size(); ++i) {
    numbers[i].weight.values = products_[i].weights.Unpack();
  }
  return numbers;
}

int64_t QuantizedEngine::BytesOf(const Product& p) {
  return p.weights.bytes() +
         static_cast<int64_t>(2 * p.finish.factor.size() * sizeof(float));
}

int64_t QuantizedEngine::bytes() const {
  int64_t total = 0;
  for (const Product& p : products_) total += BytesOf(p);
  return total;
}

int64_t QuantizedEngine::parameters() const {
  int64_t total = 0;
  for (const Product& p : products_) {
    total += p.layer.outputs() * (p.layer.depth() + 1);
  }
  return total;
}

const char* QuantizedEngine::target() const {
  return products_.empty() ? "none" : products_[0].weights.target();
}

void QuantizedEngine::FinishRow(const Product& p, const int32_t* sums,
                                int64_t pixels, uint8_t* to) const {
  RequantizeRow(sums, pixels, p.layer.outputs(), p.finish.factor.data(),
                p.finish.offset.data(), p.finish.low, to);
}

void QuantizedEngine::FinishRow(const Product& p, const int32_t* sums,
                                int64_t pixels, float* to) const {
  DequantizeRow(sums, pixels, p.layer.outputs(), p.finish.factor.data(),
                p.finish.offset.data(), p.finish.low, to);
}

// The image in the runner to finished rows at `to`, `pitch` apart.
template <typename T>
void QuantizedEngine::RunConv(Product& conv, T* to, int64_t pitch) {
  const LoweredLayer& l = conv.layer;
  ConvRunner<uint8_t, int32_t>& runner = *conv.runner;
  runner.Run(
      [&](const uint8_t* x, int32_t* y) {
        conv.weights.ConvRow(x, runner.input_pitch(), y);
      },
      [&](int64_t) { return conv.sums.data(); },
      [&](int64_t y, const int32_t* sums) {
        FinishRow(conv, sums, l.pooled_width(), to + y * pitch);
      });
}

Tensor QuantizedEngine::Forward(const Tensor& x) {
  check_examples("quantized model", x, input_);
  const NoGradGuard no_grad;
  Tensor now = x.contiguous();
  size_t product = 0;
  for (size_t i = 0; i < layers_.size();) {
    if (layers_[i].kind == LoweredLayer::kOther) {
      now = (*layers_[i++].source)(now).contiguous();
      continue;
    }
    const size_t first = product;
    while (i < layers_.size() && layers_[i].kind != LoweredLayer::kOther) {
      ++i, ++product;
    }
    now = Run(now, first, product);
  }
  return now;
}

Tensor QuantizedEngine::Run(const Tensor& x, size_t first, size_t last) {
  const int64_t n = x.size(0);
  size_t linear = first;  // where the convolutions end
  while (linear < last && products_[linear].layer.kind == LoweredLayer::kConv) {
    ++linear;
  }
  int which = 0;
  const auto reserve = [&](int64_t count) {
    Block<uint8_t>& rows = rows_[which];
    const size_t size = count + LayerWeightsInt8::kSlack;
    if (rows.size() < size) rows.resize(size);
    return rows.data();
  };
  Product& start = products_[first];
  const float inverse = 1.0f / start.input.scale;
  const float zero = static_cast<float>(start.input.zero_point);
  const LoweredLayer& end = products_[last - 1].layer;
  Tensor result;
  if (linear > first) {
    const LoweredLayer& in = start.layer;
    const LoweredLayer& out = products_[linear - 1].layer;
    const int64_t h = out.pooled_height(), w = out.pooled_width();
    const int64_t c = out.out_channels, size = h * w * c;
    const int64_t plane = in.in_height * in.in_width;
    const bool to_rows = linear < last;
    uint8_t* bytes = to_rows ? reserve(n * size) : nullptr;
    Tensor image;
    if (!to_rows) {
      result = Tensor::empty({n, c, h, w});
      image = Tensor::empty({size});
    }
    Block<uint8_t>& line = rows_[1];
    if (static_cast<int64_t>(line.size()) < in.in_width) {
      line.resize(in.in_width);
    }
    // [c][h][w] into the first runner's [h][w][c].
    const auto take = [&](const float* from) {
      for (int64_t k = 0; k < in.in_channels; ++k) {
        for (int64_t y = 0; y < in.in_height; ++y, from += in.in_width) {
          uint8_t* to =
              start.runner->input() + y * start.runner->input_pitch() + k;
          if (in.in_channels == 1) {
            QuantizeRow(from, in.in_width, inverse, zero, to);
            continue;
          }
          QuantizeRow(from, in.in_width, inverse, zero, line.data());
          for (int64_t i = 0; i < in.in_width; ++i) {
            to[i * in.in_channels] = line[i];
          }
        }
      }
    };
    for (int64_t b = 0; b < n; ++b) {
      for (size_t k = first; k < linear; ++k) {
        const FusedScope scope(products_[k].layer.fused, 1);
        if (k == first) take(x.data() + b * in.in_channels * plane);
        if (k + 1 < linear) {
          ConvRunner<uint8_t, int32_t>& next = *products_[k + 1].runner;
          RunConv(products_[k], next.input(), next.input_pitch());
        } else if (to_rows) {
          RunConv(products_[k], bytes + b * size, w * c);
        } else {
          RunConv(products_[k], image.data(), w * c);
          ToChannelsFirst(image.data(), h * w, c, result.data() + b * size);
        }
      }
    }
  } else {
    const FusedScope scope(start.layer.fused, 0);
    QuantizeRow(x.data(), x.numel(), inverse, zero, reserve(x.numel()));
  }
  for (size_t k = linear; k < last; ++k) {
    Product& p = products_[k];
    const FusedScope scope(p.layer.fused, n);
    const uint8_t* from = rows_[which].data();
    which = 1 - which;
    const int64_t outputs = p.layer.out_features;
    uint8_t* bytes = p.finish.bytes ? reserve(n * outputs) : nullptr;
    if (!p.finish.bytes) result = Tensor::empty({n, end.out_features});
    // A few examples at a time, so that their sums stay in the nearest cache.
    constexpr int64_t kExamples = 14;
    if (static_cast<int64_t>(p.sums.size()) < kExamples * outputs) {
      p.sums.resize(kExamples * outputs);
    }
    for (int64_t b = 0; b < n; b += kExamples) {
      const int64_t count = std::min(kExamples, n - b);
      p.weights.Rows(from + b * p.layer.in_features, count, p.sums.data());
      if (p.finish.bytes) {
        FinishRow(p, p.sums.data(), count, bytes + b * outputs);
      } else {
        FinishRow(p, p.sums.data(), count, result.data() + b * outputs);
      }
    }
  }
  for (size_t k = first; observer != nullptr && k < last; ++k) {
    const LoweredLayer& l = products_[k].layer;
    const FusedScope scope(l.fused, 0);
    const int64_t results = n * l.results_per_example();
    observe_op(
        l.kind == LoweredLayer::kConv ? "quantized conv2d" : "quantized linear",
        2 * results * l.depth(),
        n * l.inputs_per_example() + results + products_[k].weights.bytes());
  }
  return result;
}

}  // namespace tinytorch
