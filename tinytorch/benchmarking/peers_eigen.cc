#include <memory>

#include "eigen3/Eigen/Core"
#include "tinytorch/benchmarking/peers.h"

namespace tinytorch::peers {
namespace {

using Matrix =
    Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Map = Eigen::Map<Matrix>;
using ConstMap = Eigen::Map<const Matrix>;
using ConstRow = Eigen::Map<const Eigen::RowVectorXf>;

}  // namespace

void EigenProduct(const Product& p) {
  const ConstMap a(p.a, p.m, p.k);
  Map c(p.c, p.m, p.n);
  if (p.b_transposed) {
    c.noalias() = a * ConstMap(p.b, p.n, p.k).transpose();
  } else {
    c.noalias() = a * ConstMap(p.b, p.k, p.n);
  }
}

Forward EigenMlp(int64_t batch, const MlpWeights& w) {
  auto hidden = std::make_shared<Matrix>(batch, 128);
  return [=](const float* images, float* logits) {
    const ConstMap x(images, batch, 784);
    Map y(logits, batch, 10);
    hidden->noalias() = x * ConstMap(w.w1, 128, 784).transpose();
    hidden->rowwise() += ConstRow(w.b1, 128);
    *hidden = hidden->cwiseMax(0.0f);
    y.noalias() = *hidden * ConstMap(w.w2, 10, 128).transpose();
    y.rowwise() += ConstRow(w.b2, 10);
  };
}

}  // namespace tinytorch::peers
