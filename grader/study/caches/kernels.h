// Small programs that use memory in one way each, so that what the emulated
// board's caches cost can be held beside what was published of the real ones.
#ifndef GRADER_STUDY_CACHES_KERNELS_H_
#define GRADER_STUDY_CACHES_KERNELS_H_

#include <cstdint>
#include <vector>

namespace olympics {

// The sum of what is there, eight numbers at a time.
uint64_t ReadInOrder(const std::vector<uint64_t>& values);

// The places of a ring through all lines of `bytes` in an order of chance;
// place i holds the place after i. It is in 64-byte lines: 8 numbers each.
std::vector<uint64_t> MakeRing(int64_t bytes, uint64_t seed);
// Follows rings, as many at once as there are starts (1 or 8), `steps` times.
uint64_t Chase(const std::vector<uint64_t>& ring, int64_t steps);
uint64_t ChaseEight(const std::vector<uint64_t>& ring, int64_t steps);

// The sum of every `step`-th number.
uint64_t ReadInSteps(const std::vector<uint64_t>& values, int64_t step);

// Writes that number everywhere.
void Fill(std::vector<uint64_t>& values, uint64_t value);

// The first `rows` rows of c += a * b, all n * n, row by row: c[i][j] by a row
// of a and a column of b; and the same in blocks of `block` * `block`, which n
// and `rows` must be multiples of.
void MultiplyPlain(const float* a, const float* b, float* c, int n, int rows);
void MultiplyBlocked(const float* a, const float* b, float* c, int n, int block,
                     int rows);

// The sum of `count` entries of a table of a power of two entries, in an order
// of chance, each known before the one before is there.
uint64_t LookUp(const std::vector<uint64_t>& table, int64_t count);

}  // namespace olympics

#endif  // GRADER_STUDY_CACHES_KERNELS_H_
