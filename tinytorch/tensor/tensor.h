// Module 1: Tensor, an n-dimensional array of floats.
//
//   Tensor x = Tensor::randn({64, 784});
//   Tensor w = Tensor::randn({784, 10}).set_requires_grad(true);
//   Tensor loss = (matmul(x, w) * 0.1f).mean();
//
// A Tensor is a handle: copies share the same numbers, as in PyTorch; clone()
// gives new ones. Views (reshape of contiguous data, transpose, permute, slice,
// expand) share storage with what they look at and differ in shape, strides and
// offset. Element (i, j, ...) is at offset + i*stride[0] + j*stride[1] + ...
//
// Shapes that do not fit are bugs of the caller and end the program with a
// message that names the operation and both shapes. Values are never checked:
// NaN and infinity flow through as IEEE 754 says. Zero-size tensors are valid.
//
// Every operation also knows its derivative. Where an input has requires_grad,
// the result remembers how it was made (its Node); module 5, autograd, walks
// those nodes backwards.
#ifndef TINYTORCH_TENSOR_TENSOR_H_
#define TINYTORCH_TENSOR_TENSOR_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "tinytorch/tensor/random.h"

namespace tinytorch {

// Kept in place up to six axes: a shape then needs no memory of its own.
using Shape = absl::InlinedVector<int64_t, 6>;

// "[64, 1, 28, 28]"
std::string to_string(const Shape& shape);

class Module;
struct Node;
struct TensorImpl;

class Tensor {
 public:
  // An undefined tensor: no shape, no data; defined() is false.
  Tensor() = default;

  // --- Making tensors ---------------------------------------------------
  static Tensor empty(Shape shape);  // values are not initialised
  static Tensor zeros(Shape shape);
  static Tensor ones(Shape shape);
  static Tensor full(Shape shape, float value);
  static Tensor from(std::vector<float> values, Shape shape);
  // A view of memory that the caller keeps alive, row-major, on 4 bytes.
  static Tensor from_blob(float* memory, Shape shape);
  static Tensor scalar(float value);    // shape []
  static Tensor arange(int64_t count);  // 0, 1, ..., count - 1
  static Tensor rand(Shape shape, Generator& g = default_generator());
  static Tensor randn(Shape shape, Generator& g = default_generator());

  // --- Looking at them --------------------------------------------------
  bool defined() const { return impl_ != nullptr; }
  int64_t dim() const;  // number of axes
  const Shape& sizes() const;
  const Shape& strides() const;
  int64_t size(int64_t axis) const;  // axis may count from the end
  int64_t numel() const;
  bool is_contiguous() const;  // row-major without gaps
  // The first element. Pointer arithmetic beyond strides() is the caller's.
  float* data();
  const float* data() const;
  float item() const;  // the only element
  float at(std::initializer_list<int64_t> index) const;
  std::vector<float> to_vector() const;  // row-major order

  // --- Views (no copy, unless said) --------------------------------------
  // One size may be -1 and is worked out. Copies where strides forbid a view.
  Tensor reshape(Shape shape) const;
  Tensor transpose(int64_t a, int64_t b) const;
  Tensor permute(const Shape& axes) const;
  // Elements start, start + step, ... below end along an axis; start and end
  // may count from the end and are clamped, as in Python. step > 0.
  Tensor slice(int64_t axis, int64_t start, int64_t end,
               int64_t step = 1) const;
  Tensor unsqueeze(int64_t axis) const;
  Tensor squeeze(int64_t axis) const;       // the axis must have size 1
  Tensor expand(const Shape& shape) const;  // repeats axes of size 1

  // --- Copies -------------------------------------------------------------
  Tensor contiguous() const;  // itself when already so
  Tensor clone() const;
  Tensor detach() const;  // same storage, no history
  // Overwrites the values; shapes must be equal. Not recorded.
  void copy_(const Tensor& source);
  void fill_(float value);

