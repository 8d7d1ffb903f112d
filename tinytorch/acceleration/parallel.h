// Threads for loops whose turns do not depend on each other.
//
//   set_num_threads(4);
//   parallel_for(0, rows, 16, [&](int64_t begin, int64_t end) { ... });
//
// One thread is the default, so that measurements mean what they say; Gemm uses
// more for large products when told to.
#ifndef TINYTORCH_ACCELERATION_PARALLEL_H_
#define TINYTORCH_ACCELERATION_PARALLEL_H_

#include <cstdint>
#include <functional>

namespace tinytorch {

// For the whole program; count >= 1. Not while a parallel_for() runs.
void set_num_threads(int count);
int num_threads();

// Calls body on parts of [begin, end) that together are all of it, each of at
// least `grain` turns but the last, on up to num_threads() threads, this one
// among them; returns when all are done. Inside of body it runs in one part.
// body must not throw.
void parallel_for(int64_t begin, int64_t end, int64_t grain,
                  const std::function<void(int64_t, int64_t)>& body);

}  // namespace tinytorch

#endif  // TINYTORCH_ACCELERATION_PARALLEL_H_
