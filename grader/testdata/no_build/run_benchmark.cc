#include "grader/contract/benchmark.h"

int main(int argc, char** argv) { return olympics::RunBenchmark(argc, argv); }
