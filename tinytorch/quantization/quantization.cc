#include "tinytorch/quantization/quantization.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/check.h"
#include "tinytorch/quantization/engine.h"

namespace tinytorch {
namespace {

// A usable number in place of NaN and infinity.
float Finite(float x) {
  constexpr float kMost = std::numeric_limits<float>::max();
  return std::isnan(x) ? 0.0f : std::clamp(x, -kMost, kMost);
}

int8_t Rounded(float x) {
  return static_cast<int8_t>(std::lround(std::clamp(x, -127.0f, 127.0f)));
}

float SymmetricScale(float largest) {
  return largest > 0
             ? std::max(largest / 127.0f, std::numeric_limits<float>::min())
             : 1.0f;
}

QuantizedWeights QuantizedOf(const LoweredLayer& l, QuantParams input) {
  return {quantize_per_channel(l.weight, 0), l.bias.to_vector(), input};
}

// The numbers under "i.weight", "i.scale", "i.bias" and "i.input" (scale and
// zero point), as tensors of floats.
void AddState(const QuantizedWeights& n, const std::string& prefix,
              StateDict& state) {
  state[prefix + "weight"] = Tensor::from(
      std::vector<float>(n.weight.values.begin(), n.weight.values.end()),
      n.weight.shape);
  const int64_t outputs = static_cast<int64_t>(n.bias.size());
  state[prefix + "scale"] = Tensor::from(n.weight.scales, {outputs});
  state[prefix + "bias"] = Tensor::from(n.bias, {outputs});
  state[prefix + "input"] = Tensor::from(
      {n.input.scale, static_cast<float>(n.input.zero_point)}, {2});
}

bool Positive(float x) { return x > 0 && std::isfinite(x); }

absl::StatusOr<QuantizedWeights> FromState(const StateDict& state,
                                           const std::string& prefix,
                                           const Shape& shape) {
  const auto get = [&](const char* name,
                       const Shape& expected) -> absl::StatusOr<Tensor> {
    const auto found = state.find(prefix + name);
    if (found == state.end()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the quantized weights have no tensor named \"", prefix, name, "\""));
    }
    if (found->second.sizes() != expected) {
      return absl::InvalidArgumentError(
          absl::StrCat("the quantized weights' \"", prefix, name,
                       "\" has shape ", to_string(found->second.sizes()),
                       " instead of ", to_string(expected)));
    }
    return found->second.contiguous();
  };
  const auto wrong = [&](const char* what) {
    return absl::InvalidArgumentError(
        absl::StrCat("the quantized weights' \"", prefix, what));
  };
  const Shape outputs = {shape[0]};
  const absl::StatusOr<Tensor> weight = get("weight", shape);
  if (!weight.ok()) return weight.status();
  const absl::StatusOr<Tensor> scale = get("scale", outputs);
  if (!scale.ok()) return scale.status();
  const absl::StatusOr<Tensor> bias = get("bias", outputs);
  if (!bias.ok()) return bias.status();
  const absl::StatusOr<Tensor> input = get("input", {2});
  if (!input.ok()) return input.status();
  QuantizedWeights n;
  n.weight.shape = shape;
  n.weight.axis = 0;
  for (const float w : weight->to_vector()) {
    if (!(w >= -128 && w <= 127 && w == std::floor(w))) {
      return wrong("weight\" holds a number that is not of 8 bits");
    }
    n.weight.values.push_back(static_cast<int8_t>(w));
  }
  n.weight.scales = scale->to_vector();
  n.bias = bias->to_vector();
  n.input.scale = input->data()[0];
  const float zero = input->data()[1];
  if (!Positive(n.input.scale) ||
      !std::all_of(n.weight.scales.begin(), n.weight.scales.end(), Positive)) {
    return wrong("scale\" or \"input\" is not positive");
  }
  if (!(zero >= 0 && zero <= 255 && zero == std::floor(zero))) {
    return wrong("input\" has a zero point outside of 0..255");
  }
  n.input.zero_point = static_cast<int32_t>(zero);
  return n;
}

}  // namespace

// --- Numbers -----------------------------------------------------------------

QuantParams choose_quant_params(float low, float high) {
  low = std::min(Finite(low), 0.0f);
  high = std::max(Finite(high), 0.0f);
  if (low == high) return {};
  const double scale =
      std::max((static_cast<double>(high) - low) / 255.0,
               static_cast<double>(std::numeric_limits<float>::min()));
  return {
      static_cast<float>(scale),
      static_cast<int32_t>(std::clamp(std::round(-low / scale), 0.0, 255.0))};
}