  // --- Reductions -----------------------------------------------------------
  Tensor sum() const;  // shape []
  Tensor sum(int64_t axis, bool keepdim = false) const;
  Tensor mean() const;
  Tensor mean(int64_t axis, bool keepdim = false) const;
  // Largest value; NaN wins. The gradient goes to the first largest.
  Tensor max() const;
  Tensor max(int64_t axis, bool keepdim = false) const;
  // Index of the first largest value along an axis, row-major over the rest.
  std::vector<int64_t> argmax(int64_t axis) const;

  Tensor matmul(const Tensor& other) const;

  // --- Gradients (module 5) -------------------------------------------------
  bool requires_grad() const;
  Tensor& set_requires_grad(bool value);  // leaves only
  bool is_leaf() const;                   // made by the user, not by an op
  // d(loss)/d(this) summed over backward passes; undefined before the first.
  Tensor grad() const;
  void set_grad(Tensor grad);
  void zero_grad();
  // Runs reverse mode from this tensor; defined in module 5, which the caller
  // links (//tinytorch/autograd). Without an argument it must be a scalar.
  void backward(const Tensor& gradient = Tensor());

  // --- For the framework itself --------------------------------------------
  explicit Tensor(std::shared_ptr<TensorImpl> impl) : impl_(std::move(impl)) {}
  const std::shared_ptr<TensorImpl>& impl() const { return impl_; }

 private:
  std::shared_ptr<TensorImpl> impl_;
};

// Elementwise with broadcasting: axes are aligned at the end, and an axis of
// size 1 (or a missing one) is repeated.
Tensor operator+(const Tensor& a, const Tensor& b);
Tensor operator-(const Tensor& a, const Tensor& b);
Tensor operator*(const Tensor& a, const Tensor& b);
Tensor operator/(const Tensor& a, const Tensor& b);
Tensor operator+(const Tensor& a, float b);
Tensor operator-(const Tensor& a, float b);
Tensor operator*(const Tensor& a, float b);
Tensor operator/(const Tensor& a, float b);
Tensor operator+(float a, const Tensor& b);
Tensor operator-(float a, const Tensor& b);
Tensor operator*(float a, const Tensor& b);
Tensor operator/(float a, const Tensor& b);
Tensor operator-(const Tensor& a);

Tensor exp(const Tensor& x);
Tensor log(const Tensor& x);
Tensor sqrt(const Tensor& x);

// Matrix product. 2-D by 2-D as in algebra; a 1-D left (right) operand is a row
// (column) whose axis is dropped again; further axes are batches, broadcast.
Tensor matmul(const Tensor& a, const Tensor& b);

// Joins tensors along an axis; their other sizes are equal.
Tensor cat(const std::vector<Tensor>& tensors, int64_t axis);

// The sum of `x` over the axes that were broadcast from `shape`: the gradient
// of a broadcast operand.
Tensor sum_to(const Tensor& x, const Shape& shape);

// The shape that `a` and `b` broadcast to. Ends the program, naming `op`, when
// they do not.
Shape broadcast_shape(const char* op, const Shape& a, const Shape& b);

// --- How operations are recorded (module 5 reads this) -----------------------

// What made a tensor: the operation's inputs, and a function from the gradient
// of the output to those of the inputs (undefined where one is not needed).
struct Node {
  const char* op = "";
  // Whose forward() recorded it, where a profiler was watching.
  const Module* module = nullptr;
  std::vector<Tensor> inputs;
  std::function<std::vector<Tensor>(const Tensor& gradient)> backward;
};

struct TensorImpl {
  std::shared_ptr<float[]> storage;
  int64_t offset = 0;
  Shape sizes;
  Shape strides;
  int64_t numel = 0;
  bool requires_grad = false;
  Tensor grad;
  std::shared_ptr<Node> node;  // null for a leaf
};

// True where operations are recorded. NoGradGuard (module 5) turns it off.
bool is_grad_enabled();
void set_grad_enabled(bool enabled);

// True when a result of these inputs has to be recorded.
bool needs_grad(std::initializer_list<const Tensor*> inputs);

// Marks `output` as made by `op` from `inputs`.
void record(Tensor& output, const char* op, std::vector<Tensor> inputs,
            std::function<std::vector<Tensor>(const Tensor&)> backward);

}  // namespace tinytorch

#endif  // TINYTORCH_TENSOR_TENSOR_H_
