#include "tinytorch/tensor/tensor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>

#include "tinytorch/acceleration/gemm.h"
#include "tinytorch/acceleration/simd.h"
#include "tinytorch/base/check.h"
#include "tinytorch/tensor/elementwise.h"
#include "tinytorch/tensor/memory.h"
#include "tinytorch/tensor/observer.h"

namespace tinytorch {
namespace {

thread_local bool grad_enabled = true;

std::shared_ptr<TensorImpl> NewImpl() {
  return std::allocate_shared<TensorImpl>(BlockAllocator<TensorImpl>());
}

int64_t Product(const Shape& shape) {
  int64_t n = 1;
  for (const int64_t s : shape) n *= s;
  return n;
}

Shape RowMajor(const Shape& sizes) {
  Shape strides(sizes.size());
  int64_t step = 1;
  for (size_t i = sizes.size(); i-- > 0;) {
    strides[i] = step;
    step *= sizes[i];
  }
  return strides;
}

// Ends the program, naming `op`, unless 63 bits hold the bytes of every part of
// a tensor of this shape. An axis of size 0 excuses nothing: strides are
// counted of the other axes all the same.
void CheckSizes(const char* op, const Shape& shape) {
  constexpr int64_t kMost =
      std::numeric_limits<int64_t>::max() / int64_t{sizeof(float)};
  int64_t extent = 1;
  for (const int64_t s : shape) {
    TT_CHECK(s >= 0) << op << ": negative size in shape " << to_string(shape);
    if (s == 0) continue;
    TT_CHECK(extent <= kMost / s)
        << op << ": a tensor of shape " << to_string(shape)
        << " has more elements than can be counted";
    extent *= s;
  }
}

int64_t Axis(const char* op, const Tensor& x, int64_t axis) {
  const int64_t wrapped = axis < 0 ? axis + x.dim() : axis;
  TT_CHECK(wrapped >= 0 && wrapped < x.dim())
      << op << ": axis " << axis << " of a tensor of shape "
      << to_string(x.sizes());
  return wrapped;
}

Tensor View(const Tensor& of, Shape sizes, Shape strides, int64_t offset) {
  std::shared_ptr<TensorImpl> impl = NewImpl();
  impl->storage = of.impl()->storage;
  impl->offset = offset;
  impl->numel = Product(sizes);
  impl->sizes = std::move(sizes);
  impl->strides = std::move(strides);
  return Tensor(std::move(impl));
}

// Calls f(row offsets..., length, inner strides...) over the last axis of a
// shape, for several tensors walked in step.
template <size_t N, typename F>
void ForEachRow(const Shape& sizes, const std::array<const Shape*, N>& strides,
                F f) {
  const int64_t rank = static_cast<int64_t>(sizes.size());
  for (const int64_t s : sizes) {
    if (s == 0) return;
  }
  const int64_t length = rank == 0 ? 1 : sizes[rank - 1];
  std::array<int64_t, N> inner{}, at{};
  for (size_t t = 0; t < N; ++t) {
    inner[t] = rank == 0 ? 1 : (*strides[t])[rank - 1];
  }
  Shape index(std::max<int64_t>(rank - 1, 0), 0);
  while (true) {
    f(at, length, inner);
    int64_t axis = rank - 2;
    for (; axis >= 0; --axis) {
      ++index[axis];
      for (size_t t = 0; t < N; ++t) at[t] += (*strides[t])[axis];
      if (index[axis] < sizes[axis]) break;
      for (size_t t = 0; t < N; ++t) {
        at[t] -= (*strides[t])[axis] * sizes[axis];
      }
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}

// Strides that make a tensor look like `shape`: 0 along repeated axes.
Shape BroadcastStrides(const Tensor& x, const Shape& shape) {
  Shape strides(shape.size(), 0);
  const int64_t lead = static_cast<int64_t>(shape.size()) - x.dim();
  for (int64_t i = 0; i < x.dim(); ++i) {
    strides[lead + i] = x.sizes()[i] == 1 ? 0 : x.strides()[i];
  }
  return strides;
}

enum class Op { kAdd, kSub, kMul, kDiv };

template <Op op>
inline float Apply(float a, float b) {
  if constexpr (op == Op::kAdd) return a + b;
  if constexpr (op == Op::kSub) return a - b;
  if constexpr (op == Op::kMul) return a * b;
  return a / b;
}

// The three ways that rows meet in practice, each a loop that vectorises.
#define TT_BINARY_ROW(NAME, OP)                                             \
  TT_SIMD void NAME(const float* a, int64_t as, const float* b, int64_t bs, \
                    float* out, int64_t n) {                                \
    if (as == 1 && bs == 1) {                                               \
      for (int64_t i = 0; i < n; ++i) out[i] = Apply<OP>(a[i], b[i]);       \
    } else if (as == 1 && bs == 0) {                                        \
      const float y = *b;                                                   \
      for (int64_t i = 0; i < n; ++i) out[i] = Apply<OP>(a[i], y);          \
    } else {                                                                \
      for (int64_t i = 0; i < n; ++i) {                                     \
        out[i] = Apply<OP>(a[i * as], b[i * bs]);                           \
      }                                                                     \
    }                                                                       \
  }
TT_BINARY_ROW(AddRow, Op::kAdd)
TT_BINARY_ROW(SubRow, Op::kSub)
TT_BINARY_ROW(MulRow, Op::kMul)
TT_BINARY_ROW(DivRow, Op::kDiv)
#undef TT_BINARY_ROW

using BinaryRow = void (*)(const float*, int64_t, const float*, int64_t, float*,
                           int64_t);

Tensor Binary(const char* name, BinaryRow row, const Tensor& a,
              const Tensor& b) {
  if (a.sizes() == b.sizes() && a.is_contiguous() && b.is_contiguous()) {
    Tensor out = Tensor::empty(a.sizes());
    row(a.data(), 1, b.data(), 1, out.data(), out.numel());
    observe_op(name, out.numel(), 12 * out.numel());
    return out;
  }
  const Shape shape = broadcast_shape(name, a.sizes(), b.sizes());
  Tensor out = Tensor::empty(shape);
  const Shape as = BroadcastStrides(a, shape), bs = BroadcastStrides(b, shape);
  const float* ap = a.data();
  const float* bp = b.data();
  float* op = out.data();
  ForEachRow<3>(shape, {&as, &bs, &out.strides()},
                [&](const auto& at, int64_t n, const auto& inner) {
                  row(ap + at[0], inner[0], bp + at[1], inner[1], op + at[2],
                      n);
                });
  observe_op(name, out.numel(), 4 * (a.numel() + b.numel() + out.numel()));
  return out;
}

Shape Without(const Shape& shape, int64_t axis, bool keepdim) {
  Shape result = shape;
  if (keepdim) {
    result[axis] = 1;
  } else {
    result.erase(result.begin() + axis);
  }
  return result;
}

// A contiguous tensor seen as outer × size(axis) × inner.
struct Split {
  int64_t outer = 1, size = 1, inner = 1;
};
Split SplitAt(const Shape& shape, int64_t axis) {
  Split split;
  for (int64_t i = 0; i < static_cast<int64_t>(shape.size()); ++i) {
    (i < axis ? split.outer : i == axis ? split.size : split.inner) *= shape[i];
  }
  return split;
}

TT_SIMD void AddTo(float* to, const float* from, int64_t n) {
  for (int64_t i = 0; i < n; ++i) to[i] += from[i];
}

float SumOf(const float* x, int64_t n) {
  // Pairs of pairs: the error grows with log n, not with n.
  if (n <= 64) {
    float s = 0;
    for (int64_t i = 0; i < n; ++i) s += x[i];
    return s;
  }
  return SumOf(x, n / 2) + SumOf(x + n / 2, n - n / 2);
}

Tensor SumAxis(const Tensor& x, int64_t axis, bool keepdim) {
  const Tensor in = x.contiguous();
  const Split s = SplitAt(x.sizes(), axis);
  Tensor out = Tensor::zeros(Without(x.sizes(), axis, keepdim));
  observe_op("sum", x.numel(), 4 * (x.numel() + out.numel()));
  const float* from = in.data();
  float* to = out.data();
  for (int64_t o = 0; o < s.outer; ++o) {
    const float* block = from + o * s.size * s.inner;
    if (s.inner == 1) {
      to[o] = SumOf(block, s.size);
      continue;
    }
    for (int64_t k = 0; k < s.size; ++k) {
      AddTo(to + o * s.inner, block + k * s.inner, s.inner);
    }
  }
  return out;
}

bool Larger(float candidate, float best) {
  return candidate > best || (std::isnan(candidate) && !std::isnan(best));
}

std::vector<int64_t> ArgmaxAxis(const char* op, const Tensor& in,
                                const Split& s) {
  TT_CHECK(s.size > 0) << op << ": no values along an axis of size 0 of shape "
                       << to_string(in.sizes());
  std::vector<int64_t> best(s.outer * s.inner, 0);
  const float* x = in.data();
  for (int64_t o = 0; o < s.outer; ++o) {
    for (int64_t i = 0; i < s.inner; ++i) {
      const float* column = x + o * s.size * s.inner + i;
      int64_t& b = best[o * s.inner + i];
      for (int64_t k = 1; k < s.size; ++k) {
        if (Larger(column[k * s.inner], column[b * s.inner])) b = k;
      }
    }
  }
  return best;
}

Tensor Product2d(const Tensor& a, const Tensor& b) {
  Tensor out = Tensor::empty({a.size(0), b.size(1)});
  Gemm(a.size(0), b.size(1), a.size(1),
       {a.data(), a.strides()[0], a.strides()[1]},
       {b.data(), b.strides()[0], b.strides()[1]}, out.data(), b.size(1));
  observe_op("matmul", 2 * out.numel() * a.size(1),
             4 * (a.numel() + b.numel() + out.numel()));
  return out;
}

// Both operands have at least two axes.
Tensor ProductNd(const Tensor& a, const Tensor& b) {
  const auto fail = [&] {
    return "matmul: shapes " + to_string(a.sizes()) + " and " +
           to_string(b.sizes()) + " do not fit";
  };
  TT_CHECK(a.size(-1) == b.size(-2)) << fail();
  if (a.dim() == 2 && b.dim() == 2) return Product2d(a, b);
  const Shape a_batch(a.sizes().begin(), a.sizes().end() - 2);
  const Shape b_batch(b.sizes().begin(), b.sizes().end() - 2);
  const Shape batch = broadcast_shape("matmul", a_batch, b_batch);
  Shape a_shape = batch, b_shape = batch, out_shape = batch;
  a_shape.insert(a_shape.end(), a.sizes().end() - 2, a.sizes().end());
  b_shape.insert(b_shape.end(), b.sizes().end() - 2, b.sizes().end());
  out_shape.push_back(a.size(-2));
  out_shape.push_back(b.size(-1));
  const Shape as = BroadcastStrides(a, a_shape);
  const Shape bs = BroadcastStrides(b, b_shape);
  Tensor out = Tensor::empty(out_shape);
  const size_t rank = batch.size();
  const Shape as_batch(as.begin(), as.begin() + rank);
  const Shape bs_batch(bs.begin(), bs.begin() + rank);
  const Shape os_batch(out.strides().begin(), out.strides().begin() + rank);
  const int64_t m = a.size(-2), n = b.size(-1), k = a.size(-1);
  // A size-1 axis has stride 0 above, which is right for its only index.
  ForEachRow<3>(
      batch, {&as_batch, &bs_batch, &os_batch},
      [&](const auto& at, int64_t length, const auto& inner) {
        for (int64_t i = 0; i < length; ++i) {
          Gemm(m, n, k,
               {a.data() + at[0] + i * inner[0], as[rank], as[rank + 1]},
               {b.data() + at[1] + i * inner[1], bs[rank], bs[rank + 1]},
               out.data() + at[2] + i * inner[2], n);
        }
      });
  observe_op("matmul", 2 * out.numel() * k,
             4 * (a.numel() + b.numel() + out.numel()));
  return out;
}

}  // namespace

std::string to_string(const Shape& shape) {
  std::string text = "[";
  for (size_t i = 0; i < shape.size(); ++i) {
    if (i > 0) text += ", ";
    text += std::to_string(shape[i]);
  }
  return text + "]";
}

// --- Recording ---------------------------------------------------------------

bool is_grad_enabled() { return grad_enabled; }
void set_grad_enabled(bool enabled) { grad_enabled = enabled; }

bool needs_grad(std::initializer_list<const Tensor*> inputs) {
  if (!grad_enabled) return false;
  return std::any_of(inputs.begin(), inputs.end(), [](const Tensor* t) {
    return t->defined() && t->requires_grad();
  });
}

namespace {

// What a node kept alive.
struct Kept {
  std::vector<Tensor> inputs;
  std::function<std::vector<Tensor>(const Tensor&)> backward;
};

// What the nodes that this thread releases right now kept; null where none is
// being released. A plain pointer, so that it outlives every static tensor.
thread_local std::vector<Kept>* released = nullptr;

// A node owns the tensors it was made from, and these own their nodes: a chain
// as long as the program ran without backward(). Were each released from within
// the one before, a long chain would overflow the stack. So only the first of a
// chain releases; the others hand it what they kept.
struct RecordedNode : Node {
  RecordedNode() = default;
  RecordedNode(const RecordedNode&) = delete;
  RecordedNode& operator=(const RecordedNode&) = delete;
  ~RecordedNode() {
    if (inputs.empty() && backward == nullptr) return;
    if (released != nullptr) {
      released->push_back({std::move(inputs), std::move(backward)});
      return;
    }
    std::vector<Kept> waiting;
    released = &waiting;
    waiting.push_back({std::move(inputs), std::move(backward)});
    while (!waiting.empty()) {
      // Taken out first: its release adds to `waiting`.
      const Kept last = std::move(waiting.back());
      waiting.pop_back();
    }
    released = nullptr;
  }
};

}  // namespace

void record(Tensor& output, const char* op, std::vector<Tensor> inputs,
            std::function<std::vector<Tensor>(const Tensor&)> backward) {
  auto node = std::make_shared<RecordedNode>();
  node->op = op;
  node->module = running_module;
  node->inputs = std::move(inputs);
  node->backward = std::move(backward);
  output.impl()->node = std::move(node);
  output.impl()->requires_grad = true;
}

// --- Making ------------------------------------------------------------------

Tensor Tensor::empty(Shape shape) {
  CheckSizes("empty", shape);
  std::shared_ptr<TensorImpl> impl = NewImpl();
  impl->numel = Product(shape);
  impl->strides = RowMajor(shape);
  impl->sizes = std::move(shape);
  const size_t bytes = static_cast<size_t>(impl->numel) * sizeof(float);
  float* memory = static_cast<float*>(AllocateBlock(bytes));
  TT_CHECK(memory != nullptr)
      << "empty: no memory for a tensor of shape " << to_string(impl->sizes);
  impl->storage = std::shared_ptr<float[]>(
      memory, [bytes](float* block) { FreeBlock(block, bytes); },
      BlockAllocator<float>());
  return Tensor(std::move(impl));
}

Tensor Tensor::full(Shape shape, float value) {
  Tensor t = empty(std::move(shape));
  std::fill_n(t.data(), t.numel(), value);
  return t;
}

Tensor Tensor::zeros(Shape shape) { return full(std::move(shape), 0); }
Tensor Tensor::ones(Shape shape) { return full(std::move(shape), 1); }
Tensor Tensor::scalar(float value) { return full({}, value); }

Tensor Tensor::from(std::vector<float> values, Shape shape) {
  Tensor t = empty(std::move(shape));
  TT_CHECK(static_cast<int64_t>(values.size()) == t.numel())
      << "from: " << values.size() << " values for shape "
      << to_string(t.sizes());
  std::copy(values.begin(), values.end(), t.data());
  return t;
}

Tensor Tensor::from_blob(float* memory, Shape shape) {
  CheckSizes("from_blob", shape);
  std::shared_ptr<TensorImpl> impl = NewImpl();
  impl->numel = Product(shape);
  impl->strides = RowMajor(shape);
  impl->sizes = std::move(shape);
  impl->storage = std::shared_ptr<float[]>(memory, [](float*) {});
  return Tensor(std::move(impl));
}

Tensor Tensor::arange(int64_t count) {
  Tensor t = empty({count});
  for (int64_t i = 0; i < count; ++i) t.data()[i] = static_cast<float>(i);
  return t;
}

Tensor Tensor::rand(Shape shape, Generator& g) {
  Tensor t = empty(std::move(shape));
  std::generate_n(t.data(), t.numel(), [&] { return g.uniform(); });
  return t;
}

Tensor Tensor::randn(Shape shape, Generator& g) {
  Tensor t = empty(std::move(shape));
  std::generate_n(t.data(), t.numel(), [&] { return g.normal(); });
  return t;
}

// --- Looking -----------------------------------------------------------------

int64_t Tensor::dim() const { return static_cast<int64_t>(sizes().size()); }

const Shape& Tensor::sizes() const {
  TT_CHECK(defined()) << "an undefined tensor has no shape";
  return impl_->sizes;
}

const Shape& Tensor::strides() const {
  TT_CHECK(defined()) << "an undefined tensor has no strides";
  return impl_->strides;
}

int64_t Tensor::size(int64_t axis) const {
  return sizes()[Axis("size", *this, axis)];
}

int64_t Tensor::numel() const {
  TT_CHECK(defined()) << "an undefined tensor has no elements";
  return impl_->numel;
}

bool Tensor::is_contiguous() const {
  int64_t step = 1;
  const Shape &n = sizes(), &s = strides();
  for (size_t i = n.size(); i-- > 0;) {
    if (n[i] != 1 && s[i] != step) return impl_->numel == 0;
    step *= n[i];
  }
  return true;
}

float* Tensor::data() {
  TT_CHECK(defined()) << "an undefined tensor has no data";
  return impl_->storage.get() + impl_->offset;
}

const float* Tensor::data() const { return const_cast<Tensor*>(this)->data(); }

float Tensor::item() const {
  TT_CHECK(numel() == 1) << "item: a tensor of shape " << to_string(sizes())
                         << " is not one value";
  return *data();
}

float Tensor::at(std::initializer_list<int64_t> index) const {
  TT_CHECK(static_cast<int64_t>(index.size()) == dim())
      << "at: " << index.size() << " indices for shape " << to_string(sizes());
  int64_t offset = 0, axis = 0;
  for (int64_t i : index) {
    TT_CHECK(i >= 0 && i < sizes()[axis])
        << "at: index " << i << " of axis " << axis << " of shape "
        << to_string(sizes());
    offset += i * strides()[axis++];
  }
  return data()[offset];
}

std::vector<float> Tensor::to_vector() const {
  const Tensor c = contiguous();
  return std::vector<float>(c.data(), c.data() + c.numel());
}

// --- Views -------------------------------------------------------------------

Tensor Tensor::reshape(Shape shape) const {
  int64_t* unknown = nullptr;
  for (int64_t& s : shape) {
    if (s != -1) continue;
    TT_CHECK(unknown == nullptr)
        << "reshape: two unknown sizes in " << to_string(shape);
    unknown = &s;
  }
  if (unknown != nullptr) *unknown = 1;  // until it is worked out
  const auto asked = [&] {
    if (unknown != nullptr) *unknown = -1;
    return to_string(shape);
  };
  for (const int64_t s : shape) {
    TT_CHECK(s >= 0) << "reshape: negative size in shape " << asked();
  }
  CheckSizes("reshape", shape);
  int64_t known = Product(shape);
  if (unknown != nullptr && known > 0 && numel() % known == 0) {
    *unknown = numel() / known;
    known = numel();
  }
  TT_CHECK(known == numel() && Product(shape) == numel())
      << "reshape: " << to_string(sizes()) << " does not fill " << asked();
  const Tensor source = contiguous();
  Shape strides = RowMajor(shape);
  Tensor out =
      View(source, std::move(shape), std::move(strides), source.impl_->offset);
  if (needs_grad({&source})) {
    record(out, "reshape", {source},
           [from = source.sizes()](const Tensor& g) -> std::vector<Tensor> {
             return {g.reshape(from)};
           });
  }
  return out;
}

Tensor Tensor::permute(const Shape& axes) const {
  TT_CHECK(static_cast<int64_t>(axes.size()) == dim())
      << "permute: " << axes.size() << " axes for shape " << to_string(sizes());
  Shape n, s;
  Shape inverse(axes.size(), -1);
  for (size_t i = 0; i < axes.size(); ++i) {
    const int64_t axis = Axis("permute", *this, axes[i]);
    TT_CHECK(inverse[axis] == -1) << "permute: axis " << axis << " twice";
    inverse[axis] = static_cast<int64_t>(i);
    n.push_back(sizes()[axis]);
    s.push_back(strides()[axis]);
  }
  Tensor out = View(*this, std::move(n), std::move(s), impl_->offset);
  if (needs_grad({this})) {
    record(out, "permute", {*this},
           [inverse](const Tensor& g) -> std::vector<Tensor> {
             return {g.permute(inverse)};
           });
  }
  return out;
}

Tensor Tensor::transpose(int64_t a, int64_t b) const {
  Shape axes(dim());
  for (int64_t i = 0; i < dim(); ++i) axes[i] = i;
  std::swap(axes[Axis("transpose", *this, a)],
            axes[Axis("transpose", *this, b)]);
  return permute(axes);
}

Tensor Tensor::slice(int64_t axis, int64_t start, int64_t end,
                     int64_t step) const {
  axis = Axis("slice", *this, axis);
  TT_CHECK(step > 0) << "slice: step " << step;
  const int64_t n = sizes()[axis];
  start = std::clamp<int64_t>(start < 0 ? start + n : start, 0, n);
  end = std::clamp<int64_t>(end < 0 ? end + n : end, start, n);
  Shape to = sizes(), s = strides();
  to[axis] = (end - start + step - 1) / step;
  const int64_t offset = impl_->offset + start * s[axis];
  s[axis] *= step;
  Tensor out = View(*this, std::move(to), std::move(s), offset);
  if (needs_grad({this})) {
    record(out, "slice", {*this},
           [from = sizes(), axis, start, end,
            step](const Tensor& g) -> std::vector<Tensor> {
             Tensor dx = Tensor::zeros(from);
             dx.slice(axis, start, end, step).copy_(g);
             return {dx};
           });
  }
  return out;
}

Tensor Tensor::unsqueeze(int64_t axis) const {
  Shape n = sizes();
  const int64_t at = axis < 0 ? axis + dim() + 1 : axis;
  TT_CHECK(at >= 0 && at <= dim())
      << "unsqueeze: axis " << axis << " for shape " << to_string(n);
  n.insert(n.begin() + at, 1);
  return reshape(std::move(n));
}

Tensor Tensor::squeeze(int64_t axis) const {
  axis = Axis("squeeze", *this, axis);
  TT_CHECK(sizes()[axis] == 1) << "squeeze: axis " << axis << " of shape "
                               << to_string(sizes()) << " is not of size 1";
  return reshape(Without(sizes(), axis, false));
}

Tensor Tensor::expand(const Shape& shape) const {
  TT_CHECK(broadcast_shape("expand", sizes(), shape) == shape)
      << "expand: " << to_string(sizes()) << " to " << to_string(shape);
  CheckSizes("expand", shape);
  Tensor out =
      View(*this, shape, BroadcastStrides(*this, shape), impl_->offset);
  if (needs_grad({this})) {
    record(out, "expand", {*this},
           [from = sizes()](const Tensor& g) -> std::vector<Tensor> {
             return {sum_to(g, from)};
           });
  }
  return out;
}

// --- Copies ------------------------------------------------------------------

Tensor Tensor::contiguous() const { return is_contiguous() ? *this : clone(); }

Tensor Tensor::clone() const {
  Tensor out = empty(sizes());
  out.copy_(*this);
  if (needs_grad({this})) {
    record(out, "clone", {*this},
           [](const Tensor& g) -> std::vector<Tensor> { return {g}; });
  }
  return out;
}

Tensor Tensor::detach() const {
  return View(*this, sizes(), strides(), impl_->offset);
}

void Tensor::copy_(const Tensor& source) {
  TT_CHECK(sizes() == source.sizes()) << "copy_: " << to_string(source.sizes())
                                      << " into " << to_string(sizes());
  float* to = data();
  const float* from = source.data();
  if (is_contiguous() && source.is_contiguous()) {
    std::copy_n(from, numel(), to);
    return;
  }
  ForEachRow<2>(sizes(), {&strides(), &source.strides()},
                [&](const auto& at, int64_t n, const auto& inner) {
                  for (int64_t i = 0; i < n; ++i) {
                    to[at[0] + i * inner[0]] = from[at[1] + i * inner[1]];
                  }
                });
}

void Tensor::fill_(float value) {
  float* to = data();
  ForEachRow<1>(sizes(), {&strides()},
                [&](const auto& at, int64_t n, const auto& inner) {
                  for (int64_t i = 0; i < n; ++i) {
                    to[at[0] + i * inner[0]] = value;
                  }
                });
}

// --- Reductions --------------------------------------------------------------

Tensor Tensor::sum() const {
  const Tensor in = contiguous();
  Tensor out = scalar(SumOf(in.data(), in.numel()));
  observe_op("sum", numel(), 4 * numel());
  if (needs_grad({this})) {
    record(out, "sum", {*this},
           [from = sizes()](const Tensor& g) -> std::vector<Tensor> {
             return {full(from, g.item())};
           });
  }
  return out;
}

Tensor Tensor::sum(int64_t axis, bool keepdim) const {
  axis = Axis("sum", *this, axis);
  Tensor out = SumAxis(*this, axis, keepdim);
  if (needs_grad({this})) {
    record(out, "sum", {*this},
           [from = sizes(), axis](const Tensor& g) -> std::vector<Tensor> {
             return {g.reshape(Without(from, axis, true)).expand(from)};
           });
  }
  return out;
}

Tensor Tensor::mean() const {
  TT_CHECK(numel() > 0) << "mean: of no values";
  return sum() / static_cast<float>(numel());
}

Tensor Tensor::mean(int64_t axis, bool keepdim) const {
  const int64_t n = size(axis);
  TT_CHECK(n > 0) << "mean: no values along axis " << axis << " of shape "
                  << to_string(sizes());
  return sum(axis, keepdim) / static_cast<float>(n);
}

Tensor Tensor::max() const { return reshape({numel()}).max(0); }

Tensor Tensor::max(int64_t axis, bool keepdim) const {
  axis = Axis("max", *this, axis);
  const Tensor in = contiguous();
  const Split s = SplitAt(sizes(), axis);
  std::vector<int64_t> best = ArgmaxAxis("max", in, s);
  observe_op("max", numel(), 4 * numel());
  Tensor out = empty(Without(sizes(), axis, keepdim));
  for (int64_t o = 0; o < s.outer; ++o) {
    for (int64_t i = 0; i < s.inner; ++i) {
      const int64_t at = o * s.inner + i;
      out.data()[at] = in.data()[(o * s.size + best[at]) * s.inner + i];
    }
  }
  if (needs_grad({this})) {
    record(out, "max", {*this},
           [from = sizes(), s,
            best = std::move(best)](const Tensor& g) -> std::vector<Tensor> {
             Tensor dx = zeros(from);
             const Tensor gc = g.contiguous();
             for (int64_t o = 0; o < s.outer; ++o) {
               for (int64_t i = 0; i < s.inner; ++i) {
                 const int64_t at = o * s.inner + i;
                 dx.data()[(o * s.size + best[at]) * s.inner + i] =
                     gc.data()[at];
               }
             }
             return {dx};
           });
  }
  return out;
}

std::vector<int64_t> Tensor::argmax(int64_t axis) const {
  axis = Axis("argmax", *this, axis);
  return ArgmaxAxis("argmax", contiguous(), SplitAt(sizes(), axis));
}

Tensor Tensor::matmul(const Tensor& other) const {
  return tinytorch::matmul(*this, other);
}

// --- Gradients ---------------------------------------------------------------

bool Tensor::requires_grad() const { return defined() && impl_->requires_grad; }

Tensor& Tensor::set_requires_grad(bool value) {
  TT_CHECK(is_leaf()) << "set_requires_grad: not a leaf";
  impl_->requires_grad = value;
  return *this;
}

bool Tensor::is_leaf() const { return defined() && impl_->node == nullptr; }
Tensor Tensor::grad() const { return defined() ? impl_->grad : Tensor(); }
void Tensor::set_grad(Tensor grad) { impl_->grad = std::move(grad); }
void Tensor::zero_grad() { impl_->grad = Tensor(); }

// --- Arithmetic --------------------------------------------------------------

Shape broadcast_shape(const char* op, const Shape& a, const Shape& b) {
  Shape out(std::max(a.size(), b.size()));
  for (size_t i = 0; i < out.size(); ++i) {
    const int64_t x = i < a.size() ? a[a.size() - 1 - i] : 1;
    const int64_t y = i < b.size() ? b[b.size() - 1 - i] : 1;
    TT_CHECK(x == y || x == 1 || y == 1)
        << op << ": shapes " << to_string(a) << " and " << to_string(b)
        << " do not broadcast";
    out[out.size() - 1 - i] = x == 1 ? y : x;
  }
  return out;
}

Tensor sum_to(const Tensor& x, const Shape& shape) {
  if (x.sizes() == shape) return x;
  Tensor out = x;
  while (out.dim() > static_cast<int64_t>(shape.size())) out = out.sum(0);
  for (int64_t i = 0; i < out.dim(); ++i) {
    if (shape[i] == 1 && out.size(i) != 1) out = out.sum(i, true);
  }
  return out;
}

Tensor operator+(const Tensor& a, const Tensor& b) {
  Tensor out = Binary("+", AddRow, a, b);
  if (needs_grad({&a, &b})) {
    record(out, "+", {a, b},
           [as = a.sizes(),
            bs = b.sizes()](const Tensor& g) -> std::vector<Tensor> {
             return {sum_to(g, as), sum_to(g, bs)};
           });
  }
  return out;
}

Tensor operator-(const Tensor& a, const Tensor& b) {
  Tensor out = Binary("-", SubRow, a, b);
  if (needs_grad({&a, &b})) {
    record(out, "-", {a, b},
           [as = a.sizes(),
            bs = b.sizes()](const Tensor& g) -> std::vector<Tensor> {
             return {sum_to(g, as), sum_to(-g, bs)};
           });
  }
  return out;
}

Tensor operator*(const Tensor& a, const Tensor& b) {
  Tensor out = Binary("*", MulRow, a, b);
  if (needs_grad({&a, &b})) {
    record(out, "*", {a, b}, [a, b](const Tensor& g) -> std::vector<Tensor> {
      return {a.requires_grad() ? sum_to(g * b, a.sizes()) : Tensor(),
              b.requires_grad() ? sum_to(g * a, b.sizes()) : Tensor()};
    });
  }
  return out;
}

Tensor operator/(const Tensor& a, const Tensor& b) {
  Tensor out = Binary("/", DivRow, a, b);
  if (needs_grad({&a, &b})) {
    record(out, "/", {a, b}, [a, b](const Tensor& g) -> std::vector<Tensor> {
      return {
          a.requires_grad() ? sum_to(g / b, a.sizes()) : Tensor(),
          b.requires_grad() ? sum_to(-(g * a) / (b * b), b.sizes()) : Tensor()};
    });
  }
  return out;
}

Tensor operator+(const Tensor& a, float b) { return a + Tensor::scalar(b); }
Tensor operator-(const Tensor& a, float b) { return a - Tensor::scalar(b); }
Tensor operator*(const Tensor& a, float b) { return a * Tensor::scalar(b); }
Tensor operator/(const Tensor& a, float b) { return a / Tensor::scalar(b); }
Tensor operator+(float a, const Tensor& b) { return Tensor::scalar(a) + b; }
Tensor operator-(float a, const Tensor& b) { return Tensor::scalar(a) - b; }
Tensor operator*(float a, const Tensor& b) { return Tensor::scalar(a) * b; }
Tensor operator/(float a, const Tensor& b) { return Tensor::scalar(a) / b; }
Tensor operator-(const Tensor& a) { return a * -1.0f; }

Tensor exp(const Tensor& x) {
  Tensor out = Map("exp", x, [](float v) { return std::exp(v); });
  if (needs_grad({&x})) {
    record(out, "exp", {x},
           [y = out.detach()](const Tensor& g) -> std::vector<Tensor> {
             return {g * y};
           });
  }
  return out;
}

Tensor log(const Tensor& x) {
  Tensor out = Map("log", x, [](float v) { return std::log(v); });
  if (needs_grad({&x})) {
    record(out, "log", {x}, [x](const Tensor& g) -> std::vector<Tensor> {
      return {g / x.detach()};
    });
  }
  return out;
}

Tensor sqrt(const Tensor& x) {
  Tensor out = Map("sqrt", x, [](float v) { return std::sqrt(v); });
  if (needs_grad({&x})) {
    record(out, "sqrt", {x},
           [y = out.detach()](const Tensor& g) -> std::vector<Tensor> {
             return {g * 0.5f / y};
           });
  }
  return out;
}

Tensor matmul(const Tensor& a, const Tensor& b) {
  TT_CHECK(a.dim() > 0 && b.dim() > 0)
      << "matmul: shapes " << to_string(a.sizes()) << " and "
      << to_string(b.sizes()) << ": a scalar has no rows or columns";
  if (a.dim() == 1)
    return matmul(a.unsqueeze(0), b).squeeze(b.dim() == 1 ? 0 : -2);
  if (b.dim() == 1) return matmul(a, b.unsqueeze(1)).squeeze(-1);
  Tensor out = ProductNd(a, b);
  if (needs_grad({&a, &b})) {
    record(out, "matmul", {a, b},
           [a, b](const Tensor& g) -> std::vector<Tensor> {
             return {a.requires_grad()
                         ? sum_to(ProductNd(g, b.detach().transpose(-1, -2)),
                                  a.sizes())
                         : Tensor(),
                     b.requires_grad()
                         ? sum_to(ProductNd(a.detach().transpose(-1, -2), g),
                                  b.sizes())
                         : Tensor()};
           });
  }
  return out;
}

Tensor cat(const std::vector<Tensor>& tensors, int64_t axis) {
  TT_CHECK(!tensors.empty()) << "cat: no tensors";
  axis = Axis("cat", tensors[0], axis);
  Shape shape = tensors[0].sizes();
  shape[axis] = 0;
  bool track = false;
  for (const Tensor& t : tensors) {
    Shape expected = tensors[0].sizes(), got = t.sizes();
    TT_CHECK(expected.size() == got.size())
        << "cat: shapes " << to_string(expected) << " and " << to_string(got);
    shape[axis] += got[axis];
    expected[axis] = got[axis];
    TT_CHECK(expected == got)
        << "cat: shapes " << to_string(tensors[0].sizes()) << " and "
        << to_string(got) << " along axis " << axis;
    track = track || needs_grad({&t});
  }
  Tensor out = Tensor::empty(shape);
  int64_t start = 0;
  for (const Tensor& t : tensors) {
    out.detach().slice(axis, start, start + t.size(axis)).copy_(t);
    start += t.size(axis);
  }
  if (track) {
    record(out, "cat", tensors,
           [tensors, axis](const Tensor& g) -> std::vector<Tensor> {
             std::vector<Tensor> grads;
             int64_t at = 0;
             for (const Tensor& t : tensors) {
               grads.push_back(g.slice(axis, at, at + t.size(axis)));
               at += t.size(axis);
             }
             return grads;
           });
  }
  return out;
}

}  // namespace tinytorch
