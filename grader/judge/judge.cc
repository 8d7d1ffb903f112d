#include "grader/judge/judge.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "base/statistics.h"
#include "categories/score.h"
#include "grader/judge/carried.h"
#include "grader/judge/compliance.h"
#include "grader/judge/familiarity.h"
#include "grader/judge/objections.h"
#include "grader/judge/performance.h"
#include "grader/report/figures.h"
#include "grader/report/sheet.h"

namespace olympics {
namespace {

// Of rule "carried": its objects hold too much (carried.h).
bool IsOfCarried(const Finding& finding) { return finding.rule() == "carried"; }

std::string FirstFindings(const Inspection& inspection) {
  std::string text;
  constexpr int kShown = 3;
  int told = 0;
  for (const Finding& f : inspection.findings()) {
    if (IsOfCarried(f) || ++told > kShown) continue;
    if (told > 1) text += "; ";
    absl::StrAppend(&text, f.file());
    if (f.line() > 0) absl::StrAppend(&text, ":", f.line());
    absl::StrAppend(&text, " ", f.message());
  }
  if (told > kShown) {
    absl::StrAppend(&text, "; and ", told - kShown, " more");
  }
  return text;
}

void AddFigure(GradeReport& report, const std::string& name, double value,
               const char* unit, const std::string& method) {
  Figure* f = report.add_figures();
  f->set_name(name);
  f->set_value(value);
  f->set_unit(unit);
  f->set_method(method);
}

void SetFigure(Figure* f, const std::string& name, const std::string& unit,
               const base::Estimate& e, double scale,
               const std::string& method) {
  f->set_name(name);
  f->set_unit(unit);
  f->set_value(e.value / scale);
  f->set_low(e.low / scale);
  f->set_high(e.high / scale);
  f->set_method(method);
}

// "keyword_spotting." before a suite's figures, nothing elsewhere.
std::string Prefix(const CategorySpec& spec, const std::string& task) {
  return spec.has_suite() ? task + "." : "";
}

// "keyword_spotting: " before a suite's sentences.
std::string Of(const CategorySpec& spec, const TaskEvidence& t) {
  return spec.has_suite() ? t.task.name() + ": " : "";
}

// What is said of a task's mixed samples.
void AddFamiliarity(const CategorySpec& spec, const TaskEvidence& t,
                    GradeReport& report) {
  const std::optional<Familiarity> f = FamiliarityOf(MixedTurns(spec, t), t);
  if (!f.has_value()) return;
  const std::string prefix = Prefix(spec, t.task.name());
  const auto add = [&](const char* name, const base::Estimate& e,
                       const char* unit, const std::string& method) {
    SetFigure(report.add_figures(), prefix + name, unit, e, 1, method);
  };
  if (f->familiar_quality.has_value()) {
    add("familiar_quality", *f->familiar_quality, "",
        "share of right answers on the test split less that on the training "
        "split");
  }
  if (f->strong_kept.has_value()) {
    add("strong_kept", *f->strong_kept, "x",
        absl::StrCat("share of its quality that is kept on ", f->strong,
                     " samples, beside the baseline's"));
  }
  if (f->held_out_loss.has_value()) {
    add("held_out_loss", *f->held_out_loss, "",
        "share of right answers that it loses from the test split to held-out "
        "samples, less the baseline's loss");
  }
  if (f->held_out_time.has_value()) {
    add("held_out_time", *f->held_out_time, "x",
        "time of a held-out sample beside a test sample's, median of turns");
  }
  add("training_time", f->training_time, "x",
      "time of a training sample beside a test sample's, median of turns");
  add("strong_time", f->strong_time, "x",
      absl::StrCat("time of a ", f->strong,
                   " sample beside a test sample's, median of turns"));
}

void AddCarried(const Evidence& e, GradeReport& report) {
  if (e.carried.empty()) return;
  const CarriedPart total = TotalOf(e.carried);
  const struct {
    const char* name;
    int64_t compressed, bytes;
    const char* what;
  } kSums[] = {
      {"carried_constants", total.constants(), total.constants_bytes(),
       "data, strings and names"},
      {"carried_immediates", total.immediates(), total.immediates_bytes(),
       "numbers in instructions"},
      {"carried_code", total.code(), total.code_bytes(), "code"},
  };
  for (const auto& s : kSums) {
    AddFigure(report, s.name, static_cast<double>(s.compressed), "B",
              absl::StrCat(s.what, " in the submission's own objects, ",
                           s.bytes, " bytes, compressed"));
  }
}

// Whether what its objects hold is within the category's bounds.
bool JudgeCarried(const CategorySpec& spec, const Evidence& e, Sheet& sheet) {
  std::string too_much;
  // Found when it was built: what stands in its place carries nothing.
  for (const Finding& f : e.inspection.findings()) {
    if (IsOfCarried(f)) too_much = f.message();
  }
  if (too_much.empty()) too_much = TooMuch(e.carried, spec);
  if (!too_much.empty()) {
    sheet.Fail("carried", REFUSED, too_much);
    return false;
  }
  const CarriedPart total = TotalOf(e.carried);
  sheet.Pass("carried",
             absl::StrCat(
                 BytesText(total.constants()), " bytes of constants, ",
                 BytesText(total.immediates()), " of numbers in instructions, ",
                 BytesText(total.code()), " of code, after compression"));
  return true;
}

void AddFigures(const CategorySpec& spec, const Evidence& e,
                GradeReport& report) {
  for (const TaskEvidence& t : e.tasks) {
    const std::string prefix = Prefix(spec, t.task.name());
    // A closed entry has the reference's weights, and trained nothing.
    if (e.division != "closed") {
      AddFigure(report, prefix + "training_cpu_seconds",
                t.training.cpu_seconds(), "s",
                "CPU time of the training's tree of processes");
    }
    AddFigure(report, prefix + "weights_bytes",
              static_cast<double>(t.training.weights_bytes()), "B",
              "size of the safetensors file");
    if (t.peak_memory_bytes > 0) {
      AddFigure(report, prefix + "peak_memory_bytes",
                static_cast<double>(t.peak_memory_bytes), "B",
                t.peak_memory_method);
    }
    if (t.latency_ns > 0) {
      AddFigure(report, prefix + "latency_ns", t.latency_ns, "ns",
                absl::StrCat("median question at batch ",
                             spec.measuring().batch_size()));
    }
    if (spec.has_suite() && t.samples > 0) {
      AddFigure(report, prefix + "quality", t.quality, "",
                t.task.quality() == AUC ? "area under the ROC curve"
                                        : "share of right answers");
      AddFigure(report, prefix + "reference_quality", t.baseline_quality, "",
                "the reference's");
    }
    if (t.shuffled_quality >= 0) {
      AddFigure(report, prefix + "shuffled_quality", t.shuffled_quality, "",
                "on samples whose pixels are shuffled");
    }
    if (t.pause_seconds > 0) {
      AddFigure(report, prefix + "pause_cpu_share",
                t.pause_cpu_seconds / t.pause_seconds, "",
                "CPU time that it used while it was not asked");
    }
    if (t.perturbed_quality >= 0) {
      AddFigure(report, prefix + "perturbed_quality", t.perturbed_quality, "",
                "on samples changed a little");
    }
    AddFamiliarity(spec, t, report);
    if (!t.other_weights_quality.empty()) {
      AddFigure(report, prefix + "other_weights_quality",
                *std::min_element(t.other_weights_quality.begin(),
                                  t.other_weights_quality.end()),
                "", "with the values of its weights in another order");
    }
    if (t.closed_difference >= 0) {
      AddFigure(report, prefix + "closed_difference", t.closed_difference, "",
                "root mean square of its scores less the reference's, as a "
                "share of how much the reference's vary");
    }
    for (const Compared& c : t.compliance) {
      if (!HasFigures(c)) continue;
      SetFigure(report.add_figures(), prefix + c.test, "x", PerformanceKept(c),
                1,
                "performance of the compliance run, median of pairs of turns, "
                "bootstrap 95 % interval over rounds");
    }
  }
  if (const double handoff = HandoffSeconds(spec, e); handoff > 0) {
    AddFigure(report, "handoff_ns", 1e9 * handoff, "ns",
              "of a question to nobody, median over turns, which is taken off "
              "every question's time");
  }
  if (e.floor_memory_bytes > 0) {
    AddFigure(report, "floor_memory", 1e-6 * double(e.floor_memory_bytes), "MB",
              "peak of a worker that answers without looking");
  }
  if (e.others_share >= 0) {
    AddFigure(report, "others_share", e.others_share, "",
              "of the timed run, in which others had the workers' core");
    AddFigure(report, "stolen_share", e.stolen_share, "",
              "of the timed run, that the hypervisor took");
  }
  if (e.referee_share >= 0) {
    AddFigure(report, "referee_share", e.referee_share, "",
              "CPU time of the referee on the workers' core, of the timed run");
  }
  report.set_division(e.division);
  for (const HostFinding& f : e.host) *report.add_host_findings() = f;
  std::set<std::string> missing;
  for (const TaskEvidence& t : e.tasks) {
    missing.insert(t.missing_layers.begin(), t.missing_layers.end());
  }
  for (const std::string& layer : missing) {
    HostFinding* f = report.add_host_findings();
    f->set_what("sandbox_layer");
    f->set_state(layer);
    f->set_mend("grade on a host that has it, or as a user who may use it");
  }
}

using JudgeTask = MaybeObjection (*)(const CategorySpec&, const TaskEvidence&);

// True if no task has anything against it.
bool Apply(const CategorySpec& spec, const Evidence& e, Sheet& sheet,
           JudgeTask judge) {
  for (const TaskEvidence& t : e.tasks) {
    if (const MaybeObjection o = judge(spec, t); o.has_value()) {
      sheet.Fail(o->check, o->verdict, Of(spec, t) + o->message, o->output);
      return false;
    }
  }
  return true;
}

void AddTerms(const CategorySpec& spec, const Evidence& e,
              const Performance& performance, GradeReport& report) {
  const bool single = spec.composite() == COMPOSITE_NONE;
  for (const TermResult& term : performance.terms) {
    const Metric metric = MetricOf(term.measure);
    const bool energy = term.measure == JOULES_PER_INFERENCE;
    const bool estimated = energy && e.estimated;
    report.set_estimated(report.estimated() || estimated);
    const std::string prefix = Prefix(spec, term.task);
    Figure* candidate = single ? report.mutable_metric() : report.add_figures();
    SetFigure(candidate, prefix + metric.name, metric.unit, term.candidate,
              metric.scale,
              energy ? e.meter + ", above idle"
                     : "median over turns, bootstrap 95 % interval");
    candidate->set_estimated(estimated);
    Figure* baseline =
        single ? report.mutable_baseline() : report.add_figures();
    SetFigure(baseline,
              single ? "baseline" : prefix + metric.name + ".baseline",
              metric.unit, term.baseline, metric.scale,
              "the same turns, the same core");
    baseline->set_estimated(estimated);
    if (!single) {
      SetFigure(report.add_figures(), prefix + metric.name + ".gain", "x",
                term.gain, 1, "over the baseline");
    }
  }
  if (!single) {
    const Metric metric = MetricOf(spec);
    SetFigure(report.mutable_metric(), metric.name, metric.unit,
              performance.figure, 1, "of gains over the baseline");
    report.mutable_metric()->set_estimated(report.estimated());
    SetFigure(report.mutable_baseline(), "baseline", metric.unit,
              {RankingFigure(spec, Score())}, 1, "by definition");
  }
  SetFigure(report.mutable_gain(), "gain", "x", performance.gain, 1,
            absl::StrCat("over ", PairsOf(spec, e), " pairs of turns or more"));
  report.mutable_gain()->set_estimated(report.estimated());
}

// What disturbed the run, in brackets; "" where nothing is known to have.
std::string Disturbed(const Evidence& e) {
  constexpr double kMuch = 0.01;
  std::vector<std::string> what;
  if (e.stolen_share > kMuch) {
    what.push_back(absl::StrFormat("the hypervisor took %.0f %% of the time",
                                   100 * e.stolen_share));
  }
  if (e.others_share > kMuch) {
    what.push_back(
        absl::StrFormat("other programs had the workers' core for %.0f %%",
                        100 * e.others_share));
  }
  return what.empty() ? "" : absl::StrCat(" (", absl::StrJoin(what, ", "), ")");
}

void JudgePerformance(const CategorySpec& spec, const Evidence& e,
                      Sheet& sheet) {
  GradeReport& report = sheet.report();
  const Measuring& m = spec.measuring();
  if (!HasPerformance(spec, e)) {
    sheet.Fail("performance", UNSTABLE, "no pair of turns was measured");
    return;
  }
  const Performance performance = PerformanceOf(spec, e);
  AddTerms(spec, e, performance, report);
  int pairs = INT_MAX;
  int64_t samples = INT64_MAX;
  for (const TaskEvidence& t : e.tasks) {
    const auto n = static_cast<int>(
        spec.has_suite() ? std::min(t.single_stream.size(), t.offline.size())
                         : t.pairs.size());
    pairs = std::min(pairs, n);
    samples = std::min(samples, t.samples);
    if (static_cast<int>(t.memory.size()) < m.memory_starts()) pairs = 0;
    if (!t.invalid_runs.empty()) {
      sheet.Fail("performance", UNSTABLE,
                 absl::StrCat(t.task.name(), ": the ", t.invalid_runs.front(),
                              " run is INVALID: too few queries or too short; "
                              "see its mlperf_log_summary.txt"));
      return;
    }
  }
  // A suite's test sets are as large as they are.
  const bool enough = spec.has_suite() || samples >= m.min_samples();
  if (pairs < m.min_pairs() || !enough) {
    sheet.Fail("performance", UNSTABLE,
               absl::StrFormat("%d pairs of turns and %d samples in %d s; at "
                               "least %d and %d are needed",
                               pairs, samples, m.max_seconds(), m.min_pairs(),
                               m.min_samples()));
    return;
  }
  const double width = performance.gain.width();
  if (!(width <= m.max_interval_width())) {
    sheet.Fail("performance", UNSTABLE,
               absl::StrFormat("the gain's interval is %.1f %% wide, more than "
                               "%.1f %%: grade again on a quieter machine%s",
                               100 * width, 100 * m.max_interval_width(),
                               Disturbed(e)));
    return;
  }
  const Score score = {performance.gain.value, performance.points.value};
  report.set_points(score.points);
  report.set_ranking_figure(RankingFigure(spec, score));
  report.set_verdict(PASSED);
  const Metric metric = MetricOf(spec);
  sheet.Pass(
      "performance",
      absl::StrFormat("%.2f times the baseline%s: %s%s", performance.gain.value,
                      report.estimated() ? " (estimated)" : "",
                      FigureText(report.ranking_figure(), metric.unit),
                      spec.composite() == COMPOSITE_NONE
                          ? " on the reference machine"
                          : ""));
}

}  // namespace

GradeReport Judge(const CategorySpec& spec, const Evidence& e) {
  if (!e.meter_lost.empty()) return ErrorReport(METER_LOST, e.meter_lost);
  Sheet sheet(spec.has_suite());
  GradeReport& report = sheet.report();
  AddCarried(e, report);
  if (const std::string found = FirstFindings(e.inspection); !found.empty()) {
    sheet.Fail("inspection", REFUSED, found);
    return report;
  }
  sheet.Pass("inspection", absl::StrCat(e.inspection.files(), " files, ",
                                        e.inspection.bytes(),
                                        " bytes, nothing against them"));
  // Refused when it was built, it has not been trained.
  if (!JudgeCarried(spec, e, sheet) && e.inspection.findings_size() > 0) {
    return report;
  }
  double cpu_seconds = 0;
  for (const TaskEvidence& t : e.tasks) {
    if (!t.training.ok()) {
      sheet.Fail("training", TRAINING_FAILED,
                 absl::StrCat(Of(spec, t), "training gave no weights: ",
                              t.training.message()),
                 t.training.output());
      return report;
    }
    cpu_seconds += t.training.cpu_seconds();
  }
  sheet.Pass("training",
             e.division == "closed"
                 ? "the reference's weights (closed division)"
                 : absl::StrFormat("%.1f s of CPU time", cpu_seconds));
  AddFigures(spec, e, report);
  if (!Apply(spec, e, sheet, JudgeEnding)) return report;
  sheet.Pass("api_contract", "every answer had the contract's shape");
  sheet.Pass("limits", "it stayed within its sandbox and its limits");

  int64_t samples = 0, asked_again = 0;
  double quality = 0;
  for (const TaskEvidence& t : e.tasks) {
    samples += t.samples;
    asked_again += t.asked_again + t.batched;
    quality += t.quality / static_cast<double>(e.tasks.size());
  }
  report.set_samples(samples);
  report.set_accuracy(quality);
  // These do not stand on each other: a student sees all that is wrong.
  if (Apply(spec, e, sheet, JudgeHonesty)) {
    sheet.Pass(
        "honesty",
        absl::StrCat(asked_again,
                     " samples asked again, the same answers; none from "
                     "shuffled pixels; no work while nothing was asked"));
  }
  if (Apply(spec, e, sheet, JudgeQuality)) {
    sheet.Pass("accuracy",
               spec.has_suite()
                   ? absl::StrFormat("every quality target is reached; %.2f %% "
                                     "on average",
                                     100 * quality)
                   : absl::StrFormat("%.2f %% of %d answers are right",
                                     100 * quality, samples));
  }
  if (spec.has_suite() && Apply(spec, e, sheet, JudgeCompliance)) {
    sheet.Pass("compliance", "TEST01, TEST04 and TEST05 passed");
  }
  if (report.verdict() == VERDICT_UNSPECIFIED) JudgePerformance(spec, e, sheet);
  return report;
}

}  // namespace olympics
