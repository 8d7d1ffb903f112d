#include "grader/fresh/redraw.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "grader/referee/changes.h"
#include "grader/tasks/digit_ink.h"

namespace olympics {
namespace {

constexpr int kSide = kBitmapSide;
using Bitmap = std::array<float, kSide * kSide>;  // ink of 0..1

// Of four values in a row, the one at the share `t` between the second and the
// third (Catmull and Rom).
float Cubic(float a, float b, float c, float d, float t) {
  return b + 0.5f * t *
                 (c - a +
                  t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

// A smooth surface through the blocks' ink.
void Refine(const float* sample, Bitmap& bitmap) {
  constexpr int n = kDigitSide;
  // Where a pixel lies between two blocks: behind which, and how far.
  const auto behind = [](int pixel) {
    return (pixel + kDigitBlock / 2) / kDigitBlock - 1;
  };
  const auto share = [](int pixel) {
    const int past = (pixel + kDigitBlock / 2) % kDigitBlock;
    return (static_cast<float>(past) + 0.5f) / kDigitBlock;
  };
  const auto ink = [&](int y, int x) {
    return y >= 0 && y < n && x >= 0 && x < n ? sample[y * n + x] : 0.0f;
  };
  std::array<std::array<float, kSide>, n + 4> rows;  // from the row -2 on
  for (int y = -2; y < n + 2; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const int at = behind(x);
      rows[y + 2][x] = Cubic(ink(y, at - 1), ink(y, at), ink(y, at + 1),
                             ink(y, at + 2), share(x));
    }
  }
  for (int y = 0; y < kSide; ++y) {
    const int at = behind(y) + 2;
    for (int x = 0; x < kSide; ++x) {
      bitmap[y * kSide + x] =
          std::clamp(Cubic(rows[at - 1][x], rows[at][x], rows[at + 1][x],
                           rows[at + 2][x], share(y)),
                     0.0f, 1.0f);
    }
  }
}

// Each pixel becomes the most (or the least, where `thicker` is not so) of
// itself and its two neighbours in steps of `step`; `share` of the way.
void Spread(bool thicker, int step, float share, Bitmap& bitmap) {
  const Bitmap before = bitmap;
  for (int i = 0; i < kSide * kSide; ++i) {
    // What lies in another row is beyond the edge.
    const bool down = step == kSide;
    const int place = down ? i / kSide : i % kSide;
    const float a = place > 0 ? before[i - step] : 0;
    const float b = place < kSide - 1 ? before[i + step] : 0;
    const float all =
        thicker ? std::max({a, before[i], b}) : std::min({a, before[i], b});
    bitmap[i] = before[i] + share * (all - before[i]);
  }
}

}  // namespace

void Redraw(const TaskSpec& task, const float* sample, SecretStream& random,
            float* out) {
  const Distortion& d = task.strong();
  // The same on a finer grid.
  TaskSpec fine;
  fine.set_height(kSide);
  fine.set_width(kSide);
  Distortion& finer = *fine.mutable_strong();
  finer = d;
  finer.set_shift_y(kDigitBlock * d.shift_y());
  finer.set_shift_x(kDigitBlock * d.shift_x());
  finer.set_elastic(kDigitBlock * d.elastic());
  Bitmap smooth, ink;
  Refine(sample, smooth);
  Distort(fine, smooth.data(), random, ink.data());
  const float most = static_cast<float>(d.thickness()) * kDigitBlock;
  const float more = most * (2 * random.uniform() - 1);
  for (float left = std::fabs(more); left > 0; left -= 1) {
    for (const int step : {1, kSide}) {
      Spread(more > 0, step, std::min(left, 1.0f), ink);
    }
  }
  // What was smoothed has its edges again.
  constexpr float kEdge = 1.5f;
  for (float& v : ink) v = std::clamp((v - 0.5f) * kEdge + 0.5f, 0.0f, 1.0f);
  for (int y = 0; y < kDigitSide; ++y) {
    for (int x = 0; x < kDigitSide; ++x) {
      float sum = 0;
      for (int i = 0; i < kMostInk; ++i) {
        sum += ink[(y * kDigitBlock + i / kDigitBlock) * kSide +
                   x * kDigitBlock + i % kDigitBlock];
      }
      out[y * kDigitSide + x] = std::round(sum) / kMostInk;
    }
  }
}

}  // namespace olympics
