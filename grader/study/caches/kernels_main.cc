// Prints what each kernel takes on this machine, in nanoseconds an element, by
// the clock alone and with what the emulated board's caches add.
//
//   bazel test --test_output=all //grader/study/caches:kernels_on_board
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <vector>

#include "grader/clock/board_timer.h"
#include "grader/study/caches/kernels.h"

namespace olympics {
namespace {

// What kernels give, so that they are not left out.
volatile uint64_t result;

// Runs it once for the caches, then measures.
void Measure(const char* name, int64_t elements,
             const std::function<uint64_t()>& kernel) {
  {
    const BoardTimer warm;
    result = kernel();
  }
  const ModelledMisses before = ReadModelledMisses();
  BoardTimer::Reading took;
  {
    const BoardTimer timer;
    result = kernel();
    took = timer.Read();
  }
  const ModelledMisses after = ReadModelledMisses();
  const auto each = [&](int64_t total) {
    return static_cast<double>(total) / static_cast<double>(elements);
  };
  std::printf("%-44s %9.2f %9.2f %8.3f %8.3f\n", name,
              each(took.nanoseconds - took.stall_nanoseconds),
              each(took.nanoseconds), each(after.data - before.data),
              each(after.memory_lines - before.memory_lines));
}

void MeasureReads() {
  const std::vector<uint64_t> large(16 << 17, 3), small(2048, 3);
  Measure("read in order, 16 KiB, a line", small.size() / 8,
          [&] { return ReadInOrder(small); });
  Measure("read in order, 16 MiB, a line", large.size() / 8,
          [&] { return ReadInOrder(large); });
  for (const int64_t step : {8, 16, 64, 512, 1024}) {
    char name[64];
    std::snprintf(name, sizeof(name), "read in steps of %d bytes, 16 MiB",
                  static_cast<int>(step) * 8);
    Measure(name, static_cast<int64_t>(large.size()) / step,
            [&] { return ReadInSteps(large, step); });
  }
}

void MeasureChases() {
  for (const int kib : {16, 64, 256, 512, 4096, 16384}) {
    const std::vector<uint64_t> ring = MakeRing(int64_t{kib} << 10, 1);
    const int64_t steps = static_cast<int64_t>(ring.size());
    char name[64];
    std::snprintf(name, sizeof(name), "chase, %d KiB", kib);
    Measure(name, steps, [&] { return Chase(ring, steps); });
    if (kib != 16384) continue;
    std::snprintf(name, sizeof(name), "eight chases, %d KiB, a step of all",
                  kib);
    Measure(name, steps / 8, [&] { return ChaseEight(ring, steps); });
  }
}

void MeasureWrites() {
  std::vector<uint64_t> from(8 << 17, 3), to(8 << 17);
  Measure("fill 8 MiB, a line", static_cast<int64_t>(to.size()) / 8, [&] {
    Fill(to, 7);
    return to[5];
  });
  Measure("copy 8 MiB, a line", static_cast<int64_t>(to.size()) / 8, [&] {
    std::copy(from.begin(), from.end(), to.begin());
    return to[5];
  });
}

void MeasureProducts() {
  constexpr int kN = 1024, kRows = 32;
  std::vector<float> a(kN * kN, 1), b(kN * kN, 2), c(kN * kN);
  const auto took = [&] { return static_cast<uint64_t>(c[kN + 1]); };
  Measure("product 1024 x 1024, plain, a multiplication",
          int64_t{kRows} * kN * kN, [&] {
            MultiplyPlain(a.data(), b.data(), c.data(), kN, kRows);
            return took();
          });
  Measure("product 1024 x 1024, in blocks of 32", int64_t{kRows} * kN * kN,
          [&] {
            MultiplyBlocked(a.data(), b.data(), c.data(), kN, 32, kRows);
            return took();
          });
}

void MeasureLookUps() {
  for (const int kib : {16, 256, 16384}) {
    const std::vector<uint64_t> table(int64_t{kib} << 7, 5);
    char name[64];
    std::snprintf(name, sizeof(name), "look-ups in %d KiB", kib);
    Measure(name, 100'000, [&] { return LookUp(table, 100'000); });
  }
}

int Main() {
  if (!JoinBoard()) {
    std::printf("This machine's caches are not modelled.\n");
  }
  std::printf("%-44s %9s %9s %8s %8s\n", "ns (and lines) an element", "without",
              "with", "L1 miss", "memory");
  MeasureReads();
  MeasureWrites();
  MeasureChases();
  MeasureProducts();
  MeasureLookUps();
  return 0;
}

}  // namespace
}  // namespace olympics

int main() { return olympics::Main(); }
