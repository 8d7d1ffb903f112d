// A start for run_benchmark.cc, a submission's own measuring program:
//
//   int main(int argc, char** argv) { return olympics::RunBenchmark(argc,
//   argv); }
//
//   bazel run //submissions/<name>:run_benchmark
//
// It asks your model and the instructor's baseline in the same run, turn by
// turn, as the referee does, so that a busy machine slows both and their ratio
// holds:
//
//                                yours  baseline   gain [95 %]
//   inferences/s, batch 1        7,623     4,828   1.58 [1.45, 1.73]
//   inferences/s, batch 64      11,528     7,645   1.69 [1.22, 1.89]
//   peak memory, MB               1.30      1.42   1.09 [1.09, 1.09]
//   right answers               92.9 %    93.1 %
//
// Its figures count for nothing but your own eyes. The grade is given by
// `bazel test`: it asks images of the test split, longer, and checks the
// answers (docs/rules.md). Here they are of the training split, on which a
// model is better than on others: "right answers" shows whether it still works,
// and no more.
#ifndef GRADER_CONTRACT_BENCHMARK_H_
#define GRADER_CONTRACT_BENCHMARK_H_

namespace olympics {

// Your program runs in the sandbox, as your model does: it sees its weights,
// the training split (/train/images, /train/labels) and nothing else, and may
// take 300 s of CPU time, 2 GiB of memory and 8 threads.
//
// argv[1] names the weights. Has the table above printed, of about ten seconds.
// With "--profile" (bazel run ... -- --profile) TinyTorch's profiler runs the
// model instead, in this process, and names the bottleneck; "--detailed" at
// batch 64 as well; "--json" is for scripts. Returns an exit code: 0, or 1
// where the model or the machine could not, with the reason, or 2 for arguments
// that make no sense, or where nobody is there to compare it.
int RunBenchmark(int argc, char** argv);

}  // namespace olympics

#endif  // GRADER_CONTRACT_BENCHMARK_H_
