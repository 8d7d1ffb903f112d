#include "grader/random/secret.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "gtest/gtest.h"
#include "tinytorch/tensor/random.h"

namespace olympics {
namespace {

// What a worker can do that has seen numbers and knows how they were made: it
// takes xoshiro256**'s output apart, which leaves a word of its state, whose
// bits each come from a linear recurrence of 256 terms; finds the shortest
// recurrence of one bit (Massey, "Shift-Register Synthesis and BCH Decoding",
// 1969), and goes on with it.
class Foreseer {
 public:
  explicit Foreseer(const std::vector<uint64_t>& seen) {
    for (const uint64_t number : seen) bits_.push_back(BitOf(number));
    std::vector<char> c = {1}, b = {1};
    size_t length = 0, since = 1;
    for (size_t n = 0; n < bits_.size(); ++n) {
      char wrong = bits_[n];
      for (size_t i = 1; i <= length && i < c.size(); ++i) {
        wrong ^= c[i] & bits_[n - i];
      }
      if (wrong == 0) {
        ++since;
        continue;
      }
      const std::vector<char> before = c;
      if (c.size() < b.size() + since) c.resize(b.size() + since, 0);
      for (size_t i = 0; i < b.size(); ++i) c[i + since] ^= b[i];
      if (2 * length > n) {
        ++since;
        continue;
      }
      length = n + 1 - length;
      b = before;
      since = 1;
    }
    recurrence_ = c;
  }

  // That bit of the next number.
  char Next() {
    char bit = 0;
    for (size_t i = 1; i < recurrence_.size(); ++i) {
      bit ^= recurrence_[i] & bits_[bits_.size() - i];
    }
    bits_.push_back(bit);
    return bit;
  }

  static char BitOf(uint64_t number) {
    // The inverses of 9 and 5 modulo 2^64.
    number *= 0x8e38e38e38e38e39;
    number = (number >> 7) | (number << 57);
    number *= 0xcccccccccccccccd;
    return static_cast<char>(number >> 17 & 1);
  }

 private:
  std::vector<char> bits_, recurrence_;
};

// The share of the next 1000 numbers of which it is right.
template <typename Stream>
double Foreseen(Stream& stream) {
  std::vector<uint64_t> seen(1024);
  for (uint64_t& number : seen) number = stream.next();
  Foreseer foreseer(seen);
  int right = 0;
  for (int i = 0; i < 1000; ++i) {
    if (Foreseer::BitOf(stream.next()) == foreseer.Next()) ++right;
  }
  return right / 1000.0;
}

TEST(SecretStreamTest, NobodyForeseesWhatALinearGeneratorGivesAway) {
  tinytorch::Generator linear(3);
  EXPECT_EQ(Foreseen(linear), 1);
  SecretStream secret = SecretSeed::Of("3").For("samples");
  EXPECT_NEAR(Foreseen(secret), 0.5, 0.08);  // five standard deviations
}

// "Test Vectors for the Stream Cipher ChaCha", draft-strombergson-chacha-test-
// vectors-01, TC1 and TC2, 20 rounds, 256 bits: the first eight bytes.
TEST(SecretStreamTest, IsTheKeyStreamOfChaCha20) {
  SecretStream::Key key = {};
  EXPECT_EQ(SecretStream(key).next(), 0x903df1a0ade0b876);
  key[0] = 1;
  EXPECT_EQ(SecretStream(key).next(), 0x9311ece17c0ad3c5);
}

TEST(SecretStreamTest, GoesOnBeyondItsFirstBlock) {
  SecretStream stream = SecretSeed::Of("1").For("x");
  std::vector<uint64_t> numbers(4096);
  for (uint64_t& number : numbers) number = stream.next();
  std::sort(numbers.begin(), numbers.end());
  EXPECT_EQ(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

TEST(SecretStreamTest, BelowIsUniformAndWithinItsBound) {
  SecretStream stream = SecretSeed::Of("2").For("x");
  for (const int64_t bound : {1, 2, 3, 7, 10, 64}) {
    std::vector<int> counts(bound, 0);
    for (int i = 0; i < 20'000; ++i) {
      const int64_t number = stream.below(bound);
      ASSERT_GE(number, 0);
      ASSERT_LT(number, bound);
      ++counts[number];
    }
    const double expected = 20'000.0 / static_cast<double>(bound);
    for (const int count : counts) {
      EXPECT_NEAR(count, expected, 5 * std::sqrt(expected) + 1) << bound;
    }
  }
  // More than half of all numbers are drawn again below this bound.
  const int64_t large = (int64_t{1} << 62) + 1;
  for (int i = 0; i < 100; ++i) ASSERT_LT(stream.below(large), large);
}

TEST(SecretStreamTest, UniformIsBelowOne) {
  SecretStream stream = SecretSeed::Of("4").For("x");
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    const float number = stream.uniform();
    ASSERT_GE(number, 0);
    ASSERT_LT(number, 1);
    sum += number;
  }
  EXPECT_NEAR(sum / 10'000, 0.5, 0.02);
}

TEST(SecretSeedTest, EachPurposeHasAStreamOfItsOwnAndEachSeedAnother) {
  const SecretSeed seed = SecretSeed::Of("1");
  EXPECT_EQ(seed.For("order").next(), SecretSeed::Of("1").For("order").next());
  EXPECT_NE(seed.For("order").next(), seed.For("noise").next());
  EXPECT_NE(seed.For("order").next(), SecretSeed::Of("2").For("order").next());
  EXPECT_NE(SecretSeed::Fresh().For("order").next(),
            SecretSeed::Fresh().For("order").next());
}

TEST(ShuffleTest, KeepsEveryValueAndReachesEveryOrder) {
  SecretStream stream = SecretSeed::Of("5").For("x");
  std::vector<int> counts(6, 0);
  for (int i = 0; i < 6000; ++i) {
    std::vector<int> values = {0, 1, 2};
    Shuffle(values, stream);
    EXPECT_EQ(std::accumulate(values.begin(), values.end(), 0), 3);
    ++counts[values[0] * 2 + (values[1] > values[2] ? 1 : 0)];
  }
  for (const int count : counts) EXPECT_NEAR(count, 1000, 160);
}

}  // namespace
}  // namespace olympics
