// The blocks of queries that a benchmark suite's runs are made of.
#ifndef GRADER_REFEREE_LOAD_BLOCKS_H_
#define GRADER_REFEREE_LOAD_BLOCKS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "grader/evidence/evidence.h"
#include "grader/loadgen/loadgen.h"
#include "grader/random/secret.h"
#include "grader/referee/samples.h"
#include "grader/referee/turns.h"

namespace olympics {

// A load generator whose queries are handed out in blocks: its time is that in
// which its worker is asked.
class LoadBlocks {
 public:
  LoadBlocks(const TestSettings& settings, int64_t set_size)
      : load_(settings, set_size) {}

  // The next samples, up to `count` queries of one sample; fewer at the end.
  std::vector<int64_t> Next(int count);
  // What the last of them took, as far as they were asked.
  void Complete(const std::vector<double>& seconds);
  LoadGenerator& load() { return load_; }

 private:
  LoadGenerator load_;
  std::vector<Query> pending_;
  int64_t now_ns_ = 0;
};

// Adds any samples of `data` until there are `count`.
void FillUp(const DataSet& data, size_t count, SecretStream& random,
            std::vector<int64_t>& indices);

// These samples as they are, in queries of `batch`, and behind them others that
// are only asked to wake a worker up.
Questions WithWaking(const DataSet& data, const std::vector<int64_t>& indices,
                     int batch, SecretStream& random);

// A block of a scenario's own samples, among others that nobody asked before:
// whoever kept answers or has a table is quicker on what it knows, and does not
// see where the one ends and the other begins.
struct MixedBlock {
  Questions questions;  // the last of them only wake a worker up
  int queries = 0;      // those that are timed

  // Once they were asked:
  Answers answers = {}, own_answers = {};
  std::vector<double> own_seconds = {};  // of each own query

  // Fills in the above, and leaves samples and seconds of `turn` to the own.
  void Divide(Answers all, const std::vector<double>& seconds, int outputs,
              Turn& turn);
};

// Test samples `own` as they are, in queries of `batch`, in their order, with
// others of `mixed` between them in its shares.
MixedBlock Mix(const DataSet& data, const std::vector<int64_t>& own, int batch,
               MixedSamples& mixed, SecretStream& random);

}  // namespace olympics

#endif  // GRADER_REFEREE_LOAD_BLOCKS_H_
