// What it costs to ask at all: a question to nobody, handed over as a worker's
// questions are.
//
// Between two cores of a machine that somebody else divides, that cost is not
// the same for long: a hypervisor may run both on one physical core now (0.3 µs
// for an image) and on two a few seconds later (1.5 µs). It is part of every
// question's time, so a fast entry's speed depended on it. The referee measures
// it right before each pair of turns, and the judge takes it off.
#ifndef GRADER_REFEREE_HANDOFF_H_
#define GRADER_REFEREE_HANDOFF_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include "grader/channel/channel.h"
#include "grader/referee/turns.h"
#include "grader/referee/worker_process.h"

namespace olympics {

// A thread of the referee's own on the workers' core, which answers without
// computing: it reads each cache line of a question once, as any model must,
// and writes as many scores as the task has.
//
//   Handoff handoff(cores, shape);
//   const double seconds = handoff.Seconds(questions);  // of one question
//
// It sleeps while it is not asked. The workers must be paused when it is: what
// runs beside it on the core makes questions look cheaper than they are.
class Handoff {
 public:
  Handoff(const Cores& cores, const Shape& shape);
  ~Handoff();
  Handoff(const Handoff&) = delete;
  Handoff& operator=(const Handoff&) = delete;

  // The median of some of `questions`, from their middle, whose samples are of
  // the shape given. 0 where there is none.
  double Seconds(const Questions& questions);

  // CPU time that the thread has used.
  double CpuSeconds();

 private:
  void Answer();
  double Ask(const float* samples, int batch);

  const Cores cores_;
  const Shape shape_;
  const uint32_t spins_;
  std::unique_ptr<Channel> channel_;
  // Sleep at once after the next answer.
  std::atomic<bool> rest_ = true;
  uint32_t asked_ = 0;
  std::vector<float> scores_;
  std::thread thread_;
};

}  // namespace olympics

#endif  // GRADER_REFEREE_HANDOFF_H_
