// Anomaly detection out of Fashion-MNIST: one class is normal, the others are
// anomalies.
#ifndef GRADER_TASKS_ANOMALIES_H_
#define GRADER_TASKS_ANOMALIES_H_

#include <cstddef>
#include <string>
#include <vector>

namespace olympics {

// Images of a split of theirs, by their places in it, and a label of 0 (normal)
// or 1 for each.
struct ChosenImages {
  std::vector<size_t> places;
  std::string labels;
};

// Of labels of theirs, a byte each: what the training split is made of, all
// normal; the test split's images, the first 500 of both; and those that are
// behind them, which no split holds.
//
//   NormalImages("\1\0\1")   // places 0 and 2
ChosenImages NormalImages(const std::string& labels);
ChosenImages TestImages(const std::string& labels);
ChosenImages OtherImages(const std::string& labels);

}  // namespace olympics

#endif  // GRADER_TASKS_ANOMALIES_H_
