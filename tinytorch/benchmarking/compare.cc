// TinyTorch beside OpenBLAS, oneDNN and Eigen, on one thread, in one run:
//
//   bazel run -c opt //tinytorch/benchmarking:compare [-- OPENBLAS_CORE]
//
// Every line is one library; `ratio` is how many times faster than TinyTorch's
// line above it. All run in turns, so that the machine's moods hit all of them.
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "tinytorch/acceleration/cpu.h"
#include "tinytorch/acceleration/gemm.h"
#include "tinytorch/acceleration/inference.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/benchmarking/benchmarking.h"
#include "tinytorch/benchmarking/peers.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/quantization/quantization.h"
#include "tinytorch/spatial/spatial.h"

namespace tinytorch {
namespace {

void Check(const std::string& who, const std::vector<float>& got,
           const std::vector<float>& expected) {
  for (size_t i = 0; i < expected.size(); ++i) {
    if (!(std::fabs(got[i] - expected[i]) <=
          1e-3f * (1 + std::fabs(expected[i])))) {
      std::fprintf(stderr,
                   "compare: %s gives %f at %zu, TinyTorch %f: the comparison "
                   "would mean nothing\n",
                   who.c_str(), got[i], i, expected[i]);
      std::exit(1);
    }
  }
}

void CompareProducts(bool peers_avx512) {
  struct Shape3 {
    int64_t m, n, k;
    bool transposed;
  };
  for (const Shape3& s : std::vector<Shape3>{{256, 256, 256, false},
                                             {512, 512, 512, false},
                                             {1024, 1024, 1024, false},
                                             {1, 128, 784, true},
                                             {64, 128, 784, true},
                                             {64, 10, 128, true}}) {
    const Tensor a = Tensor::randn({s.m, s.k}), b = Tensor::randn({s.k, s.n});
    std::vector<float> ours(s.m * s.n), theirs(s.m * s.n);
    const peers::Product p = {s.m,      s.n,      s.k,          s.transposed,
                              a.data(), b.data(), theirs.data()};
    BenchmarkSuite suite;
    const double flops = 2.0 * static_cast<double>(s.m * s.n * s.k);
    const auto gemm = [&] {
      Gemm(s.m, s.n, s.k, {a.data(), s.k, 1},
           {b.data(), s.transposed ? 1 : s.n, s.transposed ? s.k : 1},
           ours.data(), s.n);
    };
    gemm();
    suite.add("TinyTorch", gemm, flops);
    const auto add = [&](const std::string& name,
                         void (*product)(const peers::Product&)) {
      product(p);
      Check(name, theirs, ours);
      suite.add(
          name, [&p, product] { product(p); }, flops);
    };
    add("OpenBLAS " + peers::OpenBlasCore(), peers::OpenBlasProduct);
    add("oneDNN", peers::OneDnnProduct);
    if (peers_avx512) add("Eigen", peers::EigenProduct);
    const auto results = suite.run();
    std::printf("\nSGEMM %ld x %ld x %ld%s, items are FLOPs\n%s",
                static_cast<long>(s.m), static_cast<long>(s.n),
                static_cast<long>(s.k), s.transposed ? ", B transposed" : "",
                to_table(results).c_str());
    std::fflush(stdout);
  }
}

struct Candidate {
  std::string name;
  peers::Forward forward;
};

void CompareModels(bool peers_avx512) {
  manual_seed(1);
  Sequential mlp, cnn;
  mlp.add<Flatten>().add<Linear>(784, 128).add<ReLU>().add<Linear>(128, 10);
  cnn.add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1)).add<ReLU>();
  cnn.add<MaxPool2d>(2);
  cnn.add<Conv2d>(Conv2dOptions(16, 32, 3).padding(1)).add<ReLU>();
  cnn.add<MaxPool2d>(2).add<Flatten>().add<Linear>(32 * 49, 10);
  const Tensor calibration = Tensor::rand({256, 1, 28, 28});
  for (const bool is_cnn : {false, true}) {
    Sequential& model = is_cnn ? cnn : mlp;
    StateDict w = model.state_dict();
    const auto at = [&](const char* name) { return w.at(name).data(); };
    const auto fast = optimize_for_inference(model, {1, 28, 28});
    const auto small = quantize_static(model, calibration);
    for (const int64_t batch : {1, 64}) {
      const Tensor x = Tensor::rand({batch, 1, 28, 28});
      std::vector<Candidate> others;
      const auto add = [&](std::string name, peers::Forward forward) {
        others.push_back({std::move(name), std::move(forward)});
      };
      std::vector<Candidate> others_int8;
      if (is_cnn) {
        const peers::CnnWeights cw = {at("0.weight"), at("0.bias"),
                                      at("3.weight"), at("3.bias"),
                                      at("7.weight"), at("7.bias")};
        add("oneDNN", peers::OneDnnCnn(batch, cw, false));
        others_int8.push_back(
            {"oneDNN int8", peers::OneDnnCnn(batch, cw, true)});
      } else {
        const peers::MlpWeights mw = {at("1.weight"), at("1.bias"),
                                      at("3.weight"), at("3.bias")};
        add("oneDNN", peers::OneDnnMlp(batch, mw, false));
        add("OpenBLAS", peers::OpenBlasMlp(batch, mw));
        if (peers_avx512) add("Eigen", peers::EigenMlp(batch, mw));
        others_int8.push_back(
            {"oneDNN int8", peers::OneDnnMlp(batch, mw, true)});
      }
      std::vector<float> logits(batch * 10);
      const std::vector<float> expected = (*fast)(x).to_vector();
      for (const Candidate& c : others) {
        c.forward(x.data(), logits.data());
        Check(c.name, logits, expected);
      }
      BenchmarkSuite suite;
      suite.add("TinyTorch, optimized", *fast, x);
      suite.add("TinyTorch, layer by layer", model, x);
      suite.add(std::string("TinyTorch int8 (") + small->target() + ")", *small,
                x);
      for (auto* list : {&others, &others_int8}) {
        for (const Candidate& c : *list) {
          suite.add(
              c.name, [&] { c.forward(x.data(), logits.data()); },
              static_cast<double>(batch));
        }
      }
      std::printf(
          "\n%s, batch %ld, items are inferences\n%s",
          is_cnn ? "CNN conv16-pool-conv32-pool-fc on 28x28" : "MLP 784-128-10",
          static_cast<long>(batch), to_table(suite.run()).c_str());
      std::fflush(stdout);
    }
  }
}

}  // namespace
}  // namespace tinytorch

int main(int argc, char** argv) {
  using tinytorch::Target;
  const bool avx512 = tinytorch::target() >= Target::kAvx512;
  // oneDNN's threads are read when it is loaded; an OpenBLAS older than the
  // processor falls back to AVX2 kernels unless it is told of better ones.
  constexpr char kStarted[] = "TINYTORCH_COMPARE_STARTED";
  if (std::getenv(kStarted) == nullptr) {
    setenv(kStarted, "1", 1);
    setenv("OMP_NUM_THREADS", "1", 1);
    setenv("OPENBLAS_NUM_THREADS", "1", 1);
    if (argc > 1 || avx512) {
      setenv("OPENBLAS_CORETYPE", argc > 1 ? argv[1] : "SkylakeX", 1);
    }
    execv("/proc/self/exe", argv);
    std::perror("compare: cannot start again on one thread");
    return 1;
  }
  std::printf("TinyTorch on %s, OpenBLAS on %s, one thread\n",
              tinytorch::target_name(tinytorch::target()),
              tinytorch::peers::OpenBlasCore().c_str());
  tinytorch::CompareProducts(avx512);
  tinytorch::CompareModels(avx512);
  return 0;
}