QuantizedTensor quantize_per_channel(const Tensor& x, int64_t axis) {
  TT_CHECK(axis >= -x.dim() && axis < x.dim())
      << "quantize_per_channel: axis " << axis << " of a tensor of shape "
      << to_string(x.sizes());
  QuantizedTensor q;
  q.shape = x.sizes();
  q.axis = axis < 0 ? axis + x.dim() : axis;
  // The axis in front, so that each channel's values lie together.
  const int64_t channels = x.size(q.axis);
  int64_t inner = 1;
  for (int64_t i = q.axis + 1; i < x.dim(); ++i) inner *= x.size(i);
  const Tensor in = x.detach().contiguous();
  std::vector<float> largest(channels, 0.0f);
  for (int64_t i = 0; i < in.numel(); ++i) {
    float& most = largest[i / inner % channels];
    most = std::max(most, std::fabs(Finite(in.data()[i])));
  }
  for (const float most : largest) q.scales.push_back(SymmetricScale(most));
  q.values.resize(in.numel());
  for (int64_t i = 0; i < in.numel(); ++i) {
    q.values[i] =
        Rounded(Finite(in.data()[i]) / q.scales[i / inner % channels]);
  }
  return q;
}

QuantizedTensor quantize_per_tensor(const Tensor& x) {
  QuantizedTensor q = quantize_per_channel(x.reshape({1, x.numel()}), 0);
  q.shape = x.sizes();
  q.axis = -1;
  return q;
}

Tensor dequantize(const QuantizedTensor& q) {
  Tensor x = Tensor::empty(q.shape);
  int64_t inner = 1;
  if (q.axis >= 0) {
    for (size_t i = q.axis + 1; i < q.shape.size(); ++i) inner *= q.shape[i];
  }
  const int64_t scales = static_cast<int64_t>(q.scales.size());
  for (int64_t i = 0; i < x.numel(); ++i) {
    const int64_t channel = q.axis < 0 ? 0 : i / inner % scales;
    x.data()[i] = static_cast<float>(q.values[i]) * q.scales[channel];
  }
  return x;
}

void RangeObserver::observe(const Tensor& x) {
  const Tensor in = x.detach().contiguous();
  for (int64_t i = 0; i < in.numel(); ++i) {
    const float v = Finite(in.data()[i]);
    low_ = std::min(low_, v);
    high_ = std::max(high_, v);
    if (clipped_ > 0) values_.push_back(v);
  }
}

QuantParams RangeObserver::params() const {
  if (clipped_ <= 0 || values_.empty()) return choose_quant_params(low_, high_);
  std::vector<float> values = values_;
  const auto quantile = [&](double share) {
    const size_t at =
        static_cast<size_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(),
                     values.begin() + static_cast<ptrdiff_t>(at), values.end());
    return values[at];
  };
  const float low = quantile(clipped_);
  return choose_quant_params(low, quantile(1.0 - clipped_));
}

// --- Models ------------------------------------------------------------------

QuantizedModel::QuantizedModel(std::unique_ptr<QuantizedEngine> engine)
    : engine_(std::move(engine)) {
  eval();
}

void QuantizedModel::CollectState(const std::string& prefix,
                                  StateDict& state) const {
  const std::vector<QuantizedWeights> numbers = engine_->Numbers();
  for (size_t i = 0; i < numbers.size(); ++i) {
    AddState(numbers[i], absl::StrCat(prefix, i, "."), state);
  }
}

absl::Status QuantizedModel::load_state_dict(const StateDict&) {
  return absl::FailedPreconditionError(
      "a quantized model takes no other weights; load_quantized() makes one "
      "from them");
}

QuantizedModel::~QuantizedModel() = default;
Tensor QuantizedModel::forward(const Tensor& x) { return engine_->Forward(x); }
int64_t QuantizedModel::bytes() const { return engine_->bytes(); }
const char* QuantizedModel::target() const { return engine_->target(); }

