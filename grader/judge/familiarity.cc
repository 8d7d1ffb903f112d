#include "grader/judge/familiarity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "absl/strings/str_format.h"
#include "base/statistics.h"

namespace olympics {
namespace {

constexpr int kResamples = 400;
// Of an interval that holds 99.9 %: it is to accuse nobody by chance.
constexpr double kNormal = 3.29;

using Tallies = std::array<Tally, kSampleKinds>;

Tallies Sum(const std::vector<TurnPair>& pairs, Turn TurnPair::*side) {
  Tallies sums = {};
  for (const TurnPair& pair : pairs) {
    for (int kind = 0; kind < kSampleKinds; ++kind) {
      const Tally& tally = (pair.*side).of[kind];
      sums[kind].samples += tally.samples;
      sums[kind].wrong += tally.wrong;
      sums[kind].seconds += tally.seconds;
    }
  }
  return sums;
}

// The variance of a share of right answers among so many different samples: by
// half a sample at both ends, so that none wrong is not certainty.
double VarianceOf(const Tally& tally, int64_t different) {
  const auto asked = static_cast<double>(tally.samples);
  const double n =
      different > 0 ? std::min(asked, static_cast<double>(different)) : asked;
  const double q = (tally.quality() * n + 0.5) / (n + 1);
  return q * (1 - q) / n;
}

// What lies as far around `value` as this variance says.
base::Estimate Around(double value, double variance) {
  const double most = kNormal * std::sqrt(variance);
  return {value, value - most, value + most};
}

base::Estimate FamiliarQuality(const Tallies& sums, const TaskEvidence& task) {
  const double more =
      sums[kTestSample].quality() - sums[kTrainingSample].quality();
  double variance = 0;
  for (const SampleKind kind : {kTestSample, kTrainingSample}) {
    variance += VarianceOf(sums[kind], task.different[kind]);
  }
  return Around(more, variance);
}

// A ratio of four shares: its logarithm's variance is the sum of theirs over
// their squares.
base::Estimate StrongKept(const Tallies& candidate, const Tallies& baseline,
                          const TaskEvidence& task) {
  double log_ratio = 0, variance = 0;
  for (const Tallies* sums : {&candidate, &baseline}) {
    for (const SampleKind kind : {kTestSample, kStrongSample}) {
      const Tally& tally = (*sums)[kind];
      // Of nothing right half a sample.
      const double q =
          std::max(tally.quality(), 0.5 / static_cast<double>(tally.samples));
      const bool up = (kind == kStrongSample) == (sums == &candidate);
      log_ratio += (up ? 1 : -1) * std::log(q);
      variance += VarianceOf(tally, task.different[kind]) / (q * q);
    }
  }
  const base::Estimate log = Around(log_ratio, variance);
  return {std::exp(log.value), std::exp(log.low), std::exp(log.high)};
}

// The variance of an area under the ROC curve of so many samples, half of them
// anomalies (Hanley and McNeil, 1982).
double VarianceOfAuc(double auc, int64_t samples) {
  const double half = std::max(static_cast<double>(samples) / 2, 2.0);
  // By half a pair: all of them in order is not certainty.
  const double q = std::min(auc, 1 - 0.5 / (half * half));
  const double of_anomalies = q / (2 - q) - q * q;
  const double of_normal = 2 * q * q / (1 + q) - q * q;
  return (q * (1 - q) + (half - 1) * (of_anomalies + of_normal)) /
         (half * half);
}

// The same of areas.
base::Estimate StrongAucKept(const TaskEvidence& task) {
  const int64_t different = task.different[kStrongSample];
  const int64_t strong = different > 0 ? std::min(task.strong_asked, different)
                                       : task.strong_asked;
  const struct {
    double auc;
    int64_t samples;
    int sign;
  } kAreas[] = {
      {task.strong_auc, strong, 1},
      {task.quality, task.samples, -1},
      {task.baseline_strong_auc, strong, -1},
      {task.baseline_quality, task.samples, 1},
  };
  double log_ratio = 0, variance = 0;
  for (const auto& area : kAreas) {
    // Of nothing in order half a sample, so that there is a ratio.
    const double q = std::max(area.auc, 0.5 / static_cast<double>(strong));
    log_ratio += area.sign * std::log(q);
    variance += VarianceOfAuc(q, area.samples) / (q * q);
  }
  const base::Estimate log = Around(log_ratio, variance);
  return {std::exp(log.value), std::exp(log.low), std::exp(log.high)};
}

base::Estimate HeldOutLoss(const Tallies& candidate, const Tallies& baseline,
                           const TaskEvidence& task) {
  const auto loss = [](const Tallies& sums) {
    return sums[kTestSample].quality() - sums[kHeldOutSample].quality();
  };
  const double more = loss(candidate) - loss(baseline);
  double variance = 0;
  for (const Tallies* sums : {&candidate, &baseline}) {
    for (const SampleKind kind : {kTestSample, kHeldOutSample}) {
      variance += VarianceOf((*sums)[kind], task.different[kind]);
    }
  }
  return Around(more, variance);
}

// Before "sample", in a sentence.
const char* NameOf(StrongSource source) {
  switch (source) {
    case WORDS:
      return "newly spoken";
    case ANOMALIES:
      return "new";
    case REDRAWN:
      return "redrawn";
    default:
      return "strongly changed";
  }
}

base::Estimate TimeOf(SampleKind kind, const std::vector<TurnPair>& mixed) {
  std::vector<double> ratios;
  std::vector<int> starts;
  for (const TurnPair& pair : mixed) {
    const Tally& known = pair.candidate.of[kTestSample];
    const Tally& other = pair.candidate.of[kind];
    if (!(known.seconds > 0) || !(other.seconds > 0)) continue;
    ratios.push_back((other.seconds / static_cast<double>(other.samples)) /
                     (known.seconds / static_cast<double>(known.samples)));
    starts.push_back(pair.start);
  }
  if (ratios.empty()) return {};
  return base::GroupedMedian(ratios, starts, kResamples);
}

}  // namespace

std::optional<Familiarity> FamiliarityOf(const std::vector<TurnPair>& mixed,
                                         const TaskEvidence& task) {
  const Tallies candidate = Sum(mixed, &TurnPair::candidate);
  const Tallies baseline = Sum(mixed, &TurnPair::baseline);
  const bool held_out = task.different[kHeldOutSample] > 0;
  for (int kind = 0; kind < kSampleKinds; ++kind) {
    if (kind == kHeldOutSample && !held_out) continue;
    if (candidate[kind].samples == 0 || baseline[kind].samples == 0) {
      return std::nullopt;
    }
  }
  Familiarity f;
  f.strong = NameOf(task.task.fresh());
  if (task.task.quality() == TOP1) {
    f.familiar_quality = FamiliarQuality(candidate, task);
    f.strong_kept = StrongKept(candidate, baseline, task);
    if (held_out) f.held_out_loss = HeldOutLoss(candidate, baseline, task);
  } else if (task.strong_asked > 0) {
    f.strong_kept = StrongAucKept(task);
  }
  if (held_out) f.held_out_time = TimeOf(kHeldOutSample, mixed);
  f.training_time = TimeOf(kTrainingSample, mixed);
  f.strong_time = TimeOf(kStrongSample, mixed);
  if (f.training_time.value == 0 || f.strong_time.value == 0) {
    return std::nullopt;
  }
  return f;
}

std::vector<std::string> AgainstFamiliarity(const Honesty& bounds,
                                            const Familiarity& f) {
  std::vector<std::string> against;
  if (f.familiar_quality.has_value() &&
      f.familiar_quality->low > bounds.familiar_quality()) {
    against.push_back(absl::StrFormat(
        "it is right on %.1f %% more of the test split than of the training "
        "split, and may be on %.1f %%: it knows the test split, and may learn "
        "from the training split alone",
        100 * f.familiar_quality->value, 100 * bounds.familiar_quality()));
  }
  if (f.strong_kept.has_value() && f.strong_kept->high < bounds.strong_kept()) {
    against.push_back(absl::StrFormat(
        "on %s samples it keeps %.2f of what the baseline keeps "
        "of its quality, and must keep %.2f: the answers are to samples that "
        "it knows, not to what they show",
        f.strong, f.strong_kept->value, bounds.strong_kept()));
  }
  if (f.held_out_loss.has_value() &&
      f.held_out_loss->low > bounds.held_out_quality()) {
    against.push_back(absl::StrFormat(
        "from the test split to samples that nobody has seen it loses %.1f %% "
        "more than the baseline does, and may lose %.1f %%: it knows the test "
        "split",
        100 * f.held_out_loss->value, 100 * bounds.held_out_quality()));
  }
  const double most = 1 + bounds.familiar_time();
  if (f.held_out_time.has_value() && f.held_out_time->low > most) {
    against.push_back(absl::StrFormat(
        "a sample that nobody has seen takes %.2f times as long as one of the "
        "test split, and may take %.2f: it looks up what it knows",
        f.held_out_time->value, most));
  }
  if (f.training_time.low > most || f.training_time.high < 1 / most) {
    against.push_back(absl::StrFormat(
        "a sample of the training split takes %.2f times as long as one of "
        "the test split, and may take %.2f to %.2f: it knows samples of one "
        "of them",
        f.training_time.value, 1 / most, most));
  }
  if (f.strong_time.low > 1 + bounds.strong_time() ||
      f.strong_time.high < 1 / most) {
    against.push_back(absl::StrFormat(
        "a %s sample takes %.2f times as long as one that is "
        "changed a little, and may take %.2f to %.2f: it %s",
        f.strong, f.strong_time.value, 1 / most, 1 + bounds.strong_time(),
        f.strong_time.value > 1 ? "looks up what it knows"
                                : "spares itself what it need not know"));
  }
  return against;
}

}  // namespace olympics
