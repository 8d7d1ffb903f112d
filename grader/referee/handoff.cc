#include "grader/referee/handoff.h"

#include <pthread.h>

#include <algorithm>
#include <cstring>
#include <ctime>

#include "base/statistics.h"
#include "grader/clock/board_timer.h"

namespace olympics {
namespace {

// Enough for a median; at batch 1 they take some tens of microseconds.
constexpr int kQuestions = 32;
// Before those that count: the thread slept.
constexpr int kWaking = 4;
constexpr int64_t kSleepNs = 1'000'000'000;
constexpr int kFloatsOfALine = 64 / sizeof(float);

}  // namespace

Handoff::Handoff(const Cores& cores, const Shape& shape)
    : cores_(cores),
      shape_(shape),
      spins_(cores.spin ? kSpins : 0),
      channel_(std::make_unique<Channel>()),
      scores_(int64_t{kMaxBatch} * shape.outputs),
      thread_([this] { Answer(); }) {}

Handoff::~Handoff() {
  channel_->batch = 0;
  Publish(channel_->asked, ++asked_, channel_->worker_sleeps);
  thread_.join();
}

void Handoff::Answer() {
  PinThread(cores_.worker);
  Channel& c = *channel_;
  uint32_t seen = 0;
  while (true) {
    const uint32_t asked = AwaitChange(
        c.asked, seen, c.worker_sleeps,
        rest_.load(std::memory_order_relaxed) ? 0 : spins_, kSleepNs);
    if (asked == seen) continue;
    seen = asked;
    const int64_t batch = c.batch;
    if (batch <= 0) return;
    float sum = 0;
    for (int64_t i = 0; i < batch * shape_.sample_floats();
         i += kFloatsOfALine) {
      sum += c.samples[i];
    }
    std::fill_n(c.scores, batch * shape_.outputs, sum);
    Publish(c.answered, asked, c.referee_sleeps);
  }
}

double Handoff::Ask(const float* samples, int batch) {
  Channel& c = *channel_;
  const BoardTimer timer;
  std::memcpy(c.samples, samples,
              sizeof(float) * batch * shape_.sample_floats());
  c.batch = batch;
  const uint32_t before = asked_++;
  Publish(c.asked, asked_, c.worker_sleeps);
  while (AwaitChange(c.answered, before, c.referee_sleeps, spins_, kSleepNs) ==
         before) {
  }
  std::memcpy(scores_.data(), c.scores, sizeof(float) * batch * shape_.outputs);
  return 1e-9 * static_cast<double>(timer.Read().nanoseconds);
}

double Handoff::Seconds(const Questions& questions) {
  if (questions.queries() == 0) return 0;
  rest_ = false;
  // One right after the other in memory, as those of a turn are: what the
  // referee's caches hold of them is part of the cost.
  const int first =
      std::max(0, (questions.queries() - kWaking - kQuestions) / 2);
  std::vector<double> seconds;
  for (int i = 0; i < kWaking + kQuestions; ++i) {
    if (i == kWaking + kQuestions - 1) rest_ = true;
    const double s = Ask(questions.query((first + i) % questions.queries()),
                         questions.batch());
    if (i >= kWaking) seconds.push_back(s);
  }
  return base::Median(std::move(seconds));
}

double Handoff::CpuSeconds() {
  clockid_t clock;
  timespec t = {};
  if (pthread_getcpuclockid(thread_.native_handle(), &clock) != 0 ||
      clock_gettime(clock, &t) != 0) {
    return 0;
  }
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

}  // namespace olympics
