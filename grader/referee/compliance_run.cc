#include "grader/referee/compliance_run.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "grader/judge/compliance.h"
#include "grader/referee/load_blocks.h"
#include "grader/referee/match.h"
#include "grader/referee/turns.h"

namespace olympics {
namespace {

// Of each of the two workers of a test.
constexpr int kTurns = 9;
// With new workers each: where a worker's memory lies makes a difference.
constexpr int kRounds = 3;
// More of them as long as the turns don't tell, and not for long.
constexpr int kMostRounds = 15;
constexpr double kMoreRoundsSeconds = 30;
constexpr double kTurnSeconds = 0.012;

class ComplianceRun {
 public:
  ComplianceRun(const ComplianceSubject& subject, SampleStream& samples,
                SecretStream& random, TaskEvidence& evidence)
      : s_(subject), samples_(samples), random_(random), evidence_(evidence) {}

  absl::Status Go() {
    TestSettings settings = s_.settings;
    // As long as the turns need.
    settings.min_query_count = int64_t{kTurns} * s_.max_queries;
    absl::Status status =
        Compare("TEST01", Sequence(settings), Sequence(settings));
    if (!status.ok() || evidence_.ending.has_value()) return status;

    // Samples that were never seen, each changed anew, against one of them
    // again and again.
    const auto unique = [this](int queries) {
      Questions questions(s_.data, 1);
      questions.Draw(samples_, queries + WakingQueries(1));
      return questions;
    };
    // Another one each turn: some samples are quicker than others. Drawn with
    // as much work as unique ones: what the referee does before a turn and how
    // long the worker sleeps is felt in the turn.
    const auto same = [unique](int queries) {
      Questions questions = unique(queries);
      questions.Repeat(0);
      return questions;
    };
    status = Compare(
        "TEST04", [&] { return MakeQuestions(unique); },
        [&] { return MakeQuestions(same); });
    if (!status.ok() || evidence_.ending.has_value()) return status;

    TestSettings other = settings;
    other.qsl_rng_seed = static_cast<uint32_t>(random_.next());
    other.sample_index_rng_seed = static_cast<uint32_t>(random_.next());
    other.schedule_rng_seed = static_cast<uint32_t>(random_.next());
    return Compare("TEST05", Sequence(settings), Sequence(other));
  }

 private:
  // A worker of the submission's, ready; null with an ending in the evidence.
  absl::StatusOr<std::unique_ptr<WorkerProcess>> Fresh() {
    absl::StatusOr<std::unique_ptr<WorkerProcess>> worker =
        WorkerProcess::Start(s_.entry.worker(), s_.entry.weights(),
                             s_.spec.limits(), s_.cores, ShapeOf(s_.data.task));
    if (worker.ok() && (*worker)->ending().has_value()) {
      evidence_.ending = (*worker)->ending();
    }
    return worker;
  }

  // Makes the questions of one turn.
  using MakeQuestions = std::function<Questions(int queries)>;

  // Each round starts both from their beginning.
  using Start = std::function<MakeQuestions()>;

  absl::Status Compare(const std::string& test, const Start& plain,
                       const Start& compared) {
    Compared result = {test, {}, {}, {}};
    const double tolerance =
        ComplianceTolerance(s_.spec.suite(), evidence_.latency_ns);
    const Clock::time_point start = Clock::now();
    for (int round = 0; round < kMostRounds; ++round) {
      if (round >= kRounds &&
          (SecondsSince(start) > kMoreRoundsSeconds ||
           ComplianceOf(result, tolerance) != Compliance::kUndecided)) {
        break;
      }
      absl::Status status = Round(round, plain(), compared(), result);
      if (!status.ok() || evidence_.ending.has_value()) return status;
    }
    evidence_.compliance.push_back(std::move(result));
    return absl::OkStatus();
  }

  absl::Status Round(int round, const MakeQuestions& plain,
                     const MakeQuestions& compared, Compared& result) {
    absl::StatusOr<std::unique_ptr<WorkerProcess>> workers[] = {Fresh(),
                                                                Fresh()};
    for (const auto& worker : workers) {
      if (!worker.ok()) return worker.status();
    }
    if (evidence_.ending.has_value()) return absl::OkStatus();
    const double latency = 1e-9 * std::max(evidence_.latency_ns, 1000.0);
    double slowest = latency;
    for (int i = 0; i < kTurns; ++i) {
      // Whoever looks answers up takes longer for what it does not know: then
      // turns are made of fewer queries, not longer.
      const int queries = static_cast<int>(
          std::clamp(kTurnSeconds / slowest, 8.0, double(s_.max_queries)));
      double per_query[2] = {};
      for (int k = 0; k < 2; ++k) {
        const int who = (i + k) % 2;
        WorkerProcess& worker = **workers[who];
        const Questions questions = (who == 0 ? plain : compared)(queries);
        Answers answers;
        Turn turn;
        RunTurn(worker, questions, queries, nullptr, answers, turn, nullptr)
            .IgnoreError();
        if (worker.ending().has_value()) {
          evidence_.ending = worker.ending();
          return absl::OkStatus();
        }
        per_query[who] = turn.seconds / queries;
        slowest = std::max(slowest, per_query[who]);
      }
      result.plain.push_back(per_query[0]);
      result.compared.push_back(per_query[1]);
      result.rounds.push_back(round);
    }
    return absl::OkStatus();
  }

  // Blocks of a performance run with these settings, from its start.
  Start Sequence(const TestSettings& settings) {
    return [this, settings]() -> MakeQuestions {
      auto stream = std::make_shared<LoadBlocks>(settings, s_.data.size());
      return [this, stream](int queries) {
        std::vector<int64_t> indices = stream->Next(queries);
        FillUp(s_.data, queries, random_, indices);
        return WithWaking(s_.data, indices, 1, random_);
      };
    };
  }

  const ComplianceSubject& s_;
  SampleStream& samples_;
  SecretStream& random_;
  TaskEvidence& evidence_;
};

}  // namespace

absl::Status RunCompliance(const ComplianceSubject& subject,
                           SampleStream& samples, SecretStream& random,
                           TaskEvidence& evidence) {
  return ComplianceRun(subject, samples, random, evidence).Go();
}

}  // namespace olympics
