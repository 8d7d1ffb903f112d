#include "tinytorch/acceleration/direct.h"

#include <algorithm>

#include "tinytorch/acceleration/cpu.h"
#include "tinytorch/acceleration/direct_kernels.h"

namespace tinytorch {
namespace {

using internal::DirectKernels;
using internal::DirectTile;
using internal::DirectTileInt8;

const DirectKernels& Kernels() {
#if defined(__x86_64__)
  switch (target()) {
    case Target::kAvx512Vnni:
      return internal::Avx512VnniDirectKernels();
    case Target::kAvx512:
      return internal::Avx512DirectKernels();
    case Target::kAvx2:
      return internal::Avx2DirectKernels();
    case Target::kBaseline:
      break;
  }
#endif
  return internal::BaselineDirectKernels();
}

int64_t RoundUp(int64_t x, int64_t to) { return (x + to - 1) / to * to; }

// Calls f(first output, vectors) for each panel: two vectors, and one at the
// end where that is enough.
template <typename F>
void ForEachPanel(int64_t outputs, int64_t lanes, F f) {
  for (int64_t o = 0; o < outputs; o += 2 * lanes) {
    f(o, outputs - o > lanes ? 2 : 1);
  }
}

// Calls f(first pixel, count) for tiles of nearly equal size.
template <typename F>
void ForEachTile(int64_t pixels, int64_t most, F f) {
  if (pixels <= most) {
    if (pixels > 0) f(0, pixels);
    return;
  }
  // In 32 bits, where division is quick.
  const uint32_t n = static_cast<uint32_t>(pixels);
  const uint32_t tiles =
      (n + static_cast<uint32_t>(most) - 1) / static_cast<uint32_t>(most);
  const uint32_t size = n / tiles, larger = n % tiles;
  for (uint32_t t = 0, first = 0; t < tiles; ++t) {
    const uint32_t count = size + (t < larger ? 1 : 0);
    f(int64_t{first}, int64_t{count});
    first += count;
  }
}

// How weights are packed: panels one after another; in each, for each group of
// `group` steps of a row, `width` outputs by `group` weights, zeros beyond the
// row's end and the last output. Calls f(place in the pack, place in
// [outputs][rows·run]) for every weight.
template <typename F>
void ForEachPacked(const DirectKernels& kernels, int64_t group, int64_t outputs,
                   int64_t rows, int64_t run, F f) {
  const int64_t groups = (run + group - 1) / group;
  int64_t at = 0;
  ForEachPanel(outputs, kernels.lanes, [&](int64_t first, int64_t vectors) {
    const int64_t width = vectors * kernels.lanes;
    for (int64_t r = 0; r < rows; ++r) {
      for (int64_t i = 0; i < groups; ++i, at += width * group) {
        for (int64_t o = 0; o < std::min(width, outputs - first); ++o) {
          for (int64_t j = 0; j < std::min(group, run - i * group); ++j) {
            f(at + o * group + j,
              ((first + o) * rows + r) * run + i * group + j);
          }
        }
      }
    }
  });
}

template <typename T>
void PackPanels(const DirectKernels& kernels, int64_t group, int64_t outputs,
                int64_t rows, int64_t run, const T* w, Block<T>& packed) {
  const int64_t steps = rows * RoundUp(run, group);
  packed.assign(RoundUp(outputs, kernels.lanes) * steps, T(0));
  ForEachPacked(kernels, group, outputs, rows, run,
                [&](int64_t to, int64_t from) { packed[to] = w[from]; });
}

}  // namespace

DirectWeights::DirectWeights(int64_t outputs, int64_t rows, int64_t run,
                             const float* w, const float* bias, int64_t runs,
                             int64_t run_stride)
    : kernels_(&Kernels()),
      outputs_(outputs),
      rows_(rows),
      run_(run),
      runs_(runs),
      run_stride_(run_stride) {
  PackPanels(*kernels_, 1, outputs, rows * runs, run, w, packed_);
  bias_.assign(RoundUp(outputs, kernels_->lanes), 0.0f);
  if (bias != nullptr) std::copy_n(bias, outputs, bias_.data());
}

int64_t DirectWeights::bytes() const {
  return static_cast<int64_t>((packed_.size() + bias_.size()) * sizeof(float));
}

const char* DirectWeights::target() const { return kernels_->target; }

void DirectWeights::Apply(const float* x, int64_t pixels, int64_t pixel_stride,
                          int64_t row_stride, bool relu, float* y,
                          int64_t y_stride) const {
  const float* w = packed_.data();
  // From the last run of a row.
  const int64_t next_row = row_stride - (runs_ - 1) * run_stride_;
  ForEachPanel(outputs_, kernels_->lanes, [&](int64_t first, int64_t vectors) {
    ForEachTile(pixels, kernels_->max_pixels, [&](int64_t p, int64_t count) {
      const DirectTile tile = {.x = x + p * pixel_stride,
                               .pixel_stride = pixel_stride,
                               .runs = rows_ * runs_,
                               .per_row = runs_,
                               .run_stride = run_stride_,
                               .row_stride = next_row,
                               .run = run_,
                               .w = w,
                               .bias = bias_.data() + first,
                               .relu = relu,
                               .out = y + p * y_stride + first,
                               .out_stride = y_stride,
                               .columns = outputs_ - first};
      kernels_->tile[vectors - 1][count - 1](tile);
    });
    w += rows_ * runs_ * run_ * vectors * kernels_->lanes;
  });
}

DirectWeightsInt8::DirectWeightsInt8(int64_t outputs, int64_t rows, int64_t run,
                                     const int8_t* w, const int32_t* bias,
                                     int64_t runs, int64_t run_stride)
    : kernels_(&Kernels()),
      outputs_(outputs),
      rows_(rows),
      run_(run),
      runs_(runs),
      run_stride_(run_stride) {
  PackPanels(*kernels_, kernels_->group, outputs, rows * runs, run, w, packed_);
  bias_.assign(RoundUp(outputs, kernels_->lanes), 0);
  if (bias != nullptr) std::copy_n(bias, outputs, bias_.data());
}

int64_t DirectWeightsInt8::bytes() const {
  return static_cast<int64_t>(packed_.size() + bias_.size() * sizeof(int32_t));
}

const char* DirectWeightsInt8::target() const { return kernels_->target; }

std::vector<int8_t> DirectWeightsInt8::Unpack() const {
  std::vector<int8_t> w(outputs_ * rows_ * runs_ * run_);
  ForEachPacked(*kernels_, kernels_->group, outputs_, rows_ * runs_, run_,
                [&](int64_t from, int64_t to) { w[to] = packed_[from]; });
  return w;
}

void DirectWeightsInt8::Apply(const uint8_t* x, int64_t pixels,
                              int64_t pixel_stride, int64_t row_stride,
                              int32_t* y, int64_t y_stride) const {
  if (pixels == 0) return;
  const int64_t groups = (run_ + kernels_->group - 1) / kernels_->group;
  const void* source = x;
  if (kernels_->wide_x) {
    thread_local Scratch scratch;
    const int64_t count = (pixels - 1) * pixel_stride +
                          (rows_ - 1) * row_stride + (runs_ - 1) * run_stride_ +
                          groups * kernels_->group;
    int16_t* wide =
        static_cast<int16_t*>(scratch.Reserve(count * sizeof(int16_t)));
    for (int64_t i = 0; i < count; ++i) wide[i] = x[i];
    source = wide;
  }
  const int8_t* w = packed_.data();
  // From the last run of a row.
  const int64_t next_row = row_stride - (runs_ - 1) * run_stride_;
  ForEachPanel(outputs_, kernels_->lanes, [&](int64_t first, int64_t vectors) {
    ForEachTile(pixels, kernels_->int8_max_pixels,
                [&](int64_t p, int64_t count) {
                  const int64_t at = p * pixel_stride;
                  const DirectTileInt8 tile = {
                      .x = kernels_->wide_x
                               ? static_cast<const void*>(
                                     static_cast<const int16_t*>(source) + at)
                               : static_cast<const uint8_t*>(source) + at,
                      .pixel_stride = pixel_stride,
                      .runs = rows_ * runs_,
                      .per_row = runs_,
                      .run_stride = run_stride_,
                      .row_stride = next_row,
                      .run = groups,
                      .w = w,
                      .bias = bias_.data() + first,
                      .out = y + p * y_stride + first,
                      .out_stride = y_stride,
                      .columns = outputs_ - first};
                  kernels_->int8_tile[vectors - 1][count - 1](tile);
                });
    w += rows_ * runs_ * groups * kernels_->group * vectors * kernels_->lanes;
  });
}

}  // namespace tinytorch
