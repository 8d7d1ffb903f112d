#include "tinytorch/compression/compression.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/check.h"
#include "tinytorch/losses/losses.h"
#include "tinytorch/tensor/observer.h"

namespace tinytorch {
namespace {

int64_t Zeros(const Tensor& x) {
  const Tensor in = x.detach().contiguous();
  return std::count(in.data(), in.data() + in.numel(), 0.0f);
}

// The weights that pruning looks at.
std::vector<Tensor> Weights(const Module& model) {
  std::vector<Tensor> weights;
  for (const Tensor& p : model.parameters()) {
    if (p.dim() >= 2) weights.push_back(p.detach());
  }
  return weights;
}

}  // namespace

float sparsity(const Tensor& x) {
  return x.numel() == 0
             ? 0
             : static_cast<float>(Zeros(x)) / static_cast<float>(x.numel());
}

float sparsity(const Module& model) {
  int64_t zeros = 0, all = 0;
  for (const Tensor& w : Weights(model)) {
    zeros += Zeros(w);
    all += w.numel();
  }
  return all == 0 ? 0 : static_cast<float>(zeros) / static_cast<float>(all);
}

// --- Unstructured pruning ----------------------------------------------------

MagnitudePruner::MagnitudePruner(Module& model, float amount) {
  TT_CHECK(amount >= 0 && amount <= 1) << "prune: amount " << amount;
  // NaN counts as the largest: it is not small.
  const auto magnitude = [](float w) {
    return std::isnan(w) ? std::numeric_limits<float>::infinity()
                         : std::fabs(w);
  };
  std::vector<float> all;
  all.reserve(model.num_parameters());
  for (const Tensor& w : Weights(model)) {
    for (int64_t i = 0; i < w.numel(); ++i) {
      all.push_back(magnitude(w.data()[i]));
    }
    masks_.emplace_back(w, Tensor::ones(w.sizes()));
  }
  const size_t count = static_cast<size_t>(std::lround(
      static_cast<double>(amount) * static_cast<double>(all.size())));
  if (count == 0) return;
  const auto last = all.begin() + static_cast<ptrdiff_t>(count - 1);
  std::nth_element(all.begin(), last, all.end());
  const float largest = *last;  // of those that go
  // Of several as large the first go, on every machine the same.
  size_t as_large = count;
  for (auto at = all.begin(); at <= last; ++at) as_large -= *at < largest;
  for (auto& [weight, mask] : masks_) {
    for (int64_t i = 0; i < weight.numel(); ++i) {
      const float m = magnitude(weight.data()[i]);
      if (m < largest || (m == largest && as_large > 0)) mask.data()[i] = 0;
      if (m == largest && as_large > 0) --as_large;
    }
  }
  apply();
}

void MagnitudePruner::apply() {
  for (auto& [weight, mask] : masks_) {
    for (int64_t i = 0; i < weight.numel(); ++i) {
      if (mask.data()[i] == 0) weight.data()[i] = 0;
    }
  }
}

void magnitude_prune(Module& model, float amount) {
  MagnitudePruner(model, amount);
}

SparseLinear::SparseLinear(const Linear& linear)
    : in_(linear.weight.size(1)), out_(linear.weight.size(0)) {
  const Tensor w = linear.weight.detach().contiguous();
  row_start_.push_back(0);
  for (int64_t o = 0; o < out_; ++o) {
    for (int64_t i = 0; i < in_; ++i) {
      const float value = w.data()[o * in_ + i];
      if (value == 0) continue;
      column_.push_back(static_cast<int32_t>(i));
      values_.push_back(value);
    }
    row_start_.push_back(static_cast<int64_t>(values_.size()));
  }
  if (linear.bias.defined()) bias_ = linear.bias.to_vector();
  eval();
}

Tensor SparseLinear::forward(const Tensor& x) {
  TT_CHECK(x.dim() >= 1 && x.size(-1) == in_)
      << "SparseLinear: input of shape " << to_string(x.sizes())
      << " for weights of shape " << to_string({out_, in_});
  const Tensor in = x.detach().contiguous();
  Shape shape = x.sizes();
  shape.back() = out_;
  Tensor out = Tensor::empty(shape);
  const int64_t rows = in.numel() / in_;
  for (int64_t r = 0; r < rows; ++r) {
    const float* from = in.data() + r * in_;
    for (int64_t o = 0; o < out_; ++o) {
      float sum = bias_.empty() ? 0.0f : bias_[o];
      for (int64_t k = row_start_[o]; k < row_start_[o + 1]; ++k) {
        sum += values_[k] * from[column_[k]];
      }
      out.data()[r * out_ + o] = sum;
    }
  }
  observe_op("sparse linear", 2 * rows * nonzeros(),
             4 * (in.numel() + out.numel()) + bytes());
  return out;
}

int64_t SparseLinear::bytes() const {
  return static_cast<int64_t>(row_start_.size() * sizeof(int64_t) +
                              column_.size() * sizeof(int32_t) +
                              (values_.size() + bias_.size()) * sizeof(float));
}

// --- Low rank ----------------------------------------------------------------

SVD svd(const Tensor& a) {
  TT_CHECK(a.dim() == 2) << "svd: of a tensor of shape "
                         << to_string(a.sizes());
  if (a.size(0) < a.size(1)) {
    SVD t = svd(a.transpose(0, 1));
    return {t.v, t.s, t.u};
  }
  const int64_t m = a.size(0), n = a.size(1);
  // Columns of a, turned pair by pair until all are at right angles: then they
  // are u · diag(s), and the turns together are v.
  std::vector<std::vector<double>> columns(n, std::vector<double>(m));
  std::vector<std::vector<double>> turns(n, std::vector<double>(n, 0.0));
  for (int64_t j = 0; j < n; ++j) {
    for (int64_t i = 0; i < m; ++i) columns[j][i] = a.at({i, j});
    turns[j][j] = 1;
  }
  const auto dot = [](const auto& x, const auto& y) {
    return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
  };
  constexpr double kRightAngle = 1e-12;
  constexpr int kMostSweeps = 60;
  bool turned = true;
  for (int sweep = 0; turned && sweep < kMostSweeps; ++sweep) {
    turned = false;
    for (int64_t p = 0; p < n; ++p) {
      for (int64_t q = p + 1; q < n; ++q) {
        const double pp = dot(columns[p], columns[p]);
        const double qq = dot(columns[q], columns[q]);
        const double pq = dot(columns[p], columns[q]);
        if (!(std::fabs(pq) > kRightAngle * std::sqrt(pp * qq))) continue;
        turned = true;
        const double z = (qq - pp) / (2 * pq);
        const double t =
            (z >= 0 ? 1 : -1) / (std::fabs(z) + std::sqrt(1 + z * z));
        const double c = 1 / std::sqrt(1 + t * t), s = c * t;
        for (auto* matrix : {&columns, &turns}) {
          std::vector<double>& x = (*matrix)[p];
          std::vector<double>& y = (*matrix)[q];
          for (size_t i = 0; i < x.size(); ++i) {
            const double before = x[i];
            x[i] = c * before - s * y[i];
            y[i] = s * before + c * y[i];
          }
        }
      }
    }
  }
  std::vector<double> length(n);
  for (int64_t j = 0; j < n; ++j) {
    length[j] = std::sqrt(dot(columns[j], columns[j]));
  }
  std::vector<int64_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int64_t x, int64_t y) { return length[x] > length[y]; });
  SVD result = {Tensor::zeros({m, n}), Tensor::zeros({n}),
                Tensor::zeros({n, n})};
  for (int64_t k = 0; k < n; ++k) {
    const int64_t j = order[k];
    result.s.data()[k] = static_cast<float>(length[j]);
    for (int64_t i = 0; i < m && length[j] > 0; ++i) {
      result.u.data()[i * n + k] =
          static_cast<float>(columns[j][i] / length[j]);
    }
    for (int64_t i = 0; i < n; ++i) {
      result.v.data()[i * n + k] = static_cast<float>(turns[j][i]);
    }
  }
  return result;
}

