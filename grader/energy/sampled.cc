#include "grader/energy/sampled.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace olympics {
namespace {

using Clock = std::chrono::steady_clock;

class SampledMeter : public EnergyMeter {
 public:
  SampledMeter(std::unique_ptr<PowerSource> source, int milliseconds)
      : source_(std::move(source)),
        every_(milliseconds),
        thread_([this] { Sample(); }) {}

  ~SampledMeter() override {
    {
      const std::lock_guard lock(mutex_);
      end_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  std::string Describe() const override { return source_->Describe(); }
  bool estimated() const override { return false; }

  absl::Status Start() override {
    const std::lock_guard lock(mutex_);
    failure_ = absl::OkStatus();
    running_ = true;
    joules_ = 0;
    const absl::StatusOr<double> watts = source_->Watts();
    if (!watts.ok()) return Lost(watts.status());
    last_watts_ = *watts;
    last_time_ = Clock::now();
    return absl::OkStatus();
  }

  absl::StatusOr<double> Stop(const Activity&) override {
    const std::lock_guard lock(mutex_);
    Add();
    running_ = false;
    if (!failure_.ok()) return failure_;
    return joules_;
  }

 private:
  absl::Status Lost(const absl::Status& status) const {
    return absl::UnavailableError(
        absl::StrCat("the meter ", source_->Describe(),
                     " does not answer: ", std::string(status.message())));
  }

  // Adds what was used since the last reading. The mutex is held.
  void Add() {
    const absl::StatusOr<double> watts = source_->Watts();
    const Clock::time_point now = Clock::now();
    if (!watts.ok()) {
      failure_ = Lost(watts.status());
      return;
    }
    const double seconds =
        std::chrono::duration<double>(now - last_time_).count();
    joules_ += 0.5 * (*watts + last_watts_) * seconds;
    last_watts_ = *watts;
    last_time_ = now;
  }

  void Sample() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, every_, [this] { return end_; })) {
      if (running_) Add();
    }
  }

  const std::unique_ptr<PowerSource> source_;
  const std::chrono::milliseconds every_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool end_ = false, running_ = false;
  absl::Status failure_;
  double joules_ = 0, last_watts_ = 0;
  Clock::time_point last_time_;
  std::thread thread_;  // last: it uses all of the others
};

}  // namespace

std::unique_ptr<EnergyMeter> Sampled(std::unique_ptr<PowerSource> source,
                                     int milliseconds) {
  return std::make_unique<SampledMeter>(std::move(source), milliseconds);
}

}  // namespace olympics
