// Reads 8 MiB of constants for each question, a little at a time, and gives
// each part back at once, so that hardly any of it is resident.
#include <sys/mman.h>

#include <cstddef>
#include <memory>

#include "grader/contract/model.h"

namespace olympics {
namespace {

constexpr size_t kBytes = 8 << 20, kPart = 64 << 10;
alignas(kPart) const volatile unsigned char kConstants[kBytes] = {1};

class DropsModel : public Model {
 public:
  absl::Status Load(const tinytorch::StateDict&) override {
    return absl::OkStatus();
  }
  tinytorch::Tensor Predict(const tinytorch::Tensor& samples) override {
    float sum = 0;
    for (size_t at = 0; at < kBytes; at += kPart) {
      for (size_t i = 0; i < kPart; i += 4096) sum += kConstants[at + i];
      madvise(const_cast<unsigned char*>(&kConstants[at]), kPart,
              MADV_DONTNEED);
    }
    return tinytorch::Tensor::full({samples.size(0), 10}, sum);
  }
};

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<DropsModel>(); }

}  // namespace olympics
