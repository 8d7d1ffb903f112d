// Evidence for tests: what a good submission's would be.
#ifndef GRADER_EVIDENCE_MADE_UP_H_
#define GRADER_EVIDENCE_MADE_UP_H_

#include "grader/evidence/evidence.h"

namespace olympics {

// A turn of 100 samples, 10 of them wrong, at so many a second.
inline Turn MadeUpTurn(double per_second) {
  Turn turn;
  turn.samples = 100;
  turn.of[kTestSample] = {50, 4, 50 / per_second};
  turn.of[kTrainingSample] = {25, 1, 25 / per_second};
  turn.of[kStrongSample] = {25, 5, 25 / per_second};
  turn.seconds = 100 / per_second;
  turn.cpu_seconds = turn.seconds;
  turn.joules = 5 * turn.seconds;
  turn.latency_seconds = 1 / per_second;
  return turn;
}

// Of one task: twice the baseline's speed, 91 % of the answers right.
inline Evidence MadeUpEvidence(const TaskSpec& task) {
  Evidence e;
  e.inspection.set_files(3);
  TaskEvidence& t = e.tasks.emplace_back();
  t.task = task;
  t.training.set_ok(true);
  t.training.set_cpu_seconds(100);
  t.pairs.assign(40, {MadeUpTurn(5000), MadeUpTurn(10000)});
  t.samples = 10000;
  t.correct = 9100;
  t.quality = 0.91;
  t.asked_again = 200;
  t.batched = 200;
  t.shuffled_quality = 0.1;
  t.other_weights_quality = {0.1, 0.2, 0.1};
  t.pause_seconds = 1;
  t.pause_cpu_seconds = 0.001;
  return e;
}

// The same in the closed division of a suite of one task: the rest of its tasks
// count as the reference.
inline Evidence MadeUpSuite(const TaskSpec& task) {
  Evidence e = MadeUpEvidence(task);
  TaskEvidence& t = e.tasks[0];
  t.single_stream = t.pairs;
  t.offline = t.pairs;
  t.pairs.clear();
  t.perturbed_quality = 0.90;
  t.closed = true;
  t.closed_difference = 0.01;
  t.latency_ns = 1e5;
  t.performance_answers = 1000;
  for (const char* test : {"TEST01", "TEST04", "TEST05"}) {
    t.compliance.push_back({test, {1.0, 1.0, 1.0}, {1.0, 1.0, 1.0}, {0, 1, 2}});
  }
  e.division = "closed";
  return e;
}

}  // namespace olympics

#endif  // GRADER_EVIDENCE_MADE_UP_H_
