// What a training prints while it runs, for people who wait.
#ifndef GRADER_TRAIN_TRAINING_LOG_H_
#define GRADER_TRAIN_TRAINING_LOG_H_

#include <cstdio>
#include <string>

#include "sandbox/outcome.h"

namespace olympics {

// Writes each line as it comes to a file that others may read meanwhile, behind
// the CPU time used so far and the budget, both in seconds:
//
//   TrainingLog log(file, 900);
//   log.Add("epoch 3/14  loss 0.41", 40.6);   // no line yet
//   log.Add("20\nepo", 40.7);   // [  41 of 900 CPU s] epoch 3/14  loss 0.4120
//   log.End(41);                // [  41 of 900 CPU s] epo
//
// Lines are plain text (grader/report/text.h) of 200 bytes at most; after 1 MiB
// one line says that no more is kept. What the file does not take is lost.
class TrainingLog {
 public:
  // `file` outlives this.
  TrainingLog(std::FILE* file, double budget_seconds);

  void Add(const std::string& bytes, double cpu_seconds);
  // Writes a line that was begun and did not end.
  void End(double cpu_seconds);

 private:
  void Write(const std::string& line, double cpu_seconds);

  std::FILE* const file_;
  const double budget_seconds_;
  std::string begun_;
  size_t written_ = 0;
};

// Why a training gave no weights: what became of it, what went of its budget,
// and the last epoch that it told of ("epoch 3/14", "Epoch 3 of 14" or
// "epoch 3"), which is the program's own word:
//
//   it was stopped at its CPU time limit, after 900.2 s of CPU: all of its 900
//   s; the last epoch that it told of was 9 of 14
std::string TrainingFailure(const sandbox::Outcome& outcome,
                            double budget_seconds);

}  // namespace olympics

#endif  // GRADER_TRAIN_TRAINING_LOG_H_
