#include "tinytorch/dataloader/dataloader.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>

#include "tinytorch/base/check.h"

namespace tinytorch {
namespace {

// A generator of its own for each (seed, epoch, batch).
Generator GeneratorOf(uint64_t seed, int64_t epoch, int64_t batch) {
  Generator g(seed * 0x9E3779B97F4A7C15u + static_cast<uint64_t>(epoch) + 1);
  return Generator(g.next() + static_cast<uint64_t>(batch));
}

}  // namespace

TensorDataset::TensorDataset(Tensor images, std::vector<int32_t> labels)
    : images_(std::move(images)), labels_(std::move(labels)) {
  TT_CHECK(images_.dim() >= 1 &&
           images_.size(0) == static_cast<int64_t>(labels_.size()))
      << "TensorDataset: images of shape " << to_string(images_.sizes())
      << " with " << labels_.size() << " labels";
}

int64_t TensorDataset::size() const { return images_.size(0); }

Example TensorDataset::get(int64_t index) const {
  TT_CHECK(index >= 0 && index < size())
      << "TensorDataset: example " << index << " of " << size();
  return {images_.slice(0, index, index + 1).squeeze(0), labels_[index]};
}

Transform RandomCrop(int64_t size, int64_t padding) {
  TT_CHECK(size > 0 && padding >= 0)
      << "RandomCrop: size " << size << ", padding " << padding;
  return [size, padding](const Tensor& image, Generator& g) {
    TT_CHECK(image.dim() == 3)
        << "RandomCrop: image of shape " << to_string(image.sizes());
    const int64_t c = image.size(0), h = image.size(1), w = image.size(2);
    TT_CHECK(h + 2 * padding >= size && w + 2 * padding >= size)
        << "RandomCrop: " << size << " from " << to_string(image.sizes())
        << " padded by " << padding;
    // Where the cut starts, in the image's own coordinates.
    const int64_t top = g.below(h + 2 * padding - size + 1) - padding;
    const int64_t left = g.below(w + 2 * padding - size + 1) - padding;
    Tensor out = Tensor::zeros({c, size, size});
    const int64_t y0 = std::max<int64_t>(top, 0), y1 = std::min(h, top + size);
    const int64_t x0 = std::max<int64_t>(left, 0),
                  x1 = std::min(w, left + size);
    if (y1 > y0 && x1 > x0) {
      out.slice(1, y0 - top, y1 - top)
          .slice(2, x0 - left, x1 - left)
          .copy_(image.slice(1, y0, y1).slice(2, x0, x1));
    }
    return out;
  };
}

Transform RandomHorizontalFlip(float p) {
  TT_CHECK(p >= 0 && p <= 1) << "RandomHorizontalFlip: probability " << p;
  return [p](const Tensor& image, Generator& g) {
    if (g.uniform() >= p) return image;
    Tensor out = image.clone();
    const int64_t w = image.size(-1);
    const int64_t rows = w == 0 ? 0 : image.numel() / w;
    for (int64_t r = 0; r < rows; ++r) {
      std::reverse(out.data() + r * w, out.data() + (r + 1) * w);
    }
    return out;
  };
}

Transform Compose(std::vector<Transform> transforms) {
  return
      [transforms = std::move(transforms)](const Tensor& image, Generator& g) {
        Tensor out = image;
        for (const Transform& t : transforms) out = t(out, g);
        return out;
      };
}

DataLoader::DataLoader(const Dataset& dataset, DataLoaderOptions options)
    : dataset_(dataset), options_(std::move(options)) {
  TT_CHECK(options_.batch_size > 0)
      << "DataLoader: batch size " << options_.batch_size;
  TT_CHECK(options_.workers >= 0)
      << "DataLoader: " << options_.workers << " workers";
}

int64_t DataLoader::batches() const {
  const int64_t n = dataset_.size(), b = options_.batch_size;
  return options_.drop_last ? n / b : (n + b - 1) / b;
}

Batch DataLoader::Load(const std::vector<int64_t>& order, int64_t epoch,
                       int64_t batch) const {
  Generator g = GeneratorOf(options_.seed, epoch, batch);
  const int64_t begin = batch * options_.batch_size;
  const int64_t count = std::min<int64_t>(
      options_.batch_size, static_cast<int64_t>(order.size()) - begin);
  Batch out;
  out.labels.reserve(count);
  for (int64_t i = 0; i < count; ++i) {
    Example example = dataset_.get(order[begin + i]);
    if (options_.transform) {
      example.image = options_.transform(example.image, g);
    }
    if (i == 0) {
      Shape shape = example.image.sizes();
      shape.insert(shape.begin(), count);
      out.images = Tensor::empty(shape);
    }
    out.images.slice(0, i, i + 1).squeeze(0).copy_(example.image);
    out.labels.push_back(example.label);
  }
  return out;
}

// Threads take batch numbers in order, and keep at most two finished batches
// each waiting, so that memory stays bounded.
struct DataLoader::Epoch::Prefetcher {
  const DataLoader* loader;
  int64_t number = 0, total = 0, wanted = 0, started = 0;
  std::vector<int64_t> order;
  std::mutex mutex;
  std::condition_variable changed;
  std::map<int64_t, Batch> ready;
  bool stop = false;
  std::vector<std::thread> threads;

