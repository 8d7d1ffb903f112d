// A meter whose figures are above what the machine uses when it does nothing.
#ifndef GRADER_ENERGY_IDLE_H_
#define GRADER_ENERGY_IDLE_H_

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "grader/energy/meter.h"

namespace olympics {

class AboveIdle {
 public:
  // Seconds since any start; tests have a clock of their own.
  using SecondsClock = std::function<double()>;

  explicit AboveIdle(std::unique_ptr<EnergyMeter> meter,
                     SecondsClock clock = base::SteadySeconds)
      : meter_(std::move(meter)), clock_(std::move(clock)) {}

  // Measures the idle power while `wait` blocks and nothing runs.
  absl::Status MeasureIdle(const std::function<void()>& wait);
  double idle_watts() const { return idle_watts_; }

  // As EnergyMeter's; Stop gives what is above the idle power, not below 0.
  absl::Status Start();
  // Its wall_seconds are this one's to fill in.
  absl::StatusOr<double> Stop(Activity activity);

  const EnergyMeter& meter() const { return *meter_; }

 private:
  std::unique_ptr<EnergyMeter> meter_;
  SecondsClock clock_;
  double started_ = 0;
  double idle_watts_ = 0;
};

}  // namespace olympics

#endif  // GRADER_ENERGY_IDLE_H_
