#include "grader/random/secret.h"

#include <sodium.h>

#include <cstdlib>
#include <cstring>
#include <limits>

namespace olympics {
namespace {

// Chooses the processor's implementations, and opens the kernel's numbers. It
// fails on a system that has none.
void Prepare() {
  static const int prepared = sodium_init();
  if (prepared < 0) std::abort();
}

// BLAKE2b, keyed with the seed where there is one.
SecretStream::Key Hash(const std::string& text, const SecretStream::Key* key) {
  Prepare();
  SecretStream::Key out;
  crypto_generichash(out.data(), out.size(),
                     reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), key == nullptr ? nullptr : key->data(),
                     key == nullptr ? 0 : key->size());
  return out;
}

}  // namespace

uint64_t SecretStream::next() {
  if (at_ == kBlock) {
    unsigned char nonce[crypto_stream_chacha20_NONCEBYTES];
    static_assert(sizeof(nonce) == sizeof(block_));
    std::memcpy(nonce, &block_, sizeof(nonce));
    crypto_stream_chacha20(bytes_.data(), bytes_.size(), nonce, key_.data());
    ++block_;
    at_ = 0;
  }
  uint64_t number;
  std::memcpy(&number, bytes_.data() + at_, sizeof(number));
  at_ += sizeof(number);
  return number;
}

float SecretStream::uniform() {
  return static_cast<float>(next() >> 40) * 0x1p-24f;
}

int64_t SecretStream::below(int64_t bound) {
  const auto n = static_cast<uint64_t>(bound);
  // What is left over above the last whole multiple of n is drawn again.
  const uint64_t most = std::numeric_limits<uint64_t>::max();
  const uint64_t last = most - (most % n + 1) % n;
  uint64_t number = next();
  while (number > last) number = next();
  return static_cast<int64_t>(number % n);
}

SecretSeed SecretSeed::Fresh() {
  Prepare();
  SecretStream::Key key;
  randombytes_buf(key.data(), key.size());
  return SecretSeed(key);
}

SecretSeed SecretSeed::Of(const std::string& text) {
  return SecretSeed(Hash(text, nullptr));
}

SecretStream SecretSeed::For(const std::string& purpose) const {
  return SecretStream(Hash(purpose, &key_));
}

}  // namespace olympics
