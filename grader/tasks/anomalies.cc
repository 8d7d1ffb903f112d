#include "grader/tasks/anomalies.h"

#include <functional>

namespace olympics {
namespace {

constexpr char kNormal = 1;  // trousers
constexpr size_t kTestOfEach = 500;

// Those of which it says so: whether an image is an anomaly, and how many of
// the same were before it.
ChosenImages Choose(const std::string& labels,
                    const std::function<bool(bool, size_t)>& takes) {
  ChosenImages chosen;
  size_t before[2] = {};
  for (size_t i = 0; i < labels.size(); ++i) {
    const bool anomaly = labels[i] != kNormal;
    if (!takes(anomaly, before[anomaly]++)) continue;
    chosen.places.push_back(i);
    chosen.labels += static_cast<char>(anomaly);
  }
  return chosen;
}

}  // namespace

ChosenImages NormalImages(const std::string& labels) {
  return Choose(labels, [](bool anomaly, size_t) { return !anomaly; });
}

ChosenImages TestImages(const std::string& labels) {
  return Choose(labels,
                [](bool, size_t before) { return before < kTestOfEach; });
}

ChosenImages OtherImages(const std::string& labels) {
  return Choose(labels,
                [](bool, size_t before) { return before >= kTestOfEach; });
}

}  // namespace olympics
