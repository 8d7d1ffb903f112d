// Module 8: data sets, and batches of them.
//
//   absl::StatusOr<Tensor> images = load_idx_images("train-images-idx3-ubyte");
//   absl::StatusOr<std::vector<int32_t>> labels = load_idx_labels(...);
//   TensorDataset train(*images, *labels);
//   DataLoader loader(train, {.batch_size = 64, .shuffle = true});
//   for (const Batch& batch : loader.epoch(0)) ...   // batch.images [64, 1,
//   28, 28]
//
// The order of an epoch depends on the seed and the epoch alone, and so do the
// random changes that transforms make: the number of workers changes nothing.
#ifndef TINYTORCH_DATALOADER_DATALOADER_H_
#define TINYTORCH_DATALOADER_DATALOADER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tinytorch/tensor/random.h"
#include "tinytorch/tensor/tensor.h"

namespace tinytorch {

struct Example {
  Tensor image;
  int32_t label = 0;
};

struct Batch {
  Tensor images;  // [batch, ...]: the examples' images, stacked
  std::vector<int32_t> labels;
};

class Dataset {
 public:
  virtual ~Dataset() = default;
  virtual int64_t size() const = 0;
  // 0 <= index < size(). Called from several threads at once.
  virtual Example get(int64_t index) const = 0;
};

// Example i is images[i] with labels[i]. Shares the tensor's storage.
class TensorDataset : public Dataset {
 public:
  TensorDataset(Tensor images, std::vector<int32_t> labels);
  int64_t size() const override;
  Example get(int64_t index) const override;

 private:
  Tensor images_;
  std::vector<int32_t> labels_;
};

// --- Transforms: an image [channels, height, width] in, another out ----------

using Transform = std::function<Tensor(const Tensor&, Generator&)>;

// Pads all sides with `padding` zeros and cuts out size×size at random.
Transform RandomCrop(int64_t size, int64_t padding);
// Mirrors left and right with probability p.
Transform RandomHorizontalFlip(float p = 0.5f);
// One after another.
Transform Compose(std::vector<Transform> transforms);

struct DataLoaderOptions {
  int64_t batch_size = 1;
  bool shuffle = false;
  bool drop_last = false;  // leaves out a last batch that is not full
  int workers = 0;         // threads that prepare batches ahead; 0: none
  uint64_t seed = 0;
  Transform transform = {};  // applied to each image as it is loaded
};

class DataLoader {
 public:
  // `dataset` must outlive the loader.
  DataLoader(const Dataset& dataset, DataLoaderOptions options);

  int64_t batches() const;  // in an epoch

  // One pass over the data set; movable, to be walked once.
  class Epoch;
  Epoch epoch(int64_t number) const;

 private:
  Batch Load(const std::vector<int64_t>& order, int64_t epoch,
             int64_t batch) const;

  const Dataset& dataset_;
  DataLoaderOptions options_;
};

class DataLoader::Epoch {
 public:
  // Works as a C++ input range: begin() loads the first batch.
  class Iterator {
   public:
    const Batch& operator*() const { return epoch_->current_; }
    const Batch* operator->() const { return &epoch_->current_; }
    Iterator& operator++() {
      if (!epoch_->Advance()) epoch_ = nullptr;
      return *this;
    }
    bool operator==(const Iterator& other) const = default;

   private:
    friend class Epoch;
    explicit Iterator(Epoch* epoch) : epoch_(epoch) {}
    Epoch* epoch_;
  };

  Epoch(Epoch&&) noexcept;
  ~Epoch();
  Iterator begin() { return Iterator(Advance() ? this : nullptr); }
  Iterator end() { return Iterator(nullptr); }

 private:
  friend class DataLoader;
  struct Prefetcher;
  Epoch(const DataLoader& loader, int64_t number);
  bool Advance();

  Batch current_;
  std::unique_ptr<Prefetcher> prefetcher_;
};

// --- IDX files, the format of MNIST and Fashion-MNIST
// ---------------------------
//
//   bytes 0, 1  zero;  byte 2  the type, 8 = unsigned byte;  byte 3  the rank
//   rank × 4    the sizes, big endian
//   the rest    the values, row-major
//
// A file that is shorter or longer than its sizes say, or of another type or
// rank, is refused with a sentence that names it.

// [count, 1, height, width], 0..255 scaled to 0..1.
absl::StatusOr<Tensor> load_idx_images(const std::string& path);
absl::StatusOr<std::vector<int32_t>> load_idx_labels(const std::string& path);

// The same from bytes in memory.
absl::StatusOr<Tensor> parse_idx_images(const std::string& bytes);
absl::StatusOr<std::vector<int32_t>> parse_idx_labels(const std::string& bytes);

}  // namespace tinytorch

#endif  // TINYTORCH_DATALOADER_DATALOADER_H_
