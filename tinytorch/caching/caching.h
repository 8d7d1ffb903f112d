// Module 18: caching, or not computing the same thing twice.
//
//   KVCache cache(model);
//   std::vector<int32_t> text = generate_cached(model, prompt, {.tokens =
//   100});
#ifndef TINYTORCH_CACHING_CACHING_H_
#define TINYTORCH_CACHING_CACHING_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "tinytorch/attention/attention.h"
#include "tinytorch/base/check.h"
#include "tinytorch/transformers/transformers.h"

namespace tinytorch {

// The keys and values that every layer of a GPT computed for the positions so
// far. A causal model never changes them, so each new token costs one position
// of work instead of all of them. Memory: layers · 2 · batch · max_length · dim
// floats, taken once.
class KVCache {
 public:
  explicit KVCache(const GPT& model, int64_t batch = 1);
  ~KVCache();
  KVCache(const KVCache&) = delete;
  KVCache& operator=(const KVCache&) = delete;

  // Logits for `tokens` [batch, time], which follow on what the cache holds,
  // and are added to it. length() + time <= max_length.
  Tensor forward(GPT& model, const Tensor& tokens);

  int64_t length() const { return length_; }  // positions held
  int64_t bytes() const;
  void clear();

 private:
  class Layer;
  int64_t length_ = 0;
  std::vector<std::unique_ptr<Layer>> layers_;
  std::vector<KeyValueStore*> stores_;
};

// The tokens that generate() gives, in time that grows in line with their
// number as long as prompt and tokens fit into max_length. Beyond it the window
// moves, with it every position, and each token costs a whole window again.
std::vector<int32_t> generate_cached(GPT& model,
                                     absl::Span<const int32_t> prompt,
                                     const GenerateOptions& options);

// Results of a function by argument, the least recently used dropped first.
template <typename Key, typename Value, typename Hash = std::hash<Key>>
class Memo {
 public:
  // capacity > 0 results.
  explicit Memo(size_t capacity) : capacity_(capacity) {
    TT_CHECK(capacity > 0) << "Memo: room for no result";
  }

  // f(key), from memory where it is there. The reference lasts until the next
  // call.
  template <typename F>
  const Value& get(const Key& key, F f) {
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) {
      ++hits_;
      entries_.splice(entries_.begin(), entries_, found->second);
      return found->second->second;
    }
    ++misses_;
    Value value = f(key);
    if (entries_.size() == capacity_) {
      by_key_.erase(entries_.back().first);
      entries_.pop_back();
    }
    entries_.emplace_front(key, std::move(value));
    by_key_[key] = entries_.begin();
    return entries_.front().second;
  }

  int64_t hits() const { return hits_; }
  int64_t misses() const { return misses_; }

 private:
  using Entries = std::list<std::pair<Key, Value>>;
  size_t capacity_;
  Entries entries_;  // the most recently used first
  std::unordered_map<Key, typename Entries::iterator, Hash> by_key_;
  int64_t hits_ = 0, misses_ = 0;
};

}  // namespace tinytorch

#endif  // TINYTORCH_CACHING_CACHING_H_
