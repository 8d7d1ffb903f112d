// The memory that the referee and a worker share: a question, an answer, and
// two counters that hand them over. It lies in a memfd that cannot grow or
// shrink.
//
// The referee writes a question and increments `asked`; the worker answers and
// stores the same number in `answered`. Each side looks at the counter for a
// while before it sleeps on it (futex), so that a busy exchange costs no system
// call. Everything here may be overwritten by the worker at any time: the
// referee copies what it needs and believes none of it.
#ifndef GRADER_CHANNEL_CHANNEL_H_
#define GRADER_CHANNEL_CHANNEL_H_

#include <atomic>
#include <cstdint>

namespace olympics {

inline constexpr int kMaxBatch = 256;
inline constexpr int kMaxSampleFloats = 28 * 28;
inline constexpr int kMaxOutputs = 16;
// Descriptors that a worker starts with.
inline constexpr int kChannelFd = 3;
inline constexpr int kWeightsFd = 4;

enum class WorkerState : uint32_t {
  kStarting = 0,
  kReady = 1,       // the weights are loaded
  kBadWeights = 2,  // `error` says why
  kBadAnswer = 3,   // likewise: not of the contract's shape
  kBadCount = 4,    // likewise: not as many answers as questions
};

// What is asked: samples of [1, height, width], `outputs` scores each.
struct Shape {
  int32_t height = 28, width = 28, outputs = 10;

  int sample_floats() const { return height * width; }
};

struct Channel {
  // How often a side looks before it sleeps; 0 on a machine of one core.
  uint32_t spins;
  Shape shape;  // set before the worker starts
  std::atomic<uint32_t> state;
  char error[480];

  alignas(64) std::atomic<uint32_t> asked;
  std::atomic<uint32_t> worker_sleeps;
  int32_t batch;  // of the question asked; 0 asks the worker to end
  alignas(64) std::atomic<uint32_t> answered;
  std::atomic<uint32_t> referee_sleeps;

  // One sample right after the other, and one answer.
  alignas(64) float scores[kMaxBatch * kMaxOutputs];
  alignas(64) float samples[kMaxBatch * kMaxSampleFloats];
};

static_assert(std::atomic<uint32_t>::is_always_lock_free);

// Waits until `counter` is no longer `old`: looks `spins` times, then sleeps
// for at most `sleep_ns`. `sleeps` tells the other side that a wake-up is
// needed. Returns the counter's value, which is `old` if the time ran out.
uint32_t AwaitChange(std::atomic<uint32_t>& counter, uint32_t old,
                     std::atomic<uint32_t>& sleeps, uint32_t spins,
                     int64_t sleep_ns);

// Stores `value` and wakes a sleeper.
void Publish(std::atomic<uint32_t>& counter, uint32_t value,
             std::atomic<uint32_t>& sleeps);

}  // namespace olympics

#endif  // GRADER_CHANNEL_CHANNEL_H_
