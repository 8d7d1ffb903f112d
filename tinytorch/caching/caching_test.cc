#include "tinytorch/caching/caching.h"

#include <cmath>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tinytorch/tensor/observer.h"

namespace tinytorch {
namespace {

GPTOptions Small() {
  return {
      .vocab_size = 11, .max_length = 64, .dim = 16, .heads = 2, .layers = 2};
}

TEST(KVCacheTest, LogitsEqualThoseOfTheWholeSequence) {
  manual_seed(1);
  GPT model(Small());
  model.eval();
  const std::vector<int32_t> ids = {1, 5, 2, 9, 10, 0, 3};
  const Tensor whole = model(indices(ids, {1, 7}));
  KVCache cache(model);
  // In pieces of three, one and three.
  int64_t at = 0;
  for (const int64_t n : {3, 1, 3}) {
    const Tensor part = cache.forward(
        model, indices(absl::MakeConstSpan(ids).subspan(at, n), {1, n}));
    for (int64_t t = 0; t < n; ++t) {
      for (int64_t v = 0; v < 11; ++v) {
        ASSERT_NEAR(part.at({0, t, v}), whole.at({0, at + t, v}), 1e-5);
      }
    }
    at += n;
    EXPECT_EQ(cache.length(), at);
  }
  cache.clear();
  EXPECT_EQ(cache.length(), 0);
  // layers · 2 · max_length · dim floats
  EXPECT_EQ(cache.bytes(), 2 * 2 * 64 * 16 * 4);
}

TEST(KVCacheTest, GeneratesTheTokensThatThePlainLoopGenerates) {
  manual_seed(2);
  GPT model(Small());
  const std::vector<int32_t> prompt = {3, 1, 4};
  for (const float temperature : {0.0f, 0.7f, 1.0f}) {
    for (uint64_t seed = 0; seed < 5; ++seed) {
      // 3 + 80 tokens go beyond max_length.
      const GenerateOptions options = {
          .tokens = 80, .temperature = temperature, .seed = seed};
      EXPECT_EQ(generate_cached(model, prompt, options),
                generate(model, prompt, options));
    }
  }
}

// Counts floating-point operations.
class Counter : public Observer {
 public:
  void on_op(const char*, int64_t flops, int64_t) override { total += flops; }
  void begin_module(const Module&) override {}
  void end_module(const Module&, const Tensor&) override {}
  void begin_backward(const Module*) override {}
  void end_backward(const Module*) override {}
  int64_t total = 0;
};

TEST(KVCacheTest, WorkGrowsInLineWithTheTokensInsteadOfTheirSquare) {
  GPTOptions options = Small();
  options.max_length = 512;
  manual_seed(3);
  GPT model(options);
  const auto flops = [&](auto generate_with, int64_t tokens) {
    Counter counter;
    observer = &counter;
    generate_with(model, std::vector<int32_t>{1},
                  GenerateOptions{.tokens = tokens});
    observer = nullptr;
    return static_cast<double>(counter.total);
  };
  // Four times the tokens: the square would be 16 times the work. Attention
  // itself still reads all that is kept, hence not quite 4.
  EXPECT_LT(flops(generate_cached, 256) / flops(generate_cached, 64), 8);
  EXPECT_GT(flops(generate, 256) / flops(generate, 64), 12);
  EXPECT_GT(flops(generate, 256) / flops(generate_cached, 256), 50);
}

TEST(KVCacheDeathTest, MoreThanFitsIsNamed) {
  GPT model(Small());
  KVCache cache(model);
  cache.forward(model, Tensor::zeros({1, 60}));
  EXPECT_DEATH(cache.forward(model, Tensor::zeros({1, 5})),
               "\\[1, 5\\] after 60 positions of at most 64");
}

TEST(MemoTest, ComputesOnceAndDropsTheLeastRecentlyUsed) {
  Memo<int, std::string> memo(2);
  int calls = 0;
  const auto f = [&](int k) {
    ++calls;
    return std::to_string(k);
  };
  EXPECT_EQ(memo.get(1, f), "1");
  EXPECT_EQ(memo.get(2, f), "2");
  EXPECT_EQ(memo.get(1, f), "1");
  EXPECT_EQ(calls, 2);
  memo.get(3, f);  // drops 2
  memo.get(1, f);
  EXPECT_EQ(calls, 3);
  memo.get(2, f);
  EXPECT_EQ(calls, 4);
  EXPECT_EQ(memo.hits(), 2);
  EXPECT_EQ(memo.misses(), 4);
}

}  // namespace
}  // namespace tinytorch
