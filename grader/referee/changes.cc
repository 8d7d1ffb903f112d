#include "grader/referee/changes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace olympics {
namespace {

// A sample on its way.
struct Image {
  int height, width;
  const float* values;

  float at(int y, int x) const {
    const bool inside = y >= 0 && y < height && x >= 0 && x < width;
    return inside ? values[y * width + x] : 0.0f;
  }
  // Between its values, bilinear.
  float between(float y, float x) const {
    const float floor_y = std::floor(y), floor_x = std::floor(x);
    const int iy = static_cast<int>(floor_y), ix = static_cast<int>(floor_x);
    const float dy = y - floor_y, dx = x - floor_x;
    const float above = at(iy, ix) * (1 - dx) + at(iy, ix + 1) * dx;
    const float below = at(iy + 1, ix) * (1 - dx) + at(iy + 1, ix + 1) * dx;
    return above * (1 - dy) + below * dy;
  }
};

// Evenly from -most to most.
float Either(double most, SecretStream& random) {
  return static_cast<float>(most) * (2 * random.uniform() - 1);
}

// Displacements that change smoothly over a sample: those of a coarse grid of
// places, and between them linear.
class Pulls {
 public:
  Pulls(double most, SecretStream& random) {
    for (float& p : pulls_) p = Either(most, random);
  }
  // At the shares `y` and `x` of height and width, 0..1.
  float at(float y, float x) const {
    const float gy = y * (kGrid - 1), gx = x * (kGrid - 1);
    const int iy = std::min(static_cast<int>(gy), kGrid - 2);
    const int ix = std::min(static_cast<int>(gx), kGrid - 2);
    const float dy = gy - static_cast<float>(iy);
    const float dx = gx - static_cast<float>(ix);
    const float* p = pulls_.data() + iy * kGrid + ix;
    return (p[0] * (1 - dx) + p[1] * dx) * (1 - dy) +
           (p[kGrid] * (1 - dx) + p[kGrid + 1] * dx) * dy;
  }

 private:
  static constexpr int kGrid = 4;
  std::array<float, kGrid * kGrid> pulls_;
};

// Makes a patch 0, somewhere within.
void Erase(double most, int height, int width, SecretStream& random,
           float* values) {
  const auto side = [&](int whole) {
    return static_cast<int>(
        random.below(1 + static_cast<int64_t>(most * whole)));
  };
  const int rows = side(height), columns = side(width);
  const auto top = static_cast<int>(random.below(height - rows + 1));
  const auto left = static_cast<int>(random.below(width - columns + 1));
  for (int y = top; y < top + rows; ++y) {
    std::fill_n(values + y * width + left, columns, 0.0f);
  }
}

}  // namespace

void Unchanged(const TaskSpec& task, const float* sample, SecretStream&,
               float* out) {
  std::copy_n(sample, task.height() * task.width(), out);
}

void Perturb(const TaskSpec& task, const float* sample, SecretStream& random,
             float* out) {
  const Perturbation& p = task.perturbation();
  const int height = task.height(), width = task.width();
  const Image image = {height, width, sample};
  const auto shift = [&](int most) {
    return static_cast<int>(random.below(2 * most + 1)) - most;
  };
  const int dy = shift(p.max_shift_y()), dx = shift(p.max_shift_x());
  const float brightness = 1 + Either(p.brightness(), random);
  const auto most = static_cast<float>(p.noise());
  uint64_t bits = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      // Eight noises out of one draw, each of 256 levels.
      bits = x % 8 == 0 ? random.next() : bits >> 8;
      const float noise =
          most * (static_cast<float>(bits & 0xff) - 127.5f) / 127.5f;
      out[y * width + x] =
          std::clamp(image.at(y + dy, x + dx) * brightness + noise, 0.0f, 1.0f);
    }
  }
}

void Distort(const TaskSpec& task, const float* sample, SecretStream& random,
             float* out) {
  const Distortion& d = task.strong();
  const int height = task.height(), width = task.width();
  const Image image = {height, width, sample};
  const float angle =
      Either(d.rotation_degrees(), random) * std::numbers::pi_v<float> / 180;
  const float scale_y = 1 + Either(d.scale(), random);
  const float scale_x = 1 + Either(d.scale(), random);
  const float shear = Either(d.shear(), random);
  const float shift_y = Either(d.shift_y(), random);
  const float shift_x = Either(d.shift_x(), random);
  const Pulls pulls_y(d.elastic(), random), pulls_x(d.elastic(), random);
  const float contrast = 1 + Either(d.contrast(), random);
  const float sine = std::sin(angle), cosine = std::cos(angle);
  const float middle_y = static_cast<float>(height - 1) / 2;
  const float middle_x = static_cast<float>(width - 1) / 2;
  std::vector<float> moved(static_cast<size_t>(height) * width);
  float sum = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const float v = (static_cast<float>(y) - middle_y) * scale_y;
      const float u = (static_cast<float>(x) - middle_x) * scale_x + shear * v;
      const float place_y = static_cast<float>(y) / static_cast<float>(height);
      const float place_x = static_cast<float>(x) / static_cast<float>(width);
      const float value =
          image.between(cosine * v + sine * u + middle_y + shift_y +
                            pulls_y.at(place_y, place_x),
                        cosine * u - sine * v + middle_x + shift_x +
                            pulls_x.at(place_y, place_x));
      moved[y * width + x] = value;
      sum += value;
    }
  }
  const float mean = sum / static_cast<float>(moved.size());
  for (float& value : moved) {
    value = std::clamp(mean + (value - mean) * contrast, 0.0f, 1.0f);
  }
  Erase(d.erased(), height, width, random, moved.data());
  Perturb(task, moved.data(), random, out);
}

}  // namespace olympics
