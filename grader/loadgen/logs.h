// A run's logs, named and shaped as MLPerf's load generator writes them.
#ifndef GRADER_LOADGEN_LOGS_H_
#define GRADER_LOADGEN_LOGS_H_

#include <string>
#include <vector>

#include "grader/loadgen/loadgen.h"

namespace olympics {

// The text of mlperf_log_summary.txt.
std::string SummaryLog(const Summary& summary, const std::string& sut);

// The text of mlperf_log_detail.txt: one ":::MLLOG {json}" a line, with
// MLPerf's keys; of queries, the first `queries` that were completed.
std::string DetailLog(const Summary& summary,
                      const std::vector<Completed>& completed,
                      const std::string& sut, int64_t started_unix_ms,
                      int64_t queries = 1000);

}  // namespace olympics

#endif  // GRADER_LOADGEN_LOGS_H_
