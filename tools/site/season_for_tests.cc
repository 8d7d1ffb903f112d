#include "tools/site/season_for_tests.h"

#include <cmath>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "categories/score.h"

namespace olympics {
namespace {

constexpr const char* kNames[] = {"alice_chen", "bob_smith",  "carol_wong",
                                  "dave_kim",   "eve_patel",  "frank_liu",
                                  "grace_lee",  "henry_zhao", "iris_tan"};

// How much of what is possible in Speed Demon is possible in a category, as an
// exponent: so that no two have the same gains.
double ShareOf(const std::string& category) {
  if (category == "memory_miser") return 0.3;
  if (category == "edge_expert") return 0.6;
  if (category == "energy_efficient") return 0.85;
  if (category == "tinymlperf") return 0.45;
  return 1;
}

}  // namespace

std::vector<CategorySpec> SpecsForTests() {
  std::vector<CategorySpec> specs;
  for (const char* name : {"speed_demon", "memory_miser", "edge_expert",
                           "energy_efficient", "tinymlperf"}) {
    specs.push_back(
        *LoadSpec(absl::StrCat("categories/", name, "/spec.textproto")));
  }
  return specs;
}

GradeReport RunForTests(const CategorySpec& spec, int who, int attempt,
                        int64_t at_unix_ms) {
  const int named = std::size(kNames);
  GradeReport r;
  r.set_submission(who < named ? kNames[who] : absl::StrCat("student_", who));
  r.set_category(spec.name());
  r.set_host("grader-1");
  r.set_verdict(PASSED);
  r.set_samples(10000);
  r.set_accuracy(0.9 + 0.06 * std::abs(std::sin(who * 1.7 + 0.3)));
  // Spread so that ranks differ, and better with each attempt.
  const double speed = 1 + (4.0 / (1 + who * 0.3)) * (1 - std::exp(-attempt)) +
                       0.05 * std::sin(who);
  const double gain = std::pow(speed, ShareOf(spec.name()));
  r.mutable_gain()->set_value(gain);
  r.mutable_gain()->set_low(gain * 0.98);
  r.mutable_gain()->set_high(gain * 1.02);
  r.set_points(30 * std::log(gain) + 1);
  const Metric metric = MetricOf(spec);
  const double figure = RankingFigure(spec, {gain, r.points()});
  r.set_ranking_figure(figure);
  r.mutable_metric()->set_name(metric.name);
  r.mutable_metric()->set_value(figure * 1.01);
  r.mutable_metric()->set_low(figure);
  r.mutable_metric()->set_high(figure * 1.02);
  r.mutable_metric()->set_unit(metric.unit);
  r.set_simulated(spec.name() == "edge_expert");
  r.set_estimated(spec.name() == "energy_efficient");
  r.set_started_unix_ms(at_unix_ms);
  return r;
}

std::vector<Entry> EntriesForTests(const std::vector<CategorySpec>& specs,
                                   int submissions, int runs) {
  std::vector<Entry> entries;
  constexpr int64_t kStart = 1790000000000;  // September 2026
  for (int i = 0; i < runs; ++i) {
    const int who = i / static_cast<int>(specs.size()) % submissions;
    const int attempt = 1 + i / (static_cast<int>(specs.size()) * submissions);
    const int64_t at = kStart + i * 1'500'000LL;
    Entry& e = entries.emplace_back();
    e.set_at_unix_ms(at);
    *e.mutable_run() = RunForTests(specs[i % specs.size()], who, attempt, at);
  }
  const struct {
    const char *award, *who, *reason;
  } kAwards[] = {{"innovation", "carol_wong",
                  "a kernel that keeps the input in registers"},
                 {"teaching", "grace_lee", "every step measured and told"}};
  for (const auto& a : kAwards) {
    Entry& e = entries.emplace_back();
    e.set_at_unix_ms(kStart + runs * 1'500'000LL);
    e.mutable_event()->set_reason(a.reason);
    e.mutable_event()->mutable_award()->set_award(a.award);
    e.mutable_event()->mutable_award()->set_submission(a.who);
  }
  return entries;
}

}  // namespace olympics
