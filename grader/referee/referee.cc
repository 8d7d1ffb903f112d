#include "grader/referee/referee.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "grader/channel/channel.h"
#include "grader/judge/judge.h"
#include "grader/judge/statistics.h"
#include "grader/referee/worker_process.h"
#include "tinytorch/tensor/random.h"

namespace olympics {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMaxQueriesPerTurn = 4000;
// Before a turn counts: a worker that slept is woken, and its caches are warm.
constexpr int kWakingQueries = 3;
constexpr size_t kAskedAgain = 200;
constexpr int kEmptyQueries = 20'000;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

int ArgMax(const float* scores) {
  return static_cast<int>(std::max_element(scores, scores + kClasses) - scores);
}

bool IsFinite(const float* scores) {
  return std::all_of(scores, scores + kClasses,
                     [](float s) { return std::isfinite(s); });
}

// Samples of one pair of turns, made before the clock starts.
struct Questions {
  int batch;
  std::vector<float> images;
  std::vector<int32_t> labels;

  void Draw(SampleStream& samples, int queries) {
    const size_t count = static_cast<size_t>(queries) * batch;
    images.resize(count * kImageFloats);
    labels.resize(count);
    for (size_t i = 0; i < count; ++i) {
      labels[i] = samples.Next(images.data() + i * kImageFloats);
    }
  }
  int count() const { return static_cast<int>(labels.size()) / batch; }
  const float* query(int q) const {
    return images.data() + static_cast<size_t>(q) * batch * kImageFloats;
  }
};

// A sample that was answered, to be asked again.
struct Remembered {
  std::vector<float> image;
  int answer;
};

class Run {
 public:
  Run(const CategorySpec& spec, SampleStream& samples, uint64_t seed,
      Evidence& evidence)
      : spec_(spec), samples_(samples), random_(seed), evidence_(evidence) {
    questions_.batch = spec.measuring().batch_size();
    scores_.resize(static_cast<size_t>(kMaxQueriesPerTurn) * questions_.batch *
                   kClasses);
  }

