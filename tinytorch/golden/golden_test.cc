// Every operation against what NumPy and SciPy compute (make_golden.py).
#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tinytorch/activations/activations.h"
#include "tinytorch/attention/attention.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/compression/compression.h"
#include "tinytorch/embeddings/embeddings.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/layers/safetensors.h"
#include "tinytorch/losses/losses.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/quantization/quantization.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/tensor/tensor.h"
#include "tinytorch/training/training.h"
#include "tinytorch/transformers/transformers.h"

namespace tinytorch {
namespace {

const StateDict& Golden() {
  static const StateDict* const golden = [] {
    absl::StatusOr<StateDict> file =
        load_safetensors("tinytorch/golden/golden.safetensors");
    if (!file.ok()) {
      ADD_FAILURE() << file.status();
      return new StateDict();
    }
    return new StateDict(*std::move(file));
  }();
  return *golden;
}

using Tensors = std::vector<Tensor>;
struct Case {
  std::string name;
  std::function<Tensors(const Tensors&)> f;
  // |got - expected| <= tolerance · (1 + |expected|).
  float tolerance = 1e-5f;
};

std::vector<int32_t> Whole(const Tensor& x) {
  const std::vector<float> values = x.to_vector();
  return {values.begin(), values.end()};
}

// p after five steps on f(p) = Σ c p² / 2.
template <typename Optimizer, typename Options>
Tensor Optimized(const Tensors& in, Options options) {
  Tensor p = in[0].clone().set_requires_grad(true);
  Optimizer optimizer({p}, options);
  for (int i = 0; i < 5; ++i) {
    p.zero_grad();
    (p * p * in[1] * 0.5f).sum().backward();
    optimizer.step();
  }
  return p.detach();
}

Tensors Arithmetic(const Tensors& x) {
  return {x[0] + x[1], x[0] - x[1], x[0] * x[1], x[0] / x[1]};
}
Tensors Product(const Tensors& x) { return {matmul(x[0], x[1])}; }

Case Conv(const std::string& name, int64_t stride, int64_t padding,
          int64_t groups) {
  return {"conv2d_" + name,
          [=](const Tensors& x) {
            return Tensors{conv2d(x[0], x[1], x[2], stride, padding, groups)};
          },
          3e-5f};
}

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (const char* shape :
       {"same", "row", "column", "deep", "empty", "scalar"}) {
    cases.push_back({std::string("arithmetic_") + shape, Arithmetic});
  }
  for (const char* shape : {"", "_batched", "_odd", "_no_inner", "_vector"}) {
    cases.push_back({std::string("matmul") + shape, Product});
  }
  const std::vector<Case> more = {
      {"matmul_transposed",
       [](const Tensors& x) {
         return Tensors{matmul(x[0], x[1].transpose(0, 1))};
       }},
      {"reduce",
       [](const Tensors& x) {
         return Tensors{x[0].sum(),         x[0].sum(1), x[0].mean(0),
                        x[0].mean(2, true), x[0].max(1), x[0].max()};
       }},
      {"reduce_transposed",
       [](const Tensors& x) {
         return Tensors{x[0].permute({2, 0, 1}).sum(1)};
       }},
      {"strided",
       [](const Tensors& x) {
         return Tensors{x[0].slice(0, 1, 4, 2)
                            .slice(1, 1, 6, 3)
                            .slice(2, 2, 8)
                            .permute({2, 0, 1})};
       },
       0},
      {"exp_log_sqrt",
       [](const Tensors& x) {
         return Tensors{exp(x[0]), log(x[0]), sqrt(x[0])};
       }},
      {"cat",
       [](const Tensors& x) {
         return Tensors{cat({x[0], x[1]}, 1)};
       },
       0},
      {"activations",
       [](const Tensors& x) {
         return Tensors{sigmoid(x[0]), relu(x[0]), tanh(x[0]), gelu(x[0])};
       }},
      {"softmax",
       [](const Tensors& x) {
         return Tensors{softmax(x[0]), softmax(x[0], 1), log_softmax(x[0]),
                        log_softmax(x[0], 0)};
       }},
      {"softmax_large",
       [](const Tensors& x) {
         return Tensors{softmax(x[0]), log_softmax(x[0])};
       }},
      {"linear",
       [](const Tensors& x) {
         Linear linear(11, 7);
         linear.weight.copy_(x[1]);
         linear.bias.copy_(x[2]);
         return Tensors{linear(x[0])};
       }},
      {"mse_loss",
       [](const Tensors& x) { return Tensors{mse_loss(x[0], x[1])}; }},
      {"cross_entropy",
       [](const Tensors& x) {
         return Tensors{cross_entropy(x[0], Whole(x[1])),
                        cross_entropy(x[0], Whole(x[1]), 0.1f)};
       }},
      {"binary_cross_entropy",
       [](const Tensors& x) {
         return Tensors{binary_cross_entropy(x[0], x[1])};
       }},
      {"gradient_sigmoid",
       [](const Tensors& x) {
         Tensor a = x[0].clone().set_requires_grad(true);
         Tensor b = x[1].clone().set_requires_grad(true);
         sigmoid(matmul(a, b)).sum().backward();
         return Tensors{a.grad(), b.grad()};
       }},
      {"optimizers",
       [](const Tensors& x) {
         const AdamOptions adam = {.lr = 0.1f, .weight_decay = 0.05f};
         return Tensors{Optimized<SGD>(x, SGDOptions{.lr = 0.1f}),
                        Optimized<SGD>(x, SGDOptions{.lr = 0.1f,
                                                     .momentum = 0.9f,
                                                     .weight_decay = 0.01f}),
                        Optimized<Adam>(x, adam), Optimized<AdamW>(x, adam)};
       }},
      {"cosine_schedule",
       [](const Tensors& x) {
         const Schedule schedule = CosineSchedule(0.5f, 0.1f, 15, 4);
         Tensor y = Tensor::empty(x[0].sizes());
         for (int64_t i = 0; i < y.numel(); ++i) y.data()[i] = schedule(i);
         return Tensors{y};
       }},
      Conv("plain", 1, 0, 1),
      Conv("padded", 1, 1, 1),
      Conv("many", 1, 1, 1),
      Conv("strided", 2, 2, 1),
      Conv("depthwise", 1, 1, 4),
      Conv("grouped", 1, 0, 2),
      Conv("one", 1, 0, 1),
      {"pool",
       [](const Tensors& x) {
         return Tensors{max_pool2d(x[0], 3, 2), avg_pool2d(x[0], 3, 1),
                        max_pool2d(x[0].slice(2, 0, 6), 2, 2)};
       }},
      {"batch_norm",
       [](const Tensors& x) {
         BatchNorm2d norm(3);
         norm.weight.copy_(x[1]);
         norm.bias.copy_(x[2]);
         norm.running_mean.copy_(x[3]);
         norm.running_var.copy_(x[4]);
         norm.eval();
         const Tensor evaluated = norm(x[0]);
         norm.train();
         const Tensor trained = norm(x[0]);
         return Tensors{evaluated, trained, norm.running_mean,
                        norm.running_var};
       },
       2e-5f},
      {"embedding",
       [](const Tensors& x) { return Tensors{embedding(x[0], x[1])}; }, 0},
      {"positions",
       [](const Tensors& x) {
         PositionalEncoding p(PositionalEncoding::kSinusoidal, 12, 10);
         return Tensors{p(x[0])};
       }},
      {"attention",
       [](const Tensors& x) {
         return Tensors{
             scaled_dot_product_attention(x[0], x[1], x[2]),
             scaled_dot_product_attention(x[0], x[1], x[2], causal_mask(5, 7))};
       }},
      {"multi_head_attention",
       [](const Tensors& x) {
         MultiHeadAttention a(8, 2, {.causal = true});
         a.in_proj.weight.copy_(x[1]);
         a.in_proj.bias.copy_(x[2]);
         a.out_proj.weight.copy_(x[3]);
         a.out_proj.bias.copy_(x[4]);
         return Tensors{a(x[0])};
       },
       2e-5f},
      {"layer_norm",
       [](const Tensors& x) { return Tensors{layer_norm(x[0], x[1], x[2])}; }},
      {"quantize_per_channel",
       [](const Tensors& x) {
         const QuantizedTensor q = quantize_per_channel(x[0], 0);
         return Tensors{
             Tensor::from({q.values.begin(), q.values.end()}, q.shape),
             Tensor::from(q.scales, {4})};
       }},
      {"svd", [](const Tensors& x) { return Tensors{svd(x[0]).s}; }},
      {"distillation_loss",
       [](const Tensors& x) {
         return Tensors{distillation_loss(x[0], x[1], Whole(x[2]), 3, 0.6f)};
       }},
  };
  cases.insert(cases.end(), more.begin(), more.end());
  return cases;
}

class GoldenTest : public ::testing::TestWithParam<Case> {};

TEST_P(GoldenTest, AgreesWithNumPyAndSciPy) {
  const Case& c = GetParam();
  Tensors inputs;
  while (Golden().contains(c.name + "/" + std::to_string(inputs.size()))) {
    inputs.push_back(Golden().at(c.name + "/" + std::to_string(inputs.size())));
  }
  ASSERT_FALSE(inputs.empty()) << "no such case";
  const Tensors got = c.f(inputs);
  for (size_t k = 0; k < got.size(); ++k) {
    const std::string name =
        c.name + "/out" + (k == 0 ? "" : std::to_string(k));
    ASSERT_TRUE(Golden().contains(name)) << name;
    const Tensor& expected = Golden().at(name);
    ASSERT_EQ(got[k].sizes(), expected.sizes()) << name;
    const std::vector<float> a = got[k].to_vector(), b = expected.to_vector();
    for (size_t i = 0; i < a.size(); ++i) {
      ASSERT_LE(std::fabs(a[i] - b[i]), c.tolerance * (1 + std::fabs(b[i])))
          << name << " at " << i << ": " << a[i] << " instead of " << b[i];
    }
  }
  EXPECT_FALSE(Golden().contains(c.name + "/out" + std::to_string(got.size())))
      << "a result that nothing is compared with";
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenTest, ::testing::ValuesIn(Cases()),
                         [](const auto& info) { return info.param.name; });

TEST(GoldenFileTest, NoCaseOfTheFileIsForgotten) {
  for (const auto& [name, tensor] : Golden()) {
    const std::string stem = name.substr(0, name.find('/'));
    const std::vector<Case> cases = Cases();
    EXPECT_TRUE(std::any_of(cases.begin(), cases.end(), [&](const Case& c) {
      return c.name == stem;
    })) << name;
  }
}

}  // namespace
}  // namespace tinytorch
