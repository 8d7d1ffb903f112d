// The random numbers of a grading: nobody who sees some of them, or has read
// all of this, can tell another.
//
// TinyTorch's own generator is linear over bits: a worker that sees the noise
// of one question can solve for its state, walk to the next question, and know
// which sample that will be.
#ifndef GRADER_RANDOM_SECRET_H_
#define GRADER_RANDOM_SECRET_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace olympics {

// A stream of numbers: the key stream of ChaCha20 (Bernstein, 2008; RFC 8439's
// block function), libsodium's. Of one thread at a time.
class SecretStream {
 public:
  using Key = std::array<unsigned char, 32>;

  explicit SecretStream(const Key& key) : key_(key), at_(kBlock) {}

  uint64_t next();               // uniform over 64 bits
  float uniform();               // uniform in [0, 1), 24 bits
  int64_t below(int64_t bound);  // uniform in [0, bound), exactly; bound > 0

 private:
  static constexpr size_t kBlock = 4096;

  Key key_;
  uint64_t block_ = 0;  // of the key stream's 2^64, the next
  size_t at_;           // in `bytes_`
  std::array<unsigned char, kBlock> bytes_ = {};
};

// What all streams of one grading come from.
class SecretSeed {
 public:
  // 256 bits of the kernel's.
  static SecretSeed Fresh();
  // The same for the same text, to repeat a run whose seed does not matter.
  static SecretSeed Of(const std::string& text);

  // A stream for one purpose, "image_classification/order": streams of other
  // purposes tell nothing of it. The same for the same purpose.
  //
  //   SecretStream order = seed.For("order"), noise = seed.For("noise");
  SecretStream For(const std::string& purpose) const;

 private:
  explicit SecretSeed(const SecretStream::Key& key) : key_(key) {}
  SecretStream::Key key_;
};

// Into a random order (Fisher and Yates).
template <typename T>
void Shuffle(std::vector<T>& values, SecretStream& random) {
  for (size_t i = values.size(); i > 1; --i) {
    std::swap(values[i - 1], values[random.below(static_cast<int64_t>(i))]);
  }
}

}  // namespace olympics

#endif  // GRADER_RANDOM_SECRET_H_
