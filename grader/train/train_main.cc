// The main program of every training binary: reads the training split from
// /train, calls the submission's Train, and writes /out/weights.safetensors.
#include <cstdio>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/contract/train.h"
#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/layers/safetensors.h"

namespace {

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return 1;
}

}  // namespace

int main() {
  // Line by line: whoever waits sees every epoch as it ends, and what the
  // program says right before it dies.
  std::setvbuf(stdout, nullptr, _IOLBF, 1 << 10);
  absl::StatusOr<tinytorch::Tensor> images =
      tinytorch::load_idx_images("/train/images");
  if (!images.ok()) return Fail(images.status());
  absl::StatusOr<std::vector<int32_t>> labels =
      tinytorch::load_idx_labels("/train/labels");
  if (!labels.ok()) return Fail(labels.status());
  absl::StatusOr<tinytorch::StateDict> weights =
      olympics::Train({*std::move(images), *std::move(labels)});
  if (!weights.ok()) return Fail(weights.status());
  const absl::Status saved =
      tinytorch::save_safetensors(*weights, "/out/weights.safetensors");
  return saved.ok() ? 0 : Fail(saved);
}
