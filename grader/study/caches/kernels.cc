#include "grader/study/caches/kernels.h"

#include <array>
#include <cstddef>
#include <numeric>
#include <utility>

namespace olympics {
namespace {

constexpr int64_t kLine = 8;  // numbers

uint64_t NextRandom(uint64_t& state) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

}  // namespace

uint64_t ReadInOrder(const std::vector<uint64_t>& values) {
  uint64_t sum = 0;
  for (const uint64_t v : values) sum += v;
  return sum;
}

std::vector<uint64_t> MakeRing(int64_t bytes, uint64_t seed) {
  const int64_t lines = bytes / 64;
  std::vector<int64_t> order(lines);
  std::iota(order.begin(), order.end(), 0);
  for (int64_t i = lines - 1; i > 0; --i) {
    std::swap(order[i], order[NextRandom(seed) % (i + 1)]);
  }
  std::vector<uint64_t> ring(lines * kLine);
  for (int64_t i = 0; i < lines; ++i) {
    ring[order[i] * kLine] = order[(i + 1) % lines] * kLine;
  }
  return ring;
}

uint64_t Chase(const std::vector<uint64_t>& ring, int64_t steps) {
  const uint64_t* const places = ring.data();
  uint64_t at = 0;
  for (int64_t i = 0; i < steps; i += 8) {
    at = places[at];
    at = places[at];
    at = places[at];
    at = places[at];
    at = places[at];
    at = places[at];
    at = places[at];
    at = places[at];
  }
  return at;
}

uint64_t ChaseEight(const std::vector<uint64_t>& ring, int64_t steps) {
  const uint64_t* const places = ring.data();
  std::array<uint64_t, 8> at;
  for (size_t i = 0; i < at.size(); ++i) {
    at[i] = ring.size() / 8 * i / kLine * kLine;
  }
  for (int64_t i = 0; i < steps; i += 8) {
    for (uint64_t& a : at) a = places[a];
  }
  return std::accumulate(at.begin(), at.end(), uint64_t{0});
}

uint64_t ReadInSteps(const std::vector<uint64_t>& values, int64_t step) {
  uint64_t sum = 0;
  const auto count = static_cast<int64_t>(values.size());
  for (int64_t i = 0; i < count; i += step) sum += values[i];
  return sum;
}

void Fill(std::vector<uint64_t>& values, uint64_t value) {
  // Word by word: the library's fill may clear whole lines at once.
  for (uint64_t& v : values) v = value;
}

void MultiplyPlain(const float* a, const float* b, float* c, int n, int rows) {
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < n; ++j) {
      float sum = 0;
      for (int k = 0; k < n; ++k) sum += a[i * n + k] * b[k * n + j];
      c[i * n + j] += sum;
    }
  }
}

void MultiplyBlocked(const float* a, const float* b, float* c, int n, int block,
                     int rows) {
  for (int i0 = 0; i0 < rows; i0 += block) {
    for (int j0 = 0; j0 < n; j0 += block) {
      for (int k0 = 0; k0 < n; k0 += block) {
        for (int i = i0; i < i0 + block; ++i) {
          for (int j = j0; j < j0 + block; ++j) {
            float sum = 0;
            for (int k = k0; k < k0 + block; ++k) {
              sum += a[i * n + k] * b[k * n + j];
            }
            c[i * n + j] += sum;
          }
        }
      }
    }
  }
}

uint64_t LookUp(const std::vector<uint64_t>& table, int64_t count) {
  uint64_t sum = 0, state = 88172645463325252u;
  const uint64_t mask = table.size() - 1;
  for (int64_t i = 0; i < count; ++i) sum += table[NextRandom(state) & mask];
  return sum;
}

}  // namespace olympics