std::unique_ptr<QuantizedModel> quantize_static(Sequential& model,
                                                const Tensor& calibration,
                                                float clipped) {
  TT_CHECK(calibration.dim() >= 2 && calibration.size(0) > 0)
      << "quantize_static: calibration of shape "
      << to_string(calibration.sizes());
  const NoGradGuard no_grad;
  const Shape input(calibration.sizes().begin() + 1, calibration.sizes().end());
  std::vector<LoweredLayer> layers = lower(model, input);
  // The parameters of a layer's input are those of what the unfused layers
  // before it give.
  std::map<const Module*, RangeObserver> ranges;
  for (const LoweredLayer& l : layers) {
    if (l.kind != LoweredLayer::kOther) {
      ranges.emplace(l.source, RangeObserver(clipped));
    }
  }
  constexpr int64_t kBatch = 64;
  const std::vector<Module*> flat = flat_layers(model);
  for (int64_t at = 0; at < calibration.size(0); at += kBatch) {
    Tensor x = calibration.slice(0, at, at + kBatch);
    for (Module* layer : flat) {
      const auto range = ranges.find(layer);
      if (range != ranges.end()) range->second.observe(x);
      x = layer->forward(x);
    }
  }
  std::vector<QuantizedWeights> numbers;
  for (const LoweredLayer& l : layers) {
    if (l.kind == LoweredLayer::kOther) continue;
    numbers.push_back(QuantizedOf(l, ranges.at(l.source).params()));
  }
  return std::unique_ptr<QuantizedModel>(
      new QuantizedModel(std::make_unique<QuantizedEngine>(
          std::move(layers), input, std::move(numbers))));
}

absl::StatusOr<std::unique_ptr<QuantizedModel>> load_quantized(
    Sequential& model, const Shape& input, const StateDict& state) {
  std::vector<LoweredLayer> layers = lower(model, input);
  std::vector<QuantizedWeights> numbers;
  for (const LoweredLayer& l : layers) {
    if (l.kind == LoweredLayer::kOther) continue;
    absl::StatusOr<QuantizedWeights> n = FromState(
        state, std::to_string(numbers.size()) + ".", l.weight.sizes());
    if (!n.ok()) return n.status();
    numbers.push_back(*std::move(n));
  }
  if (state.size() != 4 * numbers.size()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the quantized weights have ", state.size(), " tensors, the model's ",
        numbers.size(), " layers take ", 4 * numbers.size()));
  }
  return std::unique_ptr<QuantizedModel>(
      new QuantizedModel(std::make_unique<QuantizedEngine>(
          std::move(layers), input, std::move(numbers))));
}

// --- Layers ------------------------------------------------------------------

QuantizedLinear::QuantizedLinear(const Linear& linear, QuantParams input) {
  LoweredLayer l;
  l.kind = LoweredLayer::kLinear;
  l.weight = linear.weight.detach();
  l.out_features = l.weight.size(0);
  l.in_features = l.weight.size(1);
  l.bias = linear.bias.defined() ? linear.bias.detach()
                                 : Tensor::zeros({l.out_features});
  const Shape shape = {l.in_features};
  std::vector<QuantizedWeights> numbers = {QuantizedOf(l, input)};
  engine_ = std::make_unique<QuantizedEngine>(std::vector<LoweredLayer>{l},
                                              shape, std::move(numbers));
}
QuantizedLinear::~QuantizedLinear() = default;
Tensor QuantizedLinear::forward(const Tensor& x) { return engine_->Forward(x); }
int64_t QuantizedLinear::bytes() const { return engine_->bytes(); }
int64_t QuantizedLinear::own_parameters() const {
  return engine_->parameters();
}

QuantizedConv2d::QuantizedConv2d(const Conv2d& conv, QuantParams input,
                                 int64_t height, int64_t width) {
  // The layer alone, lowered.
  const Shape shape = {conv.options().in_channels(), height, width};
  std::vector<LoweredLayer> layers = {lower_conv(conv, height, width)};
  std::vector<QuantizedWeights> numbers = {QuantizedOf(layers[0], input)};
  engine_ = std::make_unique<QuantizedEngine>(std::move(layers), shape,
                                              std::move(numbers));
}
QuantizedConv2d::~QuantizedConv2d() = default;
Tensor QuantizedConv2d::forward(const Tensor& x) { return engine_->Forward(x); }
int64_t QuantizedConv2d::bytes() const { return engine_->bytes(); }
int64_t QuantizedConv2d::own_parameters() const {
  return engine_->parameters();
}

}  // namespace tinytorch
