// Measures the model beside the baseline, outside of the grader:
//
//   bazel run //submissions/fused:run_benchmark
#include "grader/contract/benchmark.h"

int main(int argc, char** argv) { return olympics::RunBenchmark(argc, argv); }
