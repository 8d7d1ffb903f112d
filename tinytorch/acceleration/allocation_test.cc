// Counts every call of the C allocator, operator new's included, while a model
// runs that has run before.
#include <malloc.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <functional>
#include <string>

#include "gtest/gtest.h"
#include "tinytorch/acceleration/inference.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/caching/caching.h"
#include "tinytorch/layers/layers.h"
#include "tinytorch/quantization/quantization.h"
#include "tinytorch/spatial/spatial.h"
#include "tinytorch/transformers/transformers.h"

namespace {
std::atomic<int64_t> allocations{0};
}  // namespace

// glibc's own functions under their other names.
extern "C" {
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);

void* malloc(size_t n) {
  ++allocations;
  return __libc_malloc(n);
}
void* calloc(size_t n, size_t size) {
  ++allocations;
  return __libc_calloc(n, size);
}
void* realloc(void* p, size_t n) {
  ++allocations;
  return __libc_realloc(p, n);
}
void* memalign(size_t alignment, size_t n) {
  ++allocations;
  return __libc_memalign(alignment, n);
}
void* aligned_alloc(size_t alignment, size_t n) {
  ++allocations;
  return __libc_memalign(alignment, n);
}
int posix_memalign(void** p, size_t alignment, size_t n) {
  ++allocations;
  *p = __libc_memalign(alignment, n);
  return *p == nullptr ? ENOMEM : 0;
}
}  // extern "C"

namespace tinytorch {
namespace {

int64_t CountIn(const std::function<void()>& pass) {
  const NoGradGuard no_grad;
  for (int i = 0; i < 3; ++i) pass();
  const int64_t before = allocations;
  for (int i = 0; i < 5; ++i) pass();
  return allocations - before;
}

void BuildCnn(Sequential& m) {
  m.add<Conv2d>(Conv2dOptions(1, 16, 3).padding(1)).add<BatchNorm2d>(16);
  m.add<ReLU>().add<MaxPool2d>(2);
  m.add<Conv2d>(Conv2dOptions(16, 8, 3).stride(2)).add<ReLU>();
  m.add<Conv2d>(Conv2dOptions(8, 8, 3).padding(1).groups(8)).add<ReLU>();
  m.add<Conv2d>(Conv2dOptions(8, 8, 3).groups(4)).add<AvgPool2d>(2);
  m.add<Flatten>().add<Dropout>(0.5f).add<Linear>(32, 16).add<Tanh>();
  m.add<Linear>(16, 10).add<Softmax>();
}

TEST(AllocationTest, TheCounterSeesAllocations) {
  EXPECT_GT(CountIn([] { delete new std::string(100, 'x'); }), 0);
}

TEST(AllocationTest, ASteadyForwardPassAllocatesNothing) {
  manual_seed(1);
  Sequential model;
  BuildCnn(model);
  model.eval();
  for (const int64_t batch : {1, 64}) {
    const Tensor x = Tensor::rand({batch, 1, 28, 28});
    EXPECT_EQ(CountIn([&] { model(x); }), 0) << "layer by layer, " << batch;
    const auto fast = optimize_for_inference(model, {1, 28, 28});
    EXPECT_EQ(CountIn([&] { (*fast)(x); }), 0) << "optimized, " << batch;
    const auto small = quantize_static(model, x);
    EXPECT_EQ(CountIn([&] { (*small)(x); }), 0) << "int8, " << batch;
  }
}

TEST(AllocationTest, ASteadyForwardPassOfATransformerAllocatesNothing) {
  manual_seed(2);
  GPT model(
      {.vocab_size = 11, .max_length = 16, .dim = 16, .heads = 2, .layers = 2});
  model.eval();
  const Tensor ids = indices({{1, 2, 3, 4, 5, 6}}, {2, 3});
  EXPECT_EQ(CountIn([&] { model(ids); }), 0);
  KVCache cache(model);
  const Tensor one = indices({{7}}, {1, 1});
  EXPECT_EQ(CountIn([&] {
              if (cache.length() == 16) cache.clear();
              cache.forward(model, one);
            }),
            0);
}

}  // namespace
}  // namespace tinytorch
