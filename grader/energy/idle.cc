#include "grader/energy/idle.h"

#include <algorithm>

namespace olympics {

absl::Status AboveIdle::MeasureIdle(const std::function<void()>& wait) {
  idle_watts_ = 0;
  if (absl::Status s = Start(); !s.ok()) return s;
  wait();
  const double seconds = clock_() - started_;
  const absl::StatusOr<double> joules = meter_->Stop({.wall_seconds = seconds});
  if (!joules.ok()) return joules.status();
  idle_watts_ = seconds > 0 ? *joules / seconds : 0;
  return absl::OkStatus();
}

absl::Status AboveIdle::Start() {
  absl::Status status = meter_->Start();
  started_ = clock_();
  return status;
}

absl::StatusOr<double> AboveIdle::Stop(Activity activity) {
  const double seconds = clock_() - started_;
  activity.wall_seconds = seconds;
  const absl::StatusOr<double> joules = meter_->Stop(activity);
  if (!joules.ok()) return joules.status();
  return std::max(0.0, *joules - idle_watts_ * seconds);
}

}  // namespace olympics
