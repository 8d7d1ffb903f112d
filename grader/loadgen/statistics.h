// Latency statistics with MLPerf's meaning: percentiles, and the early-stopping
// bounds that say how many queries a percentile needs.
//
// Early stopping (MLPerf Inference rules, "Early stopping criterion"): of n
// queries, t were over a latency bound and h = n - t were under it. That at
// least the share p of all queries is under the bound is believed with
// confidence c if a system with exactly p would show h or more of n under it
// with a probability of at most 1 - c:
//
//     P(X >= h | n, p) = I_p(h, t + 1) <= 1 - c
//
// where I is the regularized incomplete beta function.
#ifndef GRADER_LOADGEN_STATISTICS_H_
#define GRADER_LOADGEN_STATISTICS_H_

#include <cstdint>
#include <optional>
#include <vector>

namespace olympics {

inline constexpr double kEarlyStoppingConfidence = 0.99;

// The least h with which t queries over the bound still pass, for t >= 0,
// 0 < percentile < 1.
int64_t MinPassingQueries(int64_t over, double percentile,
                          double confidence = kEarlyStoppingConfidence);

// Whether n queries of which `over` were over the bound pass.
bool PassesEarlyStopping(int64_t queries, int64_t over, double percentile,
                         double confidence = kEarlyStoppingConfidence);

// SingleStream and MultiStream: a latency that is, with confidence, not below
// the true percentile. With the largest t that n allows, the t-th largest
// latency. Nullopt where n is too small for any (n < 64 at the 90th, 662 at the
// 99th). `sorted` ascends.
std::optional<int64_t> EarlyStoppingEstimate(
    const std::vector<int64_t>& sorted, double percentile,
    double confidence = kEarlyStoppingConfidence);

}  // namespace olympics

#endif  // GRADER_LOADGEN_STATISTICS_H_
