#include "grader/referee/referee.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/statistics.h"
#include "categories/score.h"
#include "grader/energy/open.h"
#include "grader/host/core_time.h"
#include "grader/judge/performance.h"
#include "grader/referee/honesty.h"
#include "grader/referee/other_weights.h"
#include "grader/referee/suite.h"
#include "grader/report/figures.h"

namespace olympics {
namespace {

constexpr int kMaxQueriesPerTurn = 8000;
constexpr int kMemoryQueries = 1000;
constexpr double kPauseSeconds = 0.1;

bool Measures(const CategorySpec& spec, Measure measure) {
  return std::any_of(spec.terms().begin(), spec.terms().end(),
                     [&](const Term& t) { return t.measure() == measure; });
}

double OwnCpuSeconds() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) +
           1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// A run of one task in a category that is no suite.
class Run {
 public:
  Run(const Entry& entry, const CategorySpec& spec, const TaskData& data,
      const Cores& cores, const SecretSeed& seed, Evidence& evidence,
      const Progress& progress)
      : entry_(entry),
        spec_(spec),
        data_(data.test),
        cores_(cores),
        samples_(data, spec.measuring(), seed, "samples"),
        random_(seed.For("asked again")),
        other_weights_(seed.For("other weights")),
        all_(evidence),
        evidence_(evidence.tasks.front()),
        progress_(progress),
        remembered_(data_, random_, spec.measuring().asked_again()) {
    evidence_.different = data.Different(spec.measuring().test_images());
  }

  absl::Status Go(Notes& notes) {
    absl::Status status;
    for (bool enough = false; !enough;) {
      absl::StatusOr<std::unique_ptr<Match>> match =
          Match::Start(entry_, spec_, data_.task, cores_);
      if (!match.ok()) return match.status();
      if (starts_ == 0) status = OpenEnergyMeter();
      if (status.ok() && !(*match)->candidate_ended()) {
        status = Pairs(**match, enough);
      }
      enough = enough || !status.ok() || (*match)->candidate_ended();
      WorkerProcess& worker = (*match)->candidate();
      if (enough && status.ok() && !(*match)->candidate_ended()) {
        AskAgain(worker, data_, remembered_, evidence_);
        AskShuffled(worker, data_, random_, evidence_);
        LetItBe(worker, kPauseSeconds, evidence_);
      }
      notes.worker_output = (*match)->Finish(evidence_);
      ++starts_;
    }
    if (status.ok() && !evidence_.ending.has_value() &&
        Measures(spec_, PEAK_MEMORY)) {
      status = MeasureMemory();
    }
    if (status.ok() && !evidence_.ending.has_value()) {
      status = AskWithOtherWeights(entry_, spec_.limits(), cores_, data_,
                                   other_weights_, evidence_);
    }
    if (evidence_.samples > 0) {
      evidence_.quality = static_cast<double>(evidence_.correct) /
                          static_cast<double>(evidence_.samples);
    }
    if (!latencies_.empty())
      evidence_.latency_ns = 1e9 * base::Median(latencies_);
    if (absl::IsUnavailable(status)) {
      all_.meter_lost = std::string(status.message());
      return absl::OkStatus();
    }
    return status;
  }

 private:
  // Unavailable: the meter's.
  absl::Status OpenEnergyMeter() {
    if (!Measures(spec_, JOULES_PER_INFERENCE)) return absl::OkStatus();
    std::string why;
    absl::StatusOr<std::unique_ptr<EnergyMeter>> meter =
        OpenMeter(spec_.energy(), why);
    if (!meter.ok()) {
      return absl::UnavailableError(absl::StrCat(
          "the energy meter \"", spec_.energy().meter(),
          "\" cannot be used: ", std::string(meter.status().message())));
    }
    all_.meter = (*meter)->Describe();
    all_.estimated = (*meter)->estimated();
    // A model knows its idle power; a meter needs a moment.
    const int idle_ms = all_.estimated ? 20 : 1500;
    meter_ = std::make_unique<AboveIdle>(*std::move(meter));
    progress_(absl::StrCat("energy by ", all_.meter,
                           why.empty() ? "" : " (" + why + ")"));
    return meter_->MeasureIdle([&] { usleep(idle_ms * 1000); });
  }

