#include "tinytorch/acceleration/lowering.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <typeinfo>
#include <utility>

#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/check.h"
#include "tinytorch/spatial/spatial.h"

namespace tinytorch {
namespace {

void Collect(Sequential& model, std::vector<Module*>& layers) {
  for (size_t i = 0; i < model.size(); ++i) {
    if (auto* inner = dynamic_cast<Sequential*>(&model[i])) {
      Collect(*inner, layers);
    } else {
      layers.push_back(&model[i]);
    }
  }
}

template <typename... Layers>
std::shared_ptr<Module> CopyIfOneOf(const Module& layer) {
  std::shared_ptr<Module> copy;
  (
      [&] {
        const auto* one = dynamic_cast<const Layers*>(&layer);
        // Not of a class that derives from it, which would lose its own part.
        if (one != nullptr && typeid(*one) == typeid(Layers)) {
          copy = std::make_shared<Layers>(*one);
        }
      }(),
      ...);
  return copy;
}

// Null where it cannot be copied.
std::shared_ptr<Module> CopyOf(const Module& layer) {
  return CopyIfOneOf<AvgPool2d, BatchNorm2d, Flatten, GELU, Linear, LogSoftmax,
                     MaxPool2d, ReLU, Sigmoid, Softmax, Tanh>(layer);
}

Tensor BiasOf(const Tensor& bias, int64_t outputs) {
  return bias.defined() ? bias.detach().clone() : Tensor::zeros({outputs});
}

// norm(conv(x)) = conv'(x): each output channel is scaled by
// weight / √(var + eps) and shifted.
void Fold(const BatchNorm2d& norm, LoweredLayer& conv) {
  const int64_t per_output = conv.weight.numel() / conv.out_channels;
  for (int64_t o = 0; o < conv.out_channels; ++o) {
    const float scale = norm.weight.data()[o] /
                        std::sqrt(norm.running_var.data()[o] + norm.eps());
    for (int64_t i = 0; i < per_output; ++i) {
      conv.weight.data()[o * per_output + i] *= scale;
    }
    conv.bias.data()[o] =
        (conv.bias.data()[o] - norm.running_mean.data()[o]) * scale +
        norm.bias.data()[o];
  }
}

// Adds `layer` to those that `lowered` was made of.
void Join(const Module& layer, LoweredLayer& lowered) {
  FusedLayer& fused = lowered.fused;
  if (fused.name.empty()) {
    fused.name = layer.name();
    fused.type = layer.type();
    return;
  }
  // Side by side the last part of a name is enough.
  const std::string first = fused.name.substr(0, fused.name.find('+'));
  const std::string parent = first.substr(0, first.rfind('.') + 1);
  const bool beside =
      layer.name().starts_with(parent) &&
      layer.name().find('.', parent.size()) == std::string::npos;
  fused.name += "+" + layer.name().substr(beside ? parent.size() : 0);
  fused.type += "+" + layer.type();
}

// What the numbers of `lowered` come to.
void Describe(LoweredLayer& lowered) {
  if (lowered.kind == LoweredLayer::kOther) return;
  lowered.fused.parameters = lowered.weight.numel() + lowered.bias.numel();
  lowered.fused.output =
      lowered.kind == LoweredLayer::kConv
          ? std::vector<int64_t>{lowered.out_channels, lowered.pooled_height(),
                                 lowered.pooled_width()}
          : std::vector<int64_t>{lowered.out_features};
}

LoweredLayer LowerLinear(const Linear& linear, const LoweredLayer* image) {
  LoweredLayer l;
  l.kind = LoweredLayer::kLinear;
  l.out_features = linear.weight.size(0);
  l.in_features = linear.weight.size(1);
  l.weight = linear.weight.detach().clone();
  if (image != nullptr) {
    // Columns from [c, h, w] to [h, w, c].
    l.weight = l.weight
                   .reshape({l.out_features, image->out_channels,
                             image->pooled_height(), image->pooled_width()})
                   .permute({0, 2, 3, 1})
                   .reshape({l.out_features, l.in_features});
  }
  l.bias = BiasOf(linear.bias, l.out_features);
  return l;
}

}  // namespace

LoweredLayer lower_conv(const Conv2d& conv, int64_t height, int64_t width) {
  const Conv2dOptions& o = conv.options();
  LoweredLayer l;
  l.kind = LoweredLayer::kConv;
  l.weight = conv.weight.detach().permute({0, 2, 3, 1}).contiguous().clone();
  l.bias = BiasOf(conv.bias, o.out_channels());
  l.in_channels = o.in_channels();
  l.in_height = height;
  l.in_width = width;
  l.kernel = o.kernel_size();
  l.stride = o.stride();
  l.padding = o.padding();
  l.groups = o.groups();
  l.out_channels = o.out_channels();
  l.out_height = (height + 2 * l.padding - l.kernel) / l.stride + 1;
  l.out_width = (width + 2 * l.padding - l.kernel) / l.stride + 1;
  return l;
}

void check_examples(const char* who, const Tensor& x, const Shape& input) {
  TT_CHECK(x.dim() == static_cast<int64_t>(input.size()) + 1 &&
           std::equal(input.begin(), input.end(), x.sizes().begin() + 1))
      << who << ": input of shape " << to_string(x.sizes())
      << " for examples of shape " << to_string(input);
}

std::vector<Module*> flat_layers(Sequential& model) {
  std::vector<Module*> layers;
  Collect(model, layers);
  return layers;
}

std::vector<LoweredLayer> lower(Sequential& model, const Shape& input) {
  const NoGradGuard no_grad;
  model.eval();
  const std::vector<Module*> layers = flat_layers(model);
  std::vector<LoweredLayer> lowered;
  // One example goes through the model, for the shapes.
  Shape shape = input;
  shape.insert(shape.begin(), 1);
  Tensor x = Tensor::zeros(shape);
  for (size_t i = 0; i < layers.size(); ++i) {
    Module* layer = layers[i];
    const Shape in = x.sizes();
    x = layer->forward(x);
    LoweredLayer* before = lowered.empty() ? nullptr : &lowered.back();
    const bool after_conv =
        before != nullptr && before->kind == LoweredLayer::kConv;
    const bool after_product =
        after_conv ||
        (before != nullptr && before->kind == LoweredLayer::kLinear);
    if (dynamic_cast<Dropout*>(layer) != nullptr) continue;
    if (const auto* conv = dynamic_cast<Conv2d*>(layer); conv != nullptr) {
      lowered.push_back(lower_conv(*conv, in[2], in[3]));
      lowered.back().source = layer;
      Join(*layer, lowered.back());
      continue;
    }
    if (const auto* norm = dynamic_cast<BatchNorm2d*>(layer);
        norm != nullptr && after_conv && !before->relu && before->pool == 0) {
      Fold(*norm, *before);
      Join(*layer, *before);
      continue;
    }
    if (dynamic_cast<ReLU*>(layer) != nullptr && after_product) {
      before->relu = true;  // the larger of positives is the positive larger
      Join(*layer, *before);
      continue;
    }
    if (const auto* pool = dynamic_cast<MaxPool2d*>(layer);
        pool != nullptr && after_conv && before->pool == 0) {
      before->pool = pool->kernel();
      before->pool_stride = pool->stride();
      Join(*layer, *before);
      continue;
    }
    const bool flatten = dynamic_cast<Flatten*>(layer) != nullptr;
    if (flatten && in.size() == 2) continue;
    Linear* next = flatten && i + 1 < layers.size()
                       ? dynamic_cast<Linear*>(layers[i + 1])
                       : nullptr;
    if (next != nullptr && after_conv) {
      LoweredLayer linear = LowerLinear(*next, before);
      linear.source = next;
      Join(*layer, linear);
      Join(*next, linear);
      lowered.push_back(std::move(linear));
      x = next->forward(x);
      ++i;
      continue;
    }
    if (auto* linear = dynamic_cast<Linear*>(layer);
        linear != nullptr && in.size() == 2) {
      lowered.push_back(LowerLinear(*linear, nullptr));
      lowered.back().source = layer;
      Join(*layer, lowered.back());
      continue;
    }
    LoweredLayer other;
    other.copy = CopyOf(*layer);
    other.source = other.copy != nullptr ? other.copy.get() : layer;
    lowered.push_back(other);
  }
  for (LoweredLayer& l : lowered) Describe(l);
  return lowered;
}

}  // namespace tinytorch