  void Work() {
    set_grad_enabled(false);  // a thread's own switch
    while (true) {
      int64_t mine;
      {
        std::unique_lock<std::mutex> lock(mutex);
        changed.wait(lock, [&] {
          return stop || started == total ||
                 started < wanted + 2 * loader->options_.workers;
        });
        if (stop || started == total) return;
        mine = started++;
      }
      Batch batch = loader->Load(order, number, mine);
      const std::lock_guard<std::mutex> lock(mutex);
      ready.emplace(mine, std::move(batch));
      changed.notify_all();
    }
  }
};

DataLoader::Epoch::Epoch(const DataLoader& loader, int64_t number)
    : prefetcher_(std::make_unique<Prefetcher>()) {
  Prefetcher& p = *prefetcher_;
  p.loader = &loader;
  p.number = number;
  p.total = loader.batches();
  p.order.resize(loader.dataset_.size());
  std::iota(p.order.begin(), p.order.end(), 0);
  if (loader.options_.shuffle) {
    Generator g = GeneratorOf(loader.options_.seed, number, -1);
    for (size_t i = p.order.size(); i > 1; --i) {
      std::swap(p.order[i - 1], p.order[g.below(static_cast<int64_t>(i))]);
    }
  }
  for (int i = 0; i < loader.options_.workers; ++i) {
    p.threads.emplace_back([&p] { p.Work(); });
  }
}

DataLoader::Epoch::Epoch(Epoch&&) noexcept = default;

DataLoader::Epoch::~Epoch() {
  if (prefetcher_ == nullptr) return;
  {
    const std::lock_guard<std::mutex> lock(prefetcher_->mutex);
    prefetcher_->stop = true;
    prefetcher_->changed.notify_all();
  }
  for (std::thread& t : prefetcher_->threads) t.join();
}

bool DataLoader::Epoch::Advance() {
  Prefetcher& p = *prefetcher_;
  std::unique_lock<std::mutex> lock(p.mutex);
  if (p.wanted == p.total) return false;
  if (p.threads.empty()) {
    current_ = p.loader->Load(p.order, p.number, p.wanted++);
    return true;
  }
  p.changed.wait(lock, [&] { return p.ready.contains(p.wanted); });
  auto found = p.ready.find(p.wanted++);
  current_ = std::move(found->second);
  p.ready.erase(found);
  p.changed.notify_all();
  return true;
}

DataLoader::Epoch DataLoader::epoch(int64_t number) const {
  return Epoch(*this, number);
}

}  // namespace tinytorch
