#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tinytorch/acceleration/lowering.h"
#include "tinytorch/activations/activations.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/compression/compression.h"
#include "tinytorch/spatial/spatial.h"

namespace tinytorch {
namespace {

using Channels = std::vector<int64_t>;

Channels All(int64_t n) {
  Channels all(n);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

// The output channels that stay, in order: of each of `blocks` equal blocks of
// them the strongest.
Channels Strongest(const Tensor& weight, float amount, int64_t blocks) {
  const int64_t n = weight.size(0), size = n / blocks;
  const int64_t inputs = weight.numel() / n;
  const Tensor w = weight.detach().contiguous();
  std::vector<float> norm(n, 0.0f);
  for (int64_t i = 0; i < w.numel(); ++i) {
    norm[i / inputs] += std::fabs(w.data()[i]);
  }
  const int64_t gone = static_cast<int64_t>(
      std::floor(static_cast<double>(amount) * static_cast<double>(size)));
  const int64_t stay = std::max<int64_t>(1, size - gone);
  Channels kept;
  for (int64_t first = 0; first < n; first += size) {
    Channels order(size);
    std::iota(order.begin(), order.end(), first);
    std::stable_sort(order.begin(), order.end(),
                     [&](int64_t a, int64_t b) { return norm[a] > norm[b]; });
    kept.insert(kept.end(), order.begin(), order.begin() + stay);
  }
  std::sort(kept.begin(), kept.end());
  return kept;
}

// Those numbers of a row of them that are kept.
void Take(const Tensor& from, const Channels& kept, Tensor& to) {
  const Tensor all = from.detach().contiguous();
  for (size_t i = 0; i < kept.size(); ++i) {
    to.data()[i] = all.data()[kept[i]];
  }
}

// Rows `out` and, of each, the `area` numbers that belong to each of the
// columns `in`. Rows and columns may be of `groups` that do not meet.
void Take(const Tensor& from, const Channels& out, const Channels& in,
          int64_t groups, int64_t area, Tensor& to) {
  const Tensor all = from.detach().contiguous();
  const int64_t group_out = all.size(0) / groups;
  const int64_t group_in = all.numel() / all.size(0) / area;
  float* at = to.data();
  for (const int64_t o : out) {
    const int64_t group = o / group_out;
    for (const int64_t c : in) {
      if (c / group_in != group) continue;
      at = std::copy_n(
          all.data() + (o * group_in + c - group * group_in) * area, area, at);
    }
  }
}

// Each group reads one channel: as many groups as channels go in.
bool IsDepthwise(const Conv2dOptions& o) {
  return o.groups() > 1 && o.groups() == o.in_channels();
}

class Pruner {
 public:
  Pruner(Sequential& model, float amount)
      : layers_(flat_layers(model)), amount_(amount) {
    for (const Module* layer : layers_) {
      if (dynamic_cast<const Conv2d*>(layer) != nullptr ||
          dynamic_cast<const Linear*>(layer) != nullptr) {
        last_ = layer;
      }
    }
  }

  absl::StatusOr<std::unique_ptr<Sequential>> Run(const Shape& input) {
    Shape shape = input;
    shape.insert(shape.begin(), 1);
    Tensor x = Tensor::zeros(shape);  // one example, for the shapes
    kept_ = All(shape[1]);
    for (size_t i = 0; i < layers_.size(); ++i) {
      const Shape in = x.sizes();
      x = layers_[i]->forward(x);
      if (absl::Status status = Add(i, in); !status.ok()) return status;
    }
    return std::move(thin_);
  }

 private:
  absl::Status Add(size_t i, const Shape& in) {
    Module* layer = layers_[i];
    if (auto* conv = dynamic_cast<Conv2d*>(layer)) return AddConv(i, *conv);
    if (auto* linear = dynamic_cast<Linear*>(layer)) {
      AddLinear(*linear);
    } else if (auto* norm = dynamic_cast<BatchNorm2d*>(layer)) {
      AddNorm(*norm);
    } else if (dynamic_cast<Flatten*>(layer) != nullptr) {
      AddFlatten(in);
    } else if (auto* pool = dynamic_cast<MaxPool2d*>(layer)) {
      thin_->add<MaxPool2d>(pool->kernel(), pool->stride());
    } else if (auto* average = dynamic_cast<AvgPool2d*>(layer)) {
      thin_->add<AvgPool2d>(average->kernel(), average->stride());
    } else if (auto* drop = dynamic_cast<Dropout*>(layer)) {
      thin_->add<Dropout>(drop->p());
    } else if (dynamic_cast<ReLU*>(layer) != nullptr) {
      thin_->add<ReLU>();
    } else if (dynamic_cast<GELU*>(layer) != nullptr) {
      thin_->add<GELU>();
    } else if (dynamic_cast<Tanh*>(layer) != nullptr) {
      thin_->add<Tanh>();
    } else if (dynamic_cast<Sigmoid*>(layer) != nullptr) {
      thin_->add<Sigmoid>();
    } else {
      return absl::InvalidArgumentError(absl::StrCat(
          "prune_channels: layer \"", layer->name(), "\" is a ", layer->type(),
          ", which it does not know; prune the layers before it alone"));
    }
    return absl::OkStatus();
  }

  // In how many equal blocks of its `outputs` channels layer i has to lose
  // channels alike, for the groups of the convolutions after it.
  absl::StatusOr<int64_t> Blocks(size_t i, int64_t outputs, int64_t groups) {
    for (size_t k = i + 1; k < layers_.size(); ++k) {
      if (dynamic_cast<Linear*>(layers_[k]) != nullptr) break;
      const auto* conv = dynamic_cast<Conv2d*>(layers_[k]);
      if (conv == nullptr) continue;
      const Conv2dOptions& o = conv->options();
      if (!IsDepthwise(o)) {
        if (outputs % o.groups() != 0) {
          return absl::InvalidArgumentError(absl::StrCat(
              "prune_channels: the ", o.groups(), " groups of layer \"",
              conv->name(), "\" divide the ", outputs, " channels of layer \"",
              layers_[i]->name(),
              "\" in the middle; choose groups that divide them evenly"));
        }
        return std::lcm(groups, o.groups());
      }
      // Whose outputs are the answers: all of them stay.
      if (conv == last_) return outputs;
    }
    return groups;
  }

  absl::Status AddConv(size_t i, const Conv2d& conv) {
    const Conv2dOptions& o = conv.options();
    const bool depthwise = IsDepthwise(o);
    Channels out;
    if (&conv == last_) {
      out = All(o.out_channels());
    } else if (depthwise) {
      const int64_t each = o.out_channels() / o.in_channels();
      for (const int64_t c : kept_) {
        for (int64_t k = 0; k < each; ++k) out.push_back(c * each + k);
      }
    } else {
      const absl::StatusOr<int64_t> blocks =
          Blocks(i, o.out_channels(), o.groups());
      if (!blocks.ok()) return blocks.status();
      out = Strongest(conv.weight, amount_, *blocks);
    }
    const int64_t inputs = static_cast<int64_t>(kept_.size());
    auto small = std::make_unique<Conv2d>(
        Conv2dOptions(inputs, static_cast<int64_t>(out.size()), o.kernel_size())
            .stride(o.stride())
            .padding(o.padding())
            .groups(depthwise ? inputs : o.groups())
            .bias(o.bias()));
    Take(conv.weight, out, kept_, o.groups(), o.kernel_size() * o.kernel_size(),
         small->weight);
    if (o.bias()) Take(conv.bias, out, small->bias);
    thin_->add(std::move(small));
    kept_ = std::move(out);
    return absl::OkStatus();
  }

  void AddLinear(const Linear& linear) {
    const int64_t outputs = linear.weight.size(0);
    Channels out = &linear == last_
                       ? All(outputs)
                       : Strongest(linear.weight, amount_, /*blocks=*/1);
    const bool bias = linear.bias.defined();
    auto small =
        std::make_unique<Linear>(static_cast<int64_t>(kept_.size()),
                                 static_cast<int64_t>(out.size()), bias);
    Take(linear.weight, out, kept_, /*groups=*/1, /*area=*/1, small->weight);
    if (bias) Take(linear.bias, out, small->bias);
    thin_->add(std::move(small));
    kept_ = std::move(out);
  }

  void AddNorm(const BatchNorm2d& norm) {
    auto small = std::make_unique<BatchNorm2d>(
        static_cast<int64_t>(kept_.size()), norm.eps());
    Take(norm.weight, kept_, small->weight);
    Take(norm.bias, kept_, small->bias);
    Take(norm.running_mean, kept_, small->running_mean);
    Take(norm.running_var, kept_, small->running_var);
    thin_->add(std::move(small));
  }

  // Each channel becomes a run of features.
  void AddFlatten(const Shape& in) {
    int64_t area = 1;
    for (size_t i = 2; i < in.size(); ++i) area *= in[i];
    Channels features;
    for (const int64_t c : kept_) {
      for (int64_t i = 0; i < area; ++i) features.push_back(c * area + i);
    }
    kept_ = std::move(features);
    thin_->add<Flatten>();
  }

  const std::vector<Module*> layers_;
  const float amount_;
  const Module* last_ = nullptr;  // whose outputs are the answers
  std::unique_ptr<Sequential> thin_ = std::make_unique<Sequential>();
  Channels kept_;  // of axis 1, in the thin model
};

}  // namespace

absl::StatusOr<std::unique_ptr<Sequential>> prune_channels(Sequential& model,
                                                           const Shape& input,
                                                           float amount) {
  if (!(amount >= 0 && amount < 1)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "prune_channels: the amount ", amount,
        " is no share of channels: it must be at least 0 and below 1"));
  }
  if (input.empty()) {
    return absl::InvalidArgumentError(
        "prune_channels: the shape of an example, such as {1, 28, 28}, is "
        "missing");
  }
  const NoGradGuard no_grad;
  const bool training = model.is_training();
  model.eval();
  absl::StatusOr<std::unique_ptr<Sequential>> thin =
      Pruner(model, amount).Run(input);
  model.train(training);
  if (thin.ok()) (*thin)->train(training);
  return thin;
}

}  // namespace tinytorch
