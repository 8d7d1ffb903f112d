#include "grader/judge/judge.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "categories/score.h"

namespace olympics {
namespace {

// In the order of the JUnit file.
constexpr const char* kChecks[] = {"inspection", "training", "api_contract",
                                   "accuracy",   "honesty",  "limits",
                                   "performance"};

class Sheet {
 public:
  Sheet() {
    for (const char* name : kChecks) {
      Check* check = report_.add_checks();
      check->set_name(name);
      check->set_result(CHECK_SKIPPED);
      check->set_message("an earlier check failed");
    }
  }

  void Pass(const char* name, const std::string& message) {
    Set(name, CHECK_PASSED, message);
  }
  void Fail(const char* name, Verdict verdict, const std::string& message) {
    Set(name, CHECK_FAILED, message);
    if (report_.verdict() == VERDICT_UNSPECIFIED) {
      report_.set_verdict(verdict);
      report_.set_reason(message);
    }
  }
  void Error(Verdict verdict, const std::string& message) {
    for (Check& check : *report_.mutable_checks()) {
      check.set_result(CHECK_ERROR);
      check.set_message(message);
    }
    report_.set_verdict(verdict);
    report_.set_reason(message);
  }

  GradeReport& report() { return report_; }

 private:
  void Set(const char* name, CheckResult result, const std::string& message) {
    for (Check& check : *report_.mutable_checks()) {
      if (check.name() != name) continue;
      check.set_result(result);
      check.set_message(message);
    }
  }