std::unique_ptr<Sequential> low_rank(const Linear& linear, int64_t rank) {
  const int64_t out = linear.weight.size(0), in = linear.weight.size(1);
  TT_CHECK(rank > 0 && rank <= std::min(in, out))
      << "low_rank: rank " << rank << " of a weight of shape "
      << to_string(linear.weight.sizes());
  const NoGradGuard no_grad;
  const SVD parts = svd(linear.weight.detach());
  const bool bias = linear.bias.defined();
  auto two = std::make_unique<Sequential>();
  auto first = std::make_unique<Linear>(in, rank, false);
  auto second = std::make_unique<Linear>(rank, out, bias);
  // √s to either side, so that both have weights of one size.
  const Tensor root = sqrt(parts.s.slice(0, 0, rank));
  first->weight.detach().copy_(
      (parts.v.slice(1, 0, rank) * root).transpose(0, 1).contiguous());
  second->weight.detach().copy_(parts.u.slice(1, 0, rank) * root);
  if (bias) second->bias.detach().copy_(linear.bias.detach());
  two->add(std::move(first)).add(std::move(second));
  return two;
}

// --- Knowledge distillation --------------------------------------------------

Tensor distillation_loss(const Tensor& student_logits,
                         const Tensor& teacher_logits,
                         absl::Span<const int32_t> labels, float temperature,
                         float alpha) {
  TT_CHECK(student_logits.sizes() == teacher_logits.sizes())
      << "distillation_loss: student " << to_string(student_logits.sizes())
      << " and teacher " << to_string(teacher_logits.sizes());
  TT_CHECK(temperature > 0 && alpha >= 0 && alpha <= 1)
      << "distillation_loss: temperature " << temperature << ", alpha "
      << alpha;
  const Tensor soft = softmax(teacher_logits.detach() / temperature);
  return cross_entropy(student_logits / temperature, soft) *
             (alpha * temperature * temperature) +
         cross_entropy(student_logits, labels) * (1 - alpha);
}

void distill(Module& student, Module& teacher, const DataLoader& loader,
             Optimizer& optimizer, const DistillOptions& options) {
  const bool student_mode = student.is_training();
  const bool teacher_mode = teacher.is_training();
  student.train();
  teacher.eval();
  int64_t step = 0;
  for (int64_t epoch = 0; epoch < options.epochs; ++epoch) {
    double sum = 0;
    for (const Batch& batch : loader.epoch(epoch)) {
      Tensor answers;
      {
        const NoGradGuard no_grad;
        answers = teacher(batch.images);
      }
      if (options.schedule) optimizer.set_lr(options.schedule(step));
      optimizer.zero_grad();
      Tensor loss =
          distillation_loss(student(batch.images), answers, batch.labels,
                            options.temperature, options.alpha);
      loss.backward();
      optimizer.step();
      sum += loss.item();
      ++step;
    }
    if (options.on_epoch) {
      options.on_epoch(epoch, static_cast<float>(
                                  sum / static_cast<double>(loader.batches())));
    }
  }
  student.train(student_mode);
  teacher.train(teacher_mode);
}

}  // namespace tinytorch