  // Queries that take about a turn's time; 0 when the worker ended.
  int Calibrate(WorkerProcess& worker) {
    questions_.Draw(samples_, 32);
    std::vector<double> seconds;
    const Clock::time_point start = Clock::now();
    while (seconds.size() < 32 ||
           (SecondsSince(start) < 0.1 && seconds.size() < 10'000)) {
      const double s =
          worker.Ask(questions_.query(static_cast<int>(seconds.size() % 32)),
                     questions_.batch, scores_.data());
      if (s < 0) return 0;
      seconds.push_back(s);
      if (SecondsSince(start) > 2 && seconds.size() >= 3) break;
    }
    const double turn = 1e-3 * spec_.measuring().block_milliseconds();
    return static_cast<int>(
        std::clamp(turn / Median(seconds), 1.0, double{kMaxQueriesPerTurn}));
  }

  // Samples a second of one turn; negative when the worker ended.
  double Turn(WorkerProcess& worker, int queries, bool record) {
    const int batch = questions_.batch;
    // Others than those that are timed: these could be remembered.
    const int asked_first = questions_.count() - kWakingQueries;
    for (int i = 0; i < kWakingQueries; ++i) {
      if (worker.Ask(questions_.query(asked_first + i), batch, scores_.data()) <
          0) {
        return -1;
      }
    }
    double total = 0;
    for (int q = 0; q < queries; ++q) {
      const double s = worker.Ask(
          questions_.query(q), batch,
          scores_.data() + static_cast<size_t>(q) * batch * kClasses);
      if (s < 0) return -1;
      total += s;
      if (record) latencies_.push_back(s);
    }
    if (record) Record(queries * batch);
    return queries * batch / total;
  }

  // All pairs of turns. Stops early when enough is known.
  absl::Status Pairs(WorkerProcess& baseline, WorkerProcess& candidate,
                     const std::function<void(const std::string&)>& progress) {
    const Measuring& m = spec_.measuring();
    const int baseline_queries = Calibrate(baseline);
    if (baseline_queries == 0) return BaselineFailed(baseline);
    const int candidate_queries = Calibrate(candidate);
    if (candidate_queries == 0) return absl::OkStatus();
    const Clock::time_point start = Clock::now();
    while (SecondsSince(start) < m.max_seconds()) {
      questions_.Draw(samples_, kWakingQueries + std::max(baseline_queries,
                                                          candidate_queries));
      // Each first in turn, so that a drift of the machine favours neither.
      const bool baseline_first = evidence_.pairs.size() % 2 == 0;
      double a = 0, b = 0;
      if (baseline_first) a = Turn(baseline, baseline_queries, false);
      b = Turn(candidate, candidate_queries, true);
      if (b < 0) return absl::OkStatus();
      if (!baseline_first) a = Turn(baseline, baseline_queries, false);
      if (a < 0) return BaselineFailed(baseline);
      evidence_.pairs.push_back({a, b});
      if (IsDecided()) break;
      const size_t n = evidence_.pairs.size();
      if (n % 10 != 0) continue;
      const Speeds speeds = SpeedsOf(evidence_.pairs);
      progress(absl::StrFormat("%3d pairs  %9.1f %s  gain %.2f  [%.2f, %.2f]",
                               n, speeds.candidate.value, spec_.unit(),
                               speeds.gain.value, speeds.gain.low,
                               speeds.gain.high));
      // Half the width that is allowed: what is reported should be better than
      // just good enough.
      if (static_cast<int>(n) >= m.min_pairs() &&
          evidence_.samples >= m.min_samples() &&
          speeds.gain.width() < 0.5 * m.max_interval_width()) {
        break;
      }
    }
    return absl::OkStatus();
  }

  // Asks what was remembered again, in another order.
  void AskAgain(WorkerProcess& worker) {
    for (size_t i = remembered_.size(); i > 1; --i) {
      std::swap(remembered_[i - 1],
                remembered_[random_.below(static_cast<int64_t>(i))]);
    }
    for (const Remembered& r : remembered_) {
      if (worker.Ask(r.image.data(), 1, scores_.data()) < 0) return;
      ++evidence_.asked_again;
      evidence_.changed += ArgMax(scores_.data()) != r.answer;
    }
  }

  void SetLatency() {
    if (!latencies_.empty()) evidence_.latency_ns = 1e9 * Median(latencies_);
  }

 private:
  static absl::Status BaselineFailed(const WorkerProcess& baseline) {
    return absl::InternalError(absl::StrCat("the baseline failed ",
                                            baseline.ending()->when, ": ",
                                            baseline.ending()->message));
  }

  // No further turn can make it pass: its speed does not matter.
  bool IsDecided() const {
    return evidence_.not_finite > 0 ||
           (evidence_.samples >= spec_.measuring().min_samples() &&
            static_cast<double>(evidence_.correct) <
                (spec_.accuracy_floor() - 0.05) *
                    static_cast<double>(evidence_.samples));
  }

  void Record(int count) {
    for (int i = 0; i < count; ++i) {
      const float* scores = scores_.data() + static_cast<size_t>(i) * kClasses;
      const int answer = ArgMax(scores);
      ++evidence_.samples;
      evidence_.correct += answer == questions_.labels[i];
      evidence_.not_finite += !IsFinite(scores);
      // A reservoir: every sample of the run is as likely to be kept.
      const bool room = remembered_.size() < kAskedAgain;
      const auto slot = static_cast<size_t>(random_.below(evidence_.samples));
      if (!room && slot >= kAskedAgain) continue;
      const float* image =
          questions_.images.data() + static_cast<size_t>(i) * kImageFloats;
      Remembered r{{image, image + kImageFloats}, answer};
      if (room) {
        remembered_.push_back(std::move(r));
      } else {
        remembered_[slot] = std::move(r);
      }
    }
  }

  const CategorySpec& spec_;
  SampleStream& samples_;
  tinytorch::Generator random_;
  Evidence& evidence_;
  Questions questions_;
  std::vector<float> scores_;
  std::vector<double> latencies_;
  std::vector<Remembered> remembered_;
};

// The median cost of a question to a worker that does nothing.
absl::StatusOr<double> MeasureHandoff(const Contest& contest,
                                      const WorkerLimits& limits,
                                      const Cores& cores,
                                      SampleStream& samples) {
  absl::StatusOr<std::unique_ptr<WorkerProcess>> echo = WorkerProcess::Start(
      contest.echo_worker, contest.baseline_weights, limits, cores);
  if (!echo.ok()) return echo.status();
  std::vector<float> image(kImageFloats), scores(kClasses);
  samples.Next(image.data());
  std::vector<double> seconds;
  for (int i = 0; i < kEmptyQueries; ++i) {
    const double s = (*echo)->Ask(image.data(), 1, scores.data());
    if (s < 0) {
      return absl::InternalError(absl::StrCat("the empty worker failed ",
                                              (*echo)->ending()->when, ": ",
                                              (*echo)->ending()->message));
    }
    seconds.push_back(s);
  }
  return 1e9 * Median(std::move(seconds));
}

}  // namespace

absl::Status Referee(const Contest& contest, const CategorySpec& spec,
                     SampleStream& samples, uint64_t seed, Evidence& evidence,
                     std::string& worker_output,
                     const std::function<void(const std::string&)>& progress) {
  const Cores cores = ChooseCores();
  if (!PinThread(cores.referee)) {
    return absl::InternalError("cannot pin the referee to a core");
  }
  absl::StatusOr<double> handoff =
      MeasureHandoff(contest, spec.limits(), cores, samples);
  if (!handoff.ok()) return handoff.status();
  evidence.handoff_ns = *handoff;
  progress(absl::StrFormat("hand-off %.0f ns a question", *handoff));

  absl::StatusOr<std::unique_ptr<WorkerProcess>> candidate =
      WorkerProcess::Start(contest.worker, contest.weights, spec.limits(),
                           cores);
  if (!candidate.ok()) return candidate.status();
  WorkerProcess& worker = **candidate;
  if (!worker.ending().has_value()) {
    absl::StatusOr<std::unique_ptr<WorkerProcess>> baseline =
        WorkerProcess::Start(contest.baseline_worker, contest.baseline_weights,
                             spec.limits(), cores);
    if (!baseline.ok()) return baseline.status();
    if ((*baseline)->ending().has_value()) {
      return absl::InternalError(absl::StrCat("the baseline failed ",
                                              (*baseline)->ending()->when, ": ",
                                              (*baseline)->ending()->message));
    }
    Run run(spec, samples, seed, evidence);
    absl::Status status = run.Pairs(**baseline, worker, progress);
    if (!status.ok()) return status;
    if (!worker.ending().has_value()) run.AskAgain(worker);
    run.SetLatency();
  }
  evidence.ending = worker.ending();
  const absl::StatusOr<sandbox::Jail::Usage> usage = worker.ReadUsage();
  const sandbox::Outcome& outcome = worker.Finish();
  evidence.peak_memory_bytes =
      usage.ok() ? usage->peak_resident_bytes : outcome.peak_memory_bytes;
  evidence.peak_memory_method =
      usage.ok() ? "VmHWM" : outcome.peak_memory_method;
  worker_output = outcome.output;
  return absl::OkStatus();
}

}  // namespace olympics
