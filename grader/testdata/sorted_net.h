// Knows an image by how bright its pixels are, wherever they are.
#ifndef GRADER_TESTDATA_SORTED_NET_H_
#define GRADER_TESTDATA_SORTED_NET_H_

#include <algorithm>
#include <functional>

#include "tinytorch/layers/layers.h"

struct SortedNet : tinytorch::Sequential {
  SortedNet() {
    add<tinytorch::Linear>(784, 32);
    add<tinytorch::ReLU>();
    add<tinytorch::Linear>(32, 10);
  }
};

// [n, 1, 28, 28] to [n, 784], each image's pixels from bright to dark.
inline tinytorch::Tensor Sorted(const tinytorch::Tensor& images) {
  const int64_t n = images.size(0);
  tinytorch::Tensor sorted = images.reshape({n, 784}).clone();
  for (int64_t i = 0; i < n; ++i) {
    float* pixels = sorted.data() + i * 784;
    std::sort(pixels, pixels + 784, std::greater<float>());
  }
  return sorted;
}

#endif  // GRADER_TESTDATA_SORTED_NET_H_
