// A start for run_benchmark.cc, a submission's own measuring program:
//
//   int main(int argc, char** argv) { return olympics::RunBenchmark(argc,
//   argv); }
//
//   bazel run //submissions/<name>:run_benchmark
//
// Outside of the grader, so its figures count for nothing but your own eyes: no
// sandbox, no baseline, no other images than random ones.
#ifndef GRADER_CONTRACT_BENCHMARK_H_
#define GRADER_CONTRACT_BENCHMARK_H_

namespace olympics {

// Loads the weights named by argv[1] (the rule gives them) into this
// submission's model, and prints its inferences a second at batch 1 and 64,
// each for about a second: the median of many short turns, and the range of the
// middle half of them. With argv[2] "--profile" TinyTorch's profiler runs it
// instead and names the bottleneck; "--detailed" at batch 64 as well; "--json" is
// for scripts. Returns an exit code.
int RunBenchmark(int argc, char** argv);

}  // namespace olympics

#endif  // GRADER_CONTRACT_BENCHMARK_H_