  GradeReport report_;
};

std::string FirstFindings(const Inspection& inspection) {
  std::string text;
  constexpr int kShown = 3;
  for (int i = 0; i < std::min(kShown, inspection.findings_size()); ++i) {
    const Finding& f = inspection.findings(i);
    if (i > 0) text += "; ";
    absl::StrAppend(&text, f.file());
    if (f.line() > 0) absl::StrAppend(&text, ":", f.line());
    absl::StrAppend(&text, " ", f.message());
  }
  if (inspection.findings_size() > kShown) {
    absl::StrAppend(&text, "; and ", inspection.findings_size() - kShown,
                    " more");
  }
  return text;
}

void AddFigure(GradeReport& report, const char* name, double value,
               const char* unit, const std::string& method) {
  Figure* f = report.add_figures();
  f->set_name(name);
  f->set_value(value);
  f->set_unit(unit);
  f->set_method(method);
}

void SetFigure(Figure* f, const std::string& name, const std::string& unit,
               const Estimate& e, const std::string& method) {
  f->set_name(name);
  f->set_unit(unit);
  f->set_value(e.value);
  f->set_low(e.low);
  f->set_high(e.high);
  f->set_method(method);
}

void AddFigures(const CategorySpec& spec, const Evidence& e,
                GradeReport& report) {
  AddFigure(report, "training_cpu_seconds", e.training.cpu_seconds(), "s",
            "CPU time of the training's tree of processes");
  AddFigure(report, "weights_bytes",
            static_cast<double>(e.training.weights_bytes()), "B",
            "size of the safetensors file");
  if (e.peak_memory_bytes > 0) {
    AddFigure(report, "peak_memory_bytes",
              static_cast<double>(e.peak_memory_bytes), "B",
              e.peak_memory_method);
  }
  if (e.handoff_ns > 0) {
    AddFigure(report, "handoff_ns", e.handoff_ns, "ns",
              "median of an empty question at batch 1, image copied in");
  }
  if (e.latency_ns > 0) {
    AddFigure(report, "latency_ns", e.latency_ns, "ns",
              absl::StrCat("median question at batch ",
                           spec.measuring().batch_size()));
  }
}

// Whether the worker's ending, if it had one, leaves more to judge.
bool JudgeEnding(const Evidence& e, Sheet& sheet) {
  if (!e.ending.has_value()) {
    sheet.Pass("api_contract", "every answer had the contract's shape");
    sheet.Pass("limits", "it stayed within its sandbox and its limits");
    return true;
  }
  const std::string what = absl::StrCat(e.ending->when, " ", e.ending->message);
  switch (e.ending->kind) {
    case Ending::Kind::kContract:
      sheet.Fail("api_contract", CONTRACT_BROKEN, what);
      break;
    case Ending::Kind::kCrash:
      sheet.Fail("api_contract", CRASHED, what);
      break;
    case Ending::Kind::kViolation:
      sheet.Fail("limits", VIOLATION, what);
      break;
    case Ending::Kind::kLimit:
      sheet.Fail("limits", LIMIT_EXCEEDED, what);
      break;
  }
  return false;
}

}  // namespace

Speeds SpeedsOf(const std::vector<TurnPair>& pairs) {
  std::vector<double> candidate, baseline, gain;
  for (const TurnPair& p : pairs) {
    candidate.push_back(p.candidate_per_second);
    baseline.push_back(p.baseline_per_second);
    gain.push_back(p.candidate_per_second / p.baseline_per_second);
  }
  return {BootstrapMedian(candidate), BootstrapMedian(baseline),
          BootstrapMedian(gain)};
}

GradeReport Judge(const CategorySpec& spec, const Evidence& e) {
  Sheet sheet;
  GradeReport& report = sheet.report();
  if (e.inspection.findings_size() > 0) {
    sheet.Fail("inspection", REFUSED, FirstFindings(e.inspection));
    return report;
  }
  sheet.Pass("inspection", absl::StrCat(e.inspection.files(), " files, ",
                                        e.inspection.bytes(),
                                        " bytes, nothing against them"));
  if (!e.training.ok()) {
    sheet.Fail(
        "training", TRAINING_FAILED,
        absl::StrCat("training gave no weights: ", e.training.message()));
    return report;
  }
  sheet.Pass("training",
             absl::StrFormat("%.1f s of CPU time", e.training.cpu_seconds()));
  AddFigures(spec, e, report);
  if (!JudgeEnding(e, sheet)) return report;
  if (e.not_finite > 0) {
    sheet.Fail("api_contract", CONTRACT_BROKEN,
               absl::StrCat(e.not_finite, " of ", e.samples,
                            " answers hold a NaN or an infinity"));
    return report;
  }

  report.set_samples(e.samples);
  report.set_accuracy(e.samples == 0 ? 0.0
                                     : static_cast<double>(e.correct) /
                                           static_cast<double>(e.samples));
  const double changed =
      e.asked_again == 0
          ? 1.0
          : static_cast<double>(e.changed) / static_cast<double>(e.asked_again);
  if (changed > kMaxChangedShare) {
    sheet.Fail(
        "honesty", DISHONEST,
        absl::StrFormat("%d of %d images that were asked again in another "
                        "order were answered differently: the answers do "
                        "not come from the images",
                        e.changed, e.asked_again));
    return report;
  }
  sheet.Pass("honesty", absl::StrCat(e.asked_again,
                                     " images asked again, the same answers"));
  const std::string share = absl::StrFormat("%.2f %% of %d answers are right",
                                            100 * report.accuracy(), e.samples);
  if (report.accuracy() < spec.accuracy_floor()) {
    sheet.Fail("accuracy", INACCURATE,
               absl::StrFormat("%s; %s needs %.0f %%", share, spec.title(),
                               100 * spec.accuracy_floor()));
    return report;
  }
  sheet.Pass("accuracy", share);

  if (e.pairs.empty()) {
    sheet.Fail("performance", UNSTABLE, "no pair of turns was measured");
    return report;
  }
  const Speeds speeds = SpeedsOf(e.pairs);
  SetFigure(report.mutable_metric(), spec.metric(), spec.unit(),
            speeds.candidate, "median over turns, bootstrap 95 % interval");
  SetFigure(report.mutable_baseline(), "baseline", spec.unit(), speeds.baseline,
            "the same turns, the same core");
  SetFigure(report.mutable_gain(), "gain", "x", speeds.gain,
            absl::StrCat("median over ", e.pairs.size(), " pairs of turns"));
  const Measuring& m = spec.measuring();
  if (static_cast<int>(e.pairs.size()) < m.min_pairs() ||
      e.samples < m.min_samples()) {
    sheet.Fail("performance", UNSTABLE,
               absl::StrFormat("%d pairs of turns and %d samples in %d s; at "
                               "least %d and %d are needed",
                               e.pairs.size(), e.samples, m.max_seconds(),
                               m.min_pairs(), m.min_samples()));
    return report;
  }
  if (speeds.gain.width() > m.max_interval_width()) {
    sheet.Fail("performance", UNSTABLE,
               absl::StrFormat("the gain's interval is %.1f %% wide, more than "
                               "%.1f %%: grade again on a quieter machine",
                               100 * speeds.gain.width(),
                               100 * m.max_interval_width()));
    return report;
  }
  report.set_points(Points(speeds.gain.value, spec.target_gain()));
  report.set_ranking_figure(RankingFigure(
      speeds.gain.value, spec.reference_baseline(), spec.higher_is_better()));
  report.set_verdict(PASSED);
  sheet.Pass("performance", absl::StrFormat("%.1f %s, %.2f times the baseline",
                                            speeds.candidate.value, spec.unit(),
                                            speeds.gain.value));
  return report;
}

GradeReport GraderError(const std::string& message) {
  Sheet sheet;
  sheet.Error(GRADER_ERROR, message);
  return sheet.report();
}

GradeReport NotBuilt(const std::string& message) {
  Sheet sheet;
  sheet.Error(NOT_BUILT, message);
  return sheet.report();
}

bool IsResult(Verdict verdict) {
  return verdict != UNSTABLE && verdict != NOT_BUILT && verdict != GRADER_ERROR;
}

std::string VerdictWord(Verdict verdict) {
  std::string word = Verdict_Name(verdict);
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) {
    return c == '_' ? ' ' : static_cast<char>(std::tolower(c));
  });
  return word;
}

}  // namespace olympics
