#include <algorithm>
#include <memory>
#include <vector>

#include "openblas-pthread/cblas.h"
#include "tinytorch/benchmarking/peers.h"

namespace tinytorch::peers {
namespace {

void AddBias(const float* bias, int64_t rows, int64_t n, bool relu, float* y) {
  for (int64_t r = 0; r < rows; ++r, y += n) {
    for (int64_t i = 0; i < n; ++i) {
      y[i] += bias[i];
      if (relu) y[i] = std::max(y[i], 0.0f);
    }
  }
}

}  // namespace

std::string OpenBlasCore() { return openblas_get_corename(); }

void OpenBlasProduct(const Product& p) {
  openblas_set_num_threads(1);
  cblas_sgemm(CblasRowMajor, CblasNoTrans,
              p.b_transposed ? CblasTrans : CblasNoTrans, static_cast<int>(p.m),
              static_cast<int>(p.n), static_cast<int>(p.k), 1, p.a,
              static_cast<int>(p.k), p.b,
              static_cast<int>(p.b_transposed ? p.k : p.n), 0, p.c,
              static_cast<int>(p.n));
}

Forward OpenBlasMlp(int64_t batch, const MlpWeights& w) {
  auto hidden = std::make_shared<std::vector<float>>(batch * 128);
  return [=](const float* images, float* logits) {
    OpenBlasProduct(
        {batch, 128, 784, /*b_transposed=*/true, images, w.w1, hidden->data()});
    AddBias(w.b1, batch, 128, true, hidden->data());
    OpenBlasProduct({batch, 10, 128, true, hidden->data(), w.w2, logits});
    AddBias(w.b2, batch, 10, false, logits);
  };
}

}  // namespace tinytorch::peers
