#include "tinytorch/acceleration/inference.h"

#include <cstring>
#include <utility>
#include <vector>

#include "tinytorch/acceleration/conv_runner.h"
#include "tinytorch/acceleration/layer_weights.h"
#include "tinytorch/acceleration/lowering.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/tensor/observer.h"

namespace tinytorch {
namespace {

struct Conv {
  ConvRunner<float, float> runner;
  LayerWeights weights;

  // The image in runner.input() to pooled rows of results at `to`.
  void Run(float* to, int64_t to_pitch) {
    runner.Run([&](const float* x,
                   float* y) { weights.ConvRow(x, runner.input_pitch(), y); },
               [&](int64_t y) { return to + y * to_pitch; },
               [](int64_t, const float*) {});
  }
};

class InferenceModel : public Module {
 public:
  InferenceModel(std::vector<LoweredLayer> layers, Shape input)
      : layers_(std::move(layers)), input_(std::move(input)) {
    for (LoweredLayer& l : layers_) {
      if (l.kind == LoweredLayer::kOther) continue;
      LayerWeights weights(l, l.weight.data(), l.bias.data());
      l.fused.parameter_bytes = weights.bytes();
      if (l.kind == LoweredLayer::kConv) {
        convs_.push_back(
            {ConvRunner<float, float>(l, 0.0f), std::move(weights)});
      } else {
        linears_.push_back(std::move(weights));
      }
      l.weight = l.bias = Tensor();  // the packed copy is enough
    }
  }

  Tensor forward(const Tensor& x) override {
    check_examples("optimize_for_inference", x, input_);
    const NoGradGuard no_grad;
    Tensor now = x.contiguous();
    size_t conv = 0, linear = 0;
    for (size_t i = 0; i < layers_.size(); ++i) {
      const LoweredLayer& l = layers_[i];
      if (l.kind == LoweredLayer::kConv) {
        size_t last = i;
        while (last + 1 < layers_.size() &&
               layers_[last + 1].kind == LoweredLayer::kConv) {
          ++last;
        }
        const size_t count = last - i + 1;
        const bool rows = last + 1 < layers_.size() &&
                          layers_[last + 1].kind == LoweredLayer::kLinear;
        now = RunConvs(now, conv, count, rows);
        conv += count;
        i = last;
      } else if (l.kind == LoweredLayer::kLinear) {
        now = RunLinear(now, l, linears_[linear++]);
      } else {
        now = (*l.source)(now).contiguous();
      }
    }
    return now;
  }

 private:
  // `count` convolutions, image by image. Gives [n, h·w·c] for a linear layer
  // to take, else [n, c, h, w].
  Tensor RunConvs(const Tensor& x, size_t first, size_t count, bool rows) {
    Conv* convs = convs_.data() + first;
    const LoweredLayer& in = convs[0].runner.layer();
    const LoweredLayer& out = convs[count - 1].runner.layer();
    const int64_t n = x.size(0);
    const int64_t h = out.pooled_height(), w = out.pooled_width();
    const int64_t c = out.out_channels, size = h * w * c;
    Tensor result =
        rows ? Tensor::empty({n, size}) : Tensor::empty({n, c, h, w});
    Tensor image = rows ? Tensor() : Tensor::empty({size});
    const int64_t in_size = in.inputs_per_example();
    for (int64_t b = 0; b < n; ++b) {
      for (size_t k = 0; k < count; ++k) {
        const FusedScope scope(convs[k].runner.layer().fused, 1);
        if (k == 0) TakeImage(x.data() + b * in_size, convs[0].runner);
        if (k + 1 < count) {
          ConvRunner<float, float>& next = convs[k + 1].runner;
          convs[k].Run(next.input(), next.input_pitch());
          continue;
        }
        float* to = result.data() + b * size;
        convs[k].Run(rows ? to : image.data(), w * c);
        if (!rows) ToChannelsFirst(image.data(), h * w, c, to);
      }
    }
    for (size_t k = 0; k < count; ++k) {
      Observe("conv2d", convs[k].runner.layer(), n);
    }
    return result;
  }

  static void Observe(const char* op, const LoweredLayer& l, int64_t n) {
    if (observer == nullptr) return;
    const FusedScope scope(l.fused, 0);
    const int64_t results = n * l.results_per_example();
    observe_op(
        op, 2 * results * l.depth(),
        4 * (n * l.inputs_per_example() + results + l.outputs() * l.depth()));
  }

  // [c][h][w] into the runner's [h][w][c].
  static void TakeImage(const float* x, ConvRunner<float, float>& runner) {
    const LoweredLayer& l = runner.layer();
    float* to = runner.input();
    for (int64_t c = 0; c < l.in_channels; ++c) {
      for (int64_t y = 0; y < l.in_height; ++y, x += l.in_width) {
        float* row = to + y * runner.input_pitch() + c;
        if (l.in_channels == 1) {
          std::memcpy(row, x, l.in_width * sizeof(float));
          continue;
        }
        for (int64_t i = 0; i < l.in_width; ++i) row[i * l.in_channels] = x[i];
      }
    }
  }

  static Tensor RunLinear(const Tensor& x, const LoweredLayer& l,
                          const LayerWeights& weights) {
    const int64_t n = x.size(0);
    const FusedScope scope(l.fused, n);
    Tensor y = Tensor::empty({n, l.out_features});
    weights.Rows(x.data(), n, y.data());
    Observe("linear", l, n);
    return y;
  }

  std::vector<LoweredLayer> layers_;
  Shape input_;
  std::vector<Conv> convs_;
  std::vector<LayerWeights> linears_;
};

}  // namespace

std::unique_ptr<Module> optimize_for_inference(Sequential& model,
                                               const Shape& input) {
  auto fast = std::make_unique<InferenceModel>(lower(model, input), input);
  fast->eval();
  return fast;
}

}  // namespace tinytorch
