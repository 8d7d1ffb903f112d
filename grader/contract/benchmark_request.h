// How a submission's measuring program, which runs in the sandbox, asks for
// what it cannot do there: to be compared with the baseline. Students do not
// need it.
#ifndef GRADER_CONTRACT_BENCHMARK_REQUEST_H_
#define GRADER_CONTRACT_BENCHMARK_REQUEST_H_

namespace olympics {

// A socket. The program writes one byte, kCompareRequest, and reads one: the
// exit code with which the comparison, printed meanwhile, ended.
inline constexpr int kBenchmarkFd = 3;
inline constexpr char kCompareRequest = 'c';

// Where the program finds what it may read.
inline constexpr char kBenchmarkWeights[] = "/in/weights.safetensors";
inline constexpr char kBenchmarkImages[] = "/train/images";
inline constexpr char kBenchmarkLabels[] = "/train/labels";

}  // namespace olympics

#endif  // GRADER_CONTRACT_BENCHMARK_REQUEST_H_
