// A model that is one module, made in Load.
#ifndef GRADER_STUDY_TECHNIQUES_ENTRY_H_
#define GRADER_STUDY_TECHNIQUES_ENTRY_H_

#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "grader/contract/model.h"
#include "net.h"

namespace olympics {

using Made = absl::StatusOr<std::unique_ptr<tinytorch::Module>>;

class Entry : public Model {
 public:
  explicit Entry(Made (*make)(tinytorch::StateDict weights)) : make_(make) {}
  absl::Status Load(const tinytorch::StateDict& weights) override {
    Made made = make_(weights);
    if (made.ok()) net_ = *std::move(made);
    return made.status();
  }
  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    return net_->forward(images);
  }

 private:
  Made (*make_)(tinytorch::StateDict);
  std::unique_ptr<tinytorch::Module> net_;
};

// What training hands over beside the net's own weights.
inline constexpr char kCalibration[] = "calibration";

// The net that was trained, as it was.
inline absl::StatusOr<std::unique_ptr<tinytorch::Sequential>> Trained(
    void (*build)(tinytorch::Sequential&), tinytorch::StateDict weights) {
  weights.erase(kCalibration);
  auto net = std::make_unique<tinytorch::Sequential>();
  build(*net);
  net->eval();
  absl::Status status = net->load_state_dict(weights);
  if (!status.ok()) return status;
  return net;
}

}  // namespace olympics

#endif  // GRADER_STUDY_TECHNIQUES_ENTRY_H_