  // The pairs of turns of one start of the workers: where a program's memory
  // lies makes a difference of some percent, so several starts count. `enough`
  // where no more are needed.
  absl::Status Pairs(Match& match, bool& enough) {
    const Measuring& m = spec_.measuring();
    const double turn = 1e-3 * m.block_milliseconds();
    Questions questions(data_, m.batch_size());
    questions.Draw(samples_, 32);
    const int baseline_queries =
        QueriesThatTake(turn, match.baseline(), questions, kMaxQueriesPerTurn);
    if (baseline_queries == 0) return BaselineFailed(match.baseline());
    int candidate_queries =
        QueriesThatTake(turn, match.candidate(), questions, kMaxQueriesPerTurn);
    if (candidate_queries == 0) return absl::OkStatus();
    if (m.paired()) candidate_queries = baseline_queries;
    const Clock::time_point start = Clock::now();
    const double own_cpu = OwnCpuSeconds();
    const std::optional<CoreTime> core = ReadCoreTime(cores_.worker);
    const double workers_cpu = match.CpuSeconds();
    for (int i = 0; i < m.pairs_per_start() || m.pairs_per_start() == 0; ++i) {
      enough = SecondsSince(started_) >= m.max_seconds();
      if (enough) break;
      questions.Draw(samples_,
                     WakingQueries(m.batch_size()) +
                         std::max(baseline_queries, candidate_queries));
      // Each first in turn, so that a drift of the machine favours neither.
      TurnPair pair;
      pair.start = starts_;
      Match::Sides sides;
      absl::Status status =
          match.Turns(questions, baseline_queries, questions, candidate_queries,
                      evidence_.pairs.size() % 2 == 0, meter_.get(), sides,
                      pair, nullptr, &latencies_);
      if (!status.ok() || match.candidate_ended()) return status;
      evidence_.pairs.push_back(pair);
      baseline_samples_ += pair.baseline.of[kTestSample].samples;
      Count(questions, sides.candidate);
      enough = IsDecided() || IsEnough();
      if (enough) break;
    }
    // On a core of its own it takes none of the workers'.
    const bool shared = cores_.referee == cores_.worker;
    const double own = shared ? OwnCpuSeconds() - own_cpu : 0;
    own_seconds_ += own;
    timed_seconds_ += SecondsSince(start);
    all_.referee_share = own_seconds_ / timed_seconds_;
    AddDisturbance(core, own + match.CpuSeconds() - workers_cpu);
    return absl::OkStatus();
  }

  // What the workers' core did since `before` but what is ours, in seconds.
  void AddDisturbance(const std::optional<CoreTime>& before, double ours) {
    const std::optional<CoreTime> now = ReadCoreTime(cores_.worker);
    if (!before.has_value() || !now.has_value()) return;
    others_seconds_ += now->busy - before->busy - ours;
    stolen_seconds_ += now->stolen - before->stolen;
    all_.others_share = std::max(0.0, others_seconds_ / timed_seconds_);
    all_.stolen_share = stolen_seconds_ / timed_seconds_;
  }

  void Count(const Questions& questions, const Answers& answers) {
    const int outputs = data_.task.outputs();
    const Tally tally = TallyOf(kTestSample, questions, answers, outputs);
    evidence_.samples += tally.samples;
    evidence_.not_finite += CountNotFinite(answers, outputs);
    evidence_.correct += tally.samples - tally.wrong;
    remembered_.Offer(questions, answers);
  }

  // Apart from the timed run's: whoever tells that it is asked for its memory's
  // sake could leave out what takes memory.
  void CountMemoryStart(const Questions& questions, const Answers& answers) {
    const int outputs = data_.task.outputs();
    evidence_.not_finite += CountNotFinite(answers, outputs);
    for (int kind = 0; kind < kSampleKinds; ++kind) {
      const Tally tally =
          TallyOf(static_cast<SampleKind>(kind), questions, answers, outputs);
      evidence_.in_memory_starts[kind].samples += tally.samples;
      evidence_.in_memory_starts[kind].wrong += tally.wrong;
    }
  }

  // No further turn can make it pass: its speed does not matter.
  bool IsDecided() const {
    return evidence_.not_finite > 0 ||
           (evidence_.samples >= spec_.measuring().min_samples() &&
            static_cast<double>(evidence_.correct) <
                (spec_.accuracy_floor() - 0.05) *
                    static_cast<double>(evidence_.samples));
  }

