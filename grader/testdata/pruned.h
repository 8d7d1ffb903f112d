// Weights without the small ones: another function, about as good.
#ifndef GRADER_TESTDATA_PRUNED_H_
#define GRADER_TESTDATA_PRUNED_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "tinytorch/layers/layers.h"

namespace olympics {

// Of every tensor of more than a few values the smallest `share` are zeros.
inline tinytorch::StateDict WithoutSmall(const tinytorch::StateDict& weights,
                                         double share) {
  tinytorch::StateDict pruned;
  for (const auto& [name, tensor] : weights) {
    tinytorch::Tensor kept = tensor.clone();
    std::vector<float> sizes;
    for (int64_t i = 0; i < kept.numel(); ++i) {
      sizes.push_back(std::fabs(kept.data()[i]));
    }
    const auto least_kept =
        sizes.begin() +
        static_cast<int64_t>(share * static_cast<double>(sizes.size()));
    std::nth_element(sizes.begin(), least_kept, sizes.end());
    for (int64_t i = 0; sizes.size() > 32 && i < kept.numel(); ++i) {
      if (std::fabs(kept.data()[i]) < *least_kept) kept.data()[i] = 0;
    }
    pruned[name] = kept;
  }
  return pruned;
}

}  // namespace olympics

#endif  // GRADER_TESTDATA_PRUNED_H_
