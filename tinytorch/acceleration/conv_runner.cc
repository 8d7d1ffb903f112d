#include "tinytorch/acceleration/conv_runner.h"

namespace tinytorch {

// First down the window's rows, then along them.
#define TT_POOL_ROW(T)                                                       \
  TT_SIMD void PoolRow(const T* const* rows, int64_t window, int64_t stride, \
                       int64_t width, int64_t channels, T* scratch, T* to) { \
    const int64_t n = ((width - 1) * stride + window) * channels;            \
    const T* down = rows[0];                                                 \
    for (int64_t i = 1; i < window; ++i) {                                   \
      Larger(rows[i], down, scratch, n);                                     \
      down = scratch;                                                        \
    }                                                                        \
    for (int64_t x = 0; x < width; ++x) {                                    \
      const T* first = down + x * stride * channels;                         \
      T* out = to + x * channels;                                            \
      if (window == 1) std::copy_n(first, channels, out);                    \
      for (int64_t j = 1; j < window; ++j) {                                 \
        Larger(first + j * channels, j == 1 ? first : out, out, channels);   \
      }                                                                      \
    }                                                                        \
  }
TT_POOL_ROW(float)
TT_POOL_ROW(int32_t)
#undef TT_POOL_ROW

}  // namespace tinytorch