  // Half the width that is allowed: what is reported should be better than just
  // good enough.
  bool IsEnough() const {
    const Measuring& m = spec_.measuring();
    const size_t n = evidence_.pairs.size();
    if (n % 10 != 0) return false;
    const bool memory = Measures(spec_, PEAK_MEMORY);
    double width = 0;
    if (!memory) {
      const Performance p = PerformanceOf(spec_, all_, 200);
      progress_(absl::StrFormat("%3d pairs  %9s %s  gain %.2f  [%.2f, %.2f]", n,
                                FigureText(p.figure.value),
                                MetricOf(spec_).unit, p.gain.value, p.gain.low,
                                p.gain.high));
      width = p.gain.width();
    }
    return static_cast<int>(n) >= m.min_pairs() &&
           evidence_.samples >= m.min_samples() &&
           (baseline_samples_ >= m.min_samples() ||
            !Measures(spec_, WRONG_ANSWERS)) &&
           width < 0.5 * m.max_interval_width();
  }

  // Starts each worker again and again, and asks it under an eye on its memory.
  absl::Status MeasureMemory() {
    Questions questions(data_, spec_.measuring().batch_size());
    Answers answers;
    for (int i = 0; i < spec_.measuring().memory_starts(); ++i) {
      questions.Draw(samples_, kMemoryQueries);
      std::optional<Ending> ending;
      const absl::StatusOr<MemoryPair> pair =
          MeasurePeaks(entry_, spec_.limits(), data_.task, cores_, questions,
                       i % 2 == 0, answers, ending);
      if (!pair.ok()) return pair.status();
      if (ending.has_value()) {
        evidence_.ending = std::move(ending);
        return absl::OkStatus();
      }
      CountMemoryStart(questions, answers);
      evidence_.memory.push_back(*pair);
      progress_(absl::StrFormat("start %d  peak %.2f MB  baseline %.2f MB",
                                i + 1, 1e-6 * double(pair->candidate_bytes),
                                1e-6 * double(pair->baseline_bytes)));
    }
    return absl::OkStatus();
  }

  const Entry& entry_;
  const CategorySpec& spec_;
  const DataSet& data_;
  const Cores cores_;
  MixedSamples samples_;
  SecretStream random_, other_weights_;
  Evidence& all_;
  TaskEvidence& evidence_;
  const Progress& progress_;
  Remembered remembered_;
  std::unique_ptr<AboveIdle> meter_;
  std::vector<double> latencies_;
  const Clock::time_point started_ = Clock::now();
  int starts_ = 0;
  int64_t baseline_samples_ = 0;
  double own_seconds_ = 0, timed_seconds_ = 0;
  double others_seconds_ = 0, stolen_seconds_ = 0;
};

// A worker that does nothing: what memory any worker needs.
absl::Status MeasureFloor(const Contest& contest, const CategorySpec& spec,
                          const DataSet& data, const Cores& cores,
                          const SecretSeed& seed, Evidence& evidence) {
  absl::StatusOr<std::unique_ptr<WorkerProcess>> echo = WorkerProcess::Start(
      contest.echo_worker(), contest.entries(0).baseline_weights(),
      spec.limits(), cores, {data.task.height(), data.task.width(), 10});
  if (!echo.ok()) return echo.status();
  SampleStream samples(data, seed.For("floor"));
  Questions questions(data, 1);
  questions.Draw(samples, kMemoryQueries);
  Answers answers;  // ten scores each, whatever the task's are
  const std::optional<int64_t> peak =
      PeakWhileAsked(**echo, questions, answers);
  if ((*echo)->ending().has_value()) {
    return absl::InternalError(absl::StrCat("the empty worker failed ",
                                            (*echo)->ending()->when, ": ",
                                            (*echo)->ending()->message));
  }
  evidence.floor_memory_bytes = peak.value_or(0);
  return absl::OkStatus();
}

}  // namespace

absl::Status Referee(const Contest& contest, const CategorySpec& spec,
                     const std::vector<TaskData>& data, const SecretSeed& seed,
                     Evidence& evidence, Notes& notes,
                     const Progress& progress) {
  const Cores cores = ChooseCores();
  if (!PinThread(cores.referee)) {
    return absl::InternalError("cannot pin the referee to a core");
  }
  absl::Status status =
      MeasureFloor(contest, spec, data.front().test, cores, seed, evidence);
  if (!status.ok()) return status;
  progress(absl::StrFormat("floor %.2f MB",
                           1e-6 * double(evidence.floor_memory_bytes)));
  if (spec.has_suite()) {
    return RunSuite(contest, spec, data, cores, seed, evidence, notes,
                    progress);
  }
  return Run(contest.entries(0), spec, data.front(), cores, seed, evidence,
             progress)
      .Go(notes);
}

}  // namespace olympics
