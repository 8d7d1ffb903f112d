// Single-precision general matrix multiplication, the engine behind matmul,
// Linear and Conv2d.
//
// The plain algorithm is three loops,
//     for i in m: for j in n: for p in k: C[i][j] += A[i][p] * B[p][j]
// and GemmReference below is just that. Gemm gives the same sums, in another
// order, as fast as the machine allows: panels of A and B are packed so that
// the inner kernel reads memory in a straight line, blocks are sized for the
// caches, and the kernel keeps a tile of C in vector registers (Goto and
// van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008).
// AVX-512, AVX2 or the compiler's baseline (SSE2, NEON) is chosen when the
// program runs.
#ifndef TINYTORCH_ACCELERATION_GEMM_H_
#define TINYTORCH_ACCELERATION_GEMM_H_

#include <cstdint>

namespace tinytorch {

// A read-only matrix anywhere in memory: element (i, j) is
// data[i * row_stride + j * col_stride]. A transpose is the strides swapped.
struct MatrixView {
  const float* data;
  int64_t row_stride;
  int64_t col_stride;
};

// C = A·B, or C += A·B with `accumulate`. A is m×k, B is k×n, C is m×n with
// rows `c_stride` floats apart (c_stride >= n). C must not overlap A or B.
// With k == 0 the product is all zeros. Thread safe.
void Gemm(int64_t m, int64_t n, int64_t k, MatrixView a, MatrixView b, float* c,
          int64_t c_stride, bool accumulate = false);

// The definition, for tests and for reading.
void GemmReference(int64_t m, int64_t n, int64_t k, MatrixView a, MatrixView b,
                   float* c, int64_t c_stride, bool accumulate = false);

// The instruction set that Gemm runs on here: "avx512", "avx2" or "baseline".
const char* GemmTarget();

}  // namespace tinytorch

#endif  // TINYTORCH_ACCELERATION_GEMM_H_
