// The questions of a run: test images, each changed a little, so that none
// comes twice.
#ifndef GRADER_REFEREE_SAMPLES_H_
#define GRADER_REFEREE_SAMPLES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tinytorch/tensor/random.h"
#include "tinytorch/tensor/tensor.h"

namespace olympics {

// How an image is changed; each keeps what it shows.
inline constexpr int kMaxShift = 1;             // pixels, each way, each axis
inline constexpr float kMaxBrightness = 0.05f;  // as a share, up or down
inline constexpr float kMaxNoise = 0.01f;  // grey levels of 0..1, each pixel

// The change itself: `image` and `out` are 28×28, values 0..1.
void Perturb(const float* image, tinytorch::Generator& random, float* out);

// An endless walk over a data set: every image once, in an order drawn from the
// seed, then again in another order, each time changed anew.
class SampleStream {
 public:
  // images [n, 1, 28, 28] with n >= 1, labels 0..9.
  SampleStream(tinytorch::Tensor images, std::vector<int32_t> labels,
               uint64_t seed);

  // Writes the next image to `out` (784 floats); returns its label.
  int32_t Next(float* out);

 private:
  tinytorch::Tensor images_;
  std::vector<int32_t> labels_;
  tinytorch::Generator random_;
  std::vector<int32_t> order_;
  size_t at_;
};

// From the two IDX files of the test split.
absl::StatusOr<SampleStream> OpenSamples(const std::string& images,
                                         const std::string& labels,
                                         uint64_t seed);

}  // namespace olympics

#endif  // GRADER_REFEREE_SAMPLES_H_
