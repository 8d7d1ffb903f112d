// For benchmarks that claim to be faster than something: both in one run.
#ifndef TINYTORCH_BASE_RATIO_H_
#define TINYTORCH_BASE_RATIO_H_

#include <chrono>

#include "benchmark/benchmark.h"

namespace tinytorch {

// Times `ours` and `peer` turn by turn, `repeats` calls a turn. The time shown
// is ours; the counter `ratio` says how many times longer the peer takes, and
// `items` how many of `items_per_call` ours works off in a second. Register
// with UseManualTime().
template <typename Ours, typename Peer>
void RunRatio(benchmark::State& state, int repeats, double items_per_call,
              Ours ours, Peer peer) {
  using Clock = std::chrono::steady_clock;
  const auto seconds_of = [repeats](auto& f) {
    const Clock::time_point start = Clock::now();
    for (int i = 0; i < repeats; ++i) f();
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  seconds_of(ours);
  seconds_of(peer);
  double our_seconds = 0, peer_seconds = 0;
  for (auto _ : state) {
    const double seconds = seconds_of(ours);
    our_seconds += seconds;
    peer_seconds += seconds_of(peer);
    state.SetIterationTime(seconds / repeats);
  }
  state.counters["ratio"] = peer_seconds / our_seconds;
  state.counters["items"] = items_per_call * repeats *
                            static_cast<double>(state.iterations()) /
                            our_seconds;
}

}  // namespace tinytorch

#endif  // TINYTORCH_BASE_RATIO_H_
