#include "grader/judge/objections.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "base/statistics.h"
#include "grader/judge/compliance.h"
#include "grader/judge/familiarity.h"

namespace olympics {
namespace {

// A share that is 1 where there was nothing to count: what could not be checked
// is not passed.
double Share(int64_t part, int64_t all) {
  return all == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(all);
}

// Whether more answers changed than chance in the last bit changes.
bool Changed(int64_t changed, int64_t asked, const Honesty& bounds) {
  constexpr int64_t kAlways = 2;
  return asked == 0 ||
         (changed > kAlways && Share(changed, asked) > bounds.changed_share());
}

// One objection out of all sentences; none out of none.
MaybeObjection Joined(const char* check, Verdict verdict,
                      const std::vector<std::string>& sentences) {
  if (sentences.empty()) return std::nullopt;
  return Objection{check, verdict, absl::StrJoin(sentences, "; ")};
}

double WantedQuality(const CategorySpec& spec, const TaskEvidence& t) {
  return spec.has_suite() ? t.task.quality_target() : spec.accuracy_floor();
}

std::string Broken(const Compared& c, double tolerance) {
  const double kept = PerformanceKept(c).value;
  if (c.test == "TEST04") {
    return absl::StrFormat(
        "TEST04: the same sample again and again is %.0f %% faster than unique "
        "samples, more than %.0f %%: results are kept",
        100 * (kept - 1), 100 * tolerance);
  }
  return absl::StrFormat(
      "%s: performance is %.0f %% lower %s, more than %.0f %%", c.test,
      100 * (1 - kept),
      c.test == "TEST05" ? "with other seeds" : "in the compliance run",
      100 * tolerance);
}

std::string Undecided(const Compared& c, double tolerance) {
  const base::Estimate kept = PerformanceKept(c);
  return absl::StrFormat(
      "%s: the performance is between %.2f and %.2f times the performance "
      "run's, and may differ by %.0f %%: grade again on a quieter machine",
      c.test, kept.low, kept.high, 100 * tolerance);
}

}  // namespace

MaybeObjection JudgeEnding(const CategorySpec&, const TaskEvidence& t) {
  if (!t.ending.has_value()) {
    if (t.not_finite == 0) return std::nullopt;
    return Objection{"api_contract", NOT_FINITE,
                     absl::StrCat(t.not_finite, " of ", t.samples,
                                  " answers hold a NaN or an infinity")};
  }
  const std::string what = absl::StrCat(t.ending->when, " ", t.ending->message);
  switch (t.ending->kind) {
    case Ending::Kind::kContract:
      return Objection{"api_contract", CONTRACT_BROKEN, what, t.ending->output};
    case Ending::Kind::kCount:
      return Objection{"api_contract", WRONG_COUNT, what, t.ending->output};
    case Ending::Kind::kLate:
      return Objection{"limits", LATE, what, t.ending->output};
    case Ending::Kind::kPatience:
      return Objection{"performance", UNSTABLE,
                       absl::StrCat(what,
                                    ", though it answered each question in "
                                    "time: grade again on a quieter machine")};
    case Ending::Kind::kCrash:
      return Objection{"api_contract", CRASHED, what, t.ending->output};
    case Ending::Kind::kViolation:
      return Objection{"limits", VIOLATION, what, t.ending->output};
    case Ending::Kind::kLimit:
      return Objection{"limits", LIMIT_EXCEEDED, what, t.ending->output};
  }
  return std::nullopt;
}

namespace {

// Whether its answers come from its weights; "" if so.
std::string AgainstWeights(const CategorySpec& spec, const TaskEvidence& t) {
  if (t.other_weights_quality.empty()) {
    return absl::StrCat(
        "with the values of its weights in another order it gave no answers (",
        t.other_weights_ended,
        "): Load must take any values of its own names and shapes, so that the "
        "referee sees that the answers follow them");
  }
  const double least = *std::min_element(t.other_weights_quality.begin(),
                                         t.other_weights_quality.end());
  const double most = t.task.quality() == AUC
                          ? t.task.quality_target()
                          : spec.honesty().other_weights_kept() * t.quality;
  // What is below the floor has nowhere to fall.
  if (least < most || t.quality < WantedQuality(spec, t)) return "";
  return absl::StrFormat(
      "with the values of its weights in another order %.1f %% are still "
      "right, of %.1f %%: the answers do not come from what was trained",
      100 * least, 100 * t.quality);
}

}  // namespace

namespace {

// Of all kinds of samples, which are mixed in the same shares wherever they are
// asked.
Tally SumOf(const std::array<Tally, kSampleKinds>& kinds, Tally sum = {}) {
  for (const Tally& tally : kinds) {
    sum.samples += tally.samples;
    sum.wrong += tally.wrong;
  }
  return sum;
}

// Whether what answered while memory was measured is what was timed; "" if so.
std::string AgainstMemoryStarts(const TaskEvidence& t) {
  // Of standard deviations, which chance reaches in one grading of 30,000; and
  // so much less right is no other model.
  constexpr double kDeviations = 4, kLess = 0.005;
  const Tally starts = SumOf(t.in_memory_starts);
  Tally timed;
  for (const TurnPair& pair : t.pairs) timed = SumOf(pair.candidate.of, timed);
  if (starts.samples == 0 || timed.samples == 0) return "";
  const auto variance = [](const Tally& tally) {
    return tally.quality() * (1 - tally.quality()) /
           static_cast<double>(tally.samples);
  };
  const double less = timed.quality() - starts.quality();
  if (less <=
      kLess + kDeviations * std::sqrt(variance(starts) + variance(timed))) {
    return "";
  }
  return absl::StrFormat(
      "while its memory was measured %.1f %% were right, and %.1f %% in the "
      "timed run: what is measured must be what answers",
      100 * starts.quality(), 100 * timed.quality());
}

}  // namespace

MaybeObjection JudgeHonesty(const CategorySpec& spec, const TaskEvidence& t) {
  const Honesty& h = spec.honesty();
  std::vector<std::string> against;
  if (Changed(t.changed, t.asked_again, h)) {
    against.push_back(
        absl::StrFormat("%d of %d samples that were asked again in another "
                        "order were answered differently: the answers do "
                        "not come from the samples",
                        t.changed, t.asked_again));
  }
  if (Changed(t.batch_changed, t.batched, h)) {
    against.push_back(absl::StrFormat(
        "%d of %d samples that were asked again in batches were answered "
        "differently: an answer must not depend on its neighbours",
        t.batch_changed, t.batched));
  }
  if (!(t.shuffled_quality >= 0)) {
    against.push_back("no sample with shuffled pixels was answered");
  } else if (t.quality >= WantedQuality(spec, t) &&
             t.quality - t.shuffled_quality < h.shuffled_drop()) {
    // What is below the floor has nowhere to fall.
    against.push_back(absl::StrFormat(
        "with shuffled pixels %.1f %% are still right, of %.1f %%: the "
        "answers do not come from what the samples show",
        100 * t.shuffled_quality, 100 * t.quality));
  }
  if (spec.has_suite() &&
      !(t.quality - t.perturbed_quality <= h.perturbed_drop())) {
    against.push_back(absl::StrFormat(
        "on samples changed a little %.1f %% are right, of %.1f %%: the "
        "answers are to the test set, not to what it shows",
        100 * t.perturbed_quality, 100 * t.quality));
  }
  if (std::string weights = AgainstWeights(spec, t); !weights.empty()) {
    against.push_back(std::move(weights));
  }
  if (std::string starts = AgainstMemoryStarts(t); !starts.empty()) {
    against.push_back(std::move(starts));
  }
  // Of a suite, who is found in both scenarios hears it once.
  const std::vector<TurnPair>& mixed = MixedTurns(spec, t);
  const std::optional<Familiarity> familiarity = FamiliarityOf(mixed, t);
  const std::optional<Familiarity> offline = FamiliarityOf(t.offline, t);
  std::vector<std::string> familiar;
  for (const auto& f : {familiarity, offline}) {
    if (f.has_value() && familiar.empty()) familiar = AgainstFamiliarity(h, *f);
  }
  against.insert(against.end(), familiar.begin(), familiar.end());
  if (!(t.pause_seconds > 0) ||
      t.pause_cpu_seconds > h.pause_cpu_share() * t.pause_seconds) {
    against.push_back(absl::StrFormat(
        "it used %.0f ms of CPU time in %.0f ms in which nothing was asked: "
        "work must be done while the clock runs",
        1e3 * t.pause_cpu_seconds, 1e3 * t.pause_seconds));
  }
  if (against.empty() && !mixed.empty() && !familiarity.has_value()) {
    return Objection{"honesty", UNSTABLE,
                     "so few samples were answered that those of the training "
                     "split or strongly changed ones are missing: grade again "
                     "on a quieter machine, or make it faster"};
  }
  return Joined("honesty", DISHONEST, against);
}

MaybeObjection JudgeQuality(const CategorySpec& spec, const TaskEvidence& t) {
  const double wanted = WantedQuality(spec, t);
  if (t.quality >= wanted) return std::nullopt;
  if (t.task.quality() == AUC) {
    return Objection{
        "accuracy", INACCURATE,
        absl::StrFormat("the area under the ROC curve is %.4f over "
                        "%d answers; %s needs %.2f",
                        t.quality, t.samples, t.task.title(), wanted)};
  }
  return Objection{
      "accuracy", INACCURATE,
      absl::StrFormat("%.2f %% of %d answers are right; %s needs %.0f %%",
                      100 * t.quality, t.samples,
                      spec.has_suite() ? t.task.title() : spec.title(),
                      100 * wanted)};
}

MaybeObjection JudgeCompliance(const CategorySpec& spec,
                               const TaskEvidence& t) {
  std::vector<std::string> against, undecided;
  if (Changed(t.performance_differ, t.performance_answers, spec.honesty())) {
    against.push_back(absl::StrFormat(
        "TEST01: %d of %d answers of the performance run are not those of the "
        "accuracy run",
        t.performance_differ, t.performance_answers));
  }
  if (t.closed && t.closed_difference < 0) {
    against.push_back(
        "closed division: its scores were not compared with the reference's");
  } else if (t.closed &&
             !(t.closed_difference <= spec.honesty().closed_difference())) {
    against.push_back(absl::StrFormat(
        "closed division: its scores differ from the reference's by %.2f of "
        "how much these vary, and may by %.2f: it must compute the "
        "reference's function of the reference's weights",
        t.closed_difference, spec.honesty().closed_difference()));
  }
  if (t.compliance.empty()) against.push_back("no compliance test was run");
  const double tolerance = ComplianceTolerance(spec.suite(), t.latency_ns);
  for (const Compared& c : t.compliance) {
    switch (ComplianceOf(c, tolerance)) {
      case Compliance::kHeld:
        break;
      case Compliance::kNoFigures:
        against.push_back(absl::StrCat(c.test, ": it gave no figures"));
        break;
      case Compliance::kBroken:
        against.push_back(Broken(c, tolerance));
        break;
      case Compliance::kUndecided:
        undecided.push_back(Undecided(c, tolerance));
        break;
    }
  }
  if (!against.empty()) return Joined("compliance", NOT_COMPLIANT, against);
  return Joined("compliance", UNSTABLE, undecided);
}

}  // namespace olympics
