#include "tinytorch/caching/caching.h"

#include <algorithm>

#include "tinytorch/autograd/autograd.h"

namespace tinytorch {

// Room for max_length positions, filled from the front.
class KVCache::Layer : public KeyValueStore {
 public:
  explicit Layer(const Shape& shape)
      : room_{Tensor::empty(shape), Tensor::empty(shape)} {}

  KeyValue append(const KeyValue& next) override {
    const int64_t end = length_ + next.key.size(2);
    room_.key.slice(2, length_, end).copy_(next.key);
    room_.value.slice(2, length_, end).copy_(next.value);
    length_ = end;
    return {room_.key.slice(2, 0, end), room_.value.slice(2, 0, end)};
  }
  void clear() { length_ = 0; }
  int64_t bytes() const {
    return 2 * room_.key.numel() * static_cast<int64_t>(sizeof(float));
  }

 private:
  KeyValue room_;
  int64_t length_ = 0;
};

KVCache::KVCache(const GPT& model, int64_t batch) {
  const GPTOptions& o = model.options();
  for (int64_t i = 0; i < o.layers; ++i) {
    layers_.push_back(std::make_unique<Layer>(
        Shape{batch, o.heads, o.max_length, o.dim / o.heads}));
    stores_.push_back(layers_.back().get());
  }
}

KVCache::~KVCache() = default;

Tensor KVCache::forward(GPT& model, const Tensor& tokens) {
  TT_CHECK(tokens.dim() == 2 &&
           length_ + tokens.size(1) <= model.options().max_length)
      << "KVCache: tokens of shape " << to_string(tokens.sizes()) << " after "
      << length_ << " positions of at most " << model.options().max_length;
  const NoGradGuard no_grad;  // what is kept has no history
  Tensor logits = model.forward_from(tokens, length_, stores_);
  length_ += tokens.size(1);
  return logits;
}

int64_t KVCache::bytes() const {
  int64_t total = 0;
  for (const auto& layer : layers_) total += layer->bytes();
  return total;
}

void KVCache::clear() {
  for (const auto& layer : layers_) layer->clear();
  length_ = 0;
}

std::vector<int32_t> generate_cached(GPT& model,
                                     absl::Span<const int32_t> prompt,
                                     const GenerateOptions& options) {
  const int64_t most = model.options().max_length;
  KVCache cache(model);
  return generate_with(
      model, prompt, options, [&](absl::Span<const int32_t> ids) {
        const int64_t total = static_cast<int64_t>(ids.size());
        if (total > most) cache.clear();  // every position has moved
        const int64_t time = std::min(total, most) - cache.length();
        return cache.forward(model, indices(ids.last(time), {1, time}));
      });
}

}  // namespace tinytorch
