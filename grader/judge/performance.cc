#include "grader/judge/performance.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>

#include "base/statistics.h"

namespace olympics {
namespace {

constexpr uint64_t kSeed = 1;

// Which observations a resample takes: the same draw for all terms that rest on
// the same list.
using Draw = std::vector<size_t>;

Draw All(size_t n) {
  Draw draw(n);
  for (size_t i = 0; i < n; ++i) draw[i] = i;
  return draw;
}

const std::vector<TurnPair>& PairsFor(Measure measure, const TaskEvidence& t) {
  return measure == SINGLE_STREAM_LATENCY ? t.single_stream
         : measure == OFFLINE_THROUGHPUT  ? t.offline
                                          : t.pairs;
}

size_t Observations(Measure measure, const TaskEvidence& t) {
  switch (measure) {
    case PEAK_MEMORY:
      return t.memory.size();
    case WEIGHTS_SIZE:
      return 1;
    default:
      return PairsFor(measure, t).size();
  }
}

// A turn's figure.
double FigureOf(Measure measure, const Turn& turn) {
  const auto samples = static_cast<double>(turn.samples);
  switch (measure) {
    case INFERENCES_PER_SECOND:
    case OFFLINE_THROUGHPUT:
      return samples / OwnSeconds(turn, turn.seconds,
                                  static_cast<double>(turn.questions));
    case SINGLE_STREAM_LATENCY:
      return OwnSeconds(turn, turn.latency_seconds, 1);
    case JOULES_PER_INFERENCE:
      return turn.joules / samples;
    default:
      return 0;
  }
}

struct Values {
  double baseline, candidate, gain;
};

Values WrongAnswers(const TaskEvidence& t, const Draw& draw) {
  int64_t wrong[2] = {}, samples[2] = {};
  for (const size_t i : draw) {
    const Turn* turns[2] = {&t.pairs[i].baseline, &t.pairs[i].candidate};
    for (int who = 0; who < 2; ++who) {
      wrong[who] += turns[who]->of[kTestSample].wrong;
      samples[who] += turns[who]->of[kTestSample].samples;
    }
  }
  const auto share = [&](int who) {
    return static_cast<double>(wrong[who]) /
           static_cast<double>(std::max<int64_t>(samples[who], 1));
  };
  return {share(0), share(1),
          AccuracyGain(wrong[0], std::max<int64_t>(samples[0], 1), wrong[1],
                       std::max<int64_t>(samples[1], 1))};
}

// `floor` is the memory of a worker that does nothing, in bytes.
Values Evaluate(Measure measure, const TaskEvidence& t, int64_t floor,
                const Draw& draw) {
  if (measure == WRONG_ANSWERS) return WrongAnswers(t, draw);
  const bool higher = MetricOf(measure).higher_is_better;
  std::vector<double> baseline, candidate, gain;
  for (const size_t i : draw) {
    double a = 0, b = 0;
    if (measure == PEAK_MEMORY) {
      a = static_cast<double>(t.memory[i].baseline_bytes);
      b = static_cast<double>(std::max(t.memory[i].candidate_bytes, floor));
    } else if (measure == WEIGHTS_SIZE) {
      a = static_cast<double>(t.baseline_weights_bytes);
      b = static_cast<double>(t.training.weights_bytes());
    } else {
      const TurnPair& pair = PairsFor(measure, t)[i];
      a = FigureOf(measure, pair.baseline);
      b = FigureOf(measure, pair.candidate);
    }
    baseline.push_back(a);
    candidate.push_back(b);
    // A turn too short for its meter: no energy at all is no infinite gain.
    if (a > 0 && b > 0) gain.push_back(Gain(b, a, higher));
  }
  return {base::Median(baseline), base::Median(candidate),
          gain.empty() ? 1.0 : base::Median(std::move(gain))};
}

// All terms of all tasks for one draw, in order of task, then term.
std::vector<Values> EvaluateAll(const CategorySpec& spec,
                                const Evidence& evidence,
                                std::mt19937_64* random) {
  std::vector<Values> all;
  for (const TaskEvidence& t : evidence.tasks) {
    const auto draw_for = [&](size_t n) {
      return random == nullptr ? All(n) : base::Resample(n, *random);
    };
    std::vector<int> starts;
    for (const TurnPair& pair : t.pairs) starts.push_back(pair.start);
    const Draw pairs = random == nullptr
                           ? All(t.pairs.size())
                           : base::ResampleGroups(starts, *random);
    for (const Term& term : spec.terms()) {
      const bool of_pairs = &PairsFor(term.measure(), t) == &t.pairs &&
                            term.measure() != PEAK_MEMORY &&
                            term.measure() != WEIGHTS_SIZE;
      all.push_back(Evaluate(
          term.measure(), t, evidence.floor_memory_bytes,
          of_pairs ? pairs : draw_for(Observations(term.measure(), t))));
    }
  }
  return all;
}

// The category's score from all terms of all tasks.
Score Combine(const CategorySpec& spec, const std::vector<Values>& all) {
  std::vector<double> gains(spec.terms_size(), 1);
  const int tasks = spec.has_suite() ? spec.suite().tasks_size() : 1;
  for (int term = 0; term < spec.terms_size(); ++term) {
    double logs = 0;
    for (size_t i = term; i < all.size(); i += spec.terms_size()) {
      logs += std::log(all[i].gain);
    }
    gains[term] = std::exp(logs / tasks);
  }
  return ScoreOf(spec, gains);
}

// In the unit that people see; of composites what is ranked.
double FigureShown(const CategorySpec& spec, const std::vector<Values>& all,
                   const Score& score) {
  if (spec.composite() != COMPOSITE_NONE) return RankingFigure(spec, score);
  return all.front().candidate / MetricOf(spec).scale;
}

}  // namespace

bool HasPerformance(const CategorySpec& spec, const Evidence& evidence) {
  return !evidence.tasks.empty() && PairsOf(spec, evidence) > 0;
}

int PairsOf(const CategorySpec& spec, const Evidence& evidence) {
  size_t least = SIZE_MAX;
  for (const TaskEvidence& t : evidence.tasks) {
    for (const Term& term : spec.terms()) {
      if (term.measure() == WEIGHTS_SIZE) continue;
      least = std::min(least, Observations(term.measure(), t));
    }
  }
  return least == SIZE_MAX ? 1 : static_cast<int>(least);
}

double HandoffSeconds(const CategorySpec& spec, const Evidence& evidence) {
  std::vector<double> seconds;
  for (const TaskEvidence& t : evidence.tasks) {
    for (const TurnPair& pair : MixedTurns(spec, t)) {
      seconds.push_back(pair.candidate.handoff_seconds);
    }
  }
  return seconds.empty() ? 0 : base::Median(std::move(seconds));
}

Performance PerformanceOf(const CategorySpec& spec, const Evidence& evidence,
                          int resamples) {
  const std::vector<Values> plain = EvaluateAll(spec, evidence, nullptr);
  const Score score = Combine(spec, plain);
  std::mt19937_64 random(kSeed);
  std::vector<std::vector<double>> baselines(plain.size()),
      candidates(plain.size()), gains(plain.size());
  std::vector<double> gain, points, figure;
  for (int r = 0; r < resamples; ++r) {
    const std::vector<Values> drawn = EvaluateAll(spec, evidence, &random);
    for (size_t i = 0; i < drawn.size(); ++i) {
      baselines[i].push_back(drawn[i].baseline);
      candidates[i].push_back(drawn[i].candidate);
      gains[i].push_back(drawn[i].gain);
    }
    const Score s = Combine(spec, drawn);
    gain.push_back(s.gain);
    points.push_back(s.points);
    figure.push_back(FigureShown(spec, drawn, s));
  }
  Performance performance;
  size_t i = 0;
  for (const TaskEvidence& t : evidence.tasks) {
    for (const Term& term : spec.terms()) {
      performance.terms.push_back(
          {term.measure(), t.task.name(),
           base::WithInterval(plain[i].baseline, std::move(baselines[i])),
           base::WithInterval(plain[i].candidate, std::move(candidates[i])),
           base::WithInterval(plain[i].gain, std::move(gains[i]))});
      ++i;
    }
  }
  performance.gain = base::WithInterval(score.gain, std::move(gain));
  performance.points = base::WithInterval(score.points, std::move(points));
  performance.figure =
      base::WithInterval(FigureShown(spec, plain, score), std::move(figure));
  return performance;
}

}  // namespace olympics
