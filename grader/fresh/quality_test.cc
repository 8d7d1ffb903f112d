// The baseline on fresh samples, beside test samples that are changed a little:
// whoever is honest keeps the quality. Prints all figures.
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "categories/spec.h"
#include "grader/fresh/fresh.h"
#include "grader/referee/match.h"
#include "grader/referee/samples.h"
#include "grader/referee/turns.h"
#include "grader/referee/worker_process.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

constexpr int kSamples = 4000;
// Of what is kept of the quality on light samples. An entry is refused that
// keeps less than four fifths of what the baseline keeps.
constexpr double kKept = 0.85;

WorkerLimits Limits() {
  WorkerLimits limits;
  limits.set_memory_mib(512);
  limits.set_threads(4);
  limits.set_start_seconds(60);
  limits.set_query_milliseconds(20'000);
  limits.set_wall_seconds(200);
  return limits;
}

// Quality on `kSamples` of a stream.
double QualityOn(WorkerProcess& worker, const DataSet& data,
                 SampleStream::Change change) {
  SampleStream samples(data, SecretSeed::Of("1").For("quality"), 0, change);
  Questions questions(data, 1);
  questions.Draw(samples, kSamples);
  Answers answers;
  if (!AskAll(worker, questions, answers)) return 0;
  return QualityOf(data, questions.labels(), answers);
}

void ExpectQualityKept(const std::string& name,
                       const std::vector<std::string>& files) {
  const auto task = LoadTask("categories/tasks/" + name + ".textproto");
  ASSERT_TRUE(task.ok()) << task.status();
  const std::string split = "grader/tasks/" + name + "_test_";
  const auto test = OpenDataSet(*task, split + "images", split + "labels");
  ASSERT_TRUE(test.ok()) << test.status();
  TaskData data = {*test, *test};
  const absl::Status made = AddFresh(files, SecretSeed::Of("1"), data);
  ASSERT_TRUE(made.ok()) << made;
  const std::string baseline = "submissions/baseline/baseline_" + name;
  const absl::StatusOr<std::unique_ptr<WorkerProcess>> worker =
      WorkerProcess::Start(baseline + "_worker",
                           baseline + "_weights.safetensors", Limits(),
                           ChooseCores(), ShapeOf(*task));
  ASSERT_TRUE(worker.ok()) << worker.status();
  const double plain = QualityOn(**worker, *test, Unchanged);
  const double light = QualityOn(**worker, *test, Perturb);
  const double changed = QualityOn(**worker, *test, Distort);
  const DataSet& strong = data.fresh.has_value() ? *data.fresh : data.test;
  const double fresh = QualityOn(**worker, strong, data.strong_change);
  ASSERT_FALSE((*worker)->ending().has_value()) << (*worker)->ending()->message;
  std::printf(
      "%s: as they are %.4f, changed a little %.4f, by strong %.4f, "
      "fresh %.4f\n",
      name.c_str(), plain, light, changed, fresh);
  EXPECT_GE(fresh, kKept * light);
}

TEST(QualityTest, TheBaselineKeepsItOnNewWords) {
  ExpectQualityKept(
      "keyword_spotting",
      {"grader/tasks/fresh_words", "grader/tasks/keyword_spotting_scale"});
}

TEST(QualityTest, TheBaselineKeepsItOnNewAnomalies) {
  ExpectQualityKept("anomaly_detection",
                    {"grader/tasks/anomaly_detection_other_images",
                     "grader/tasks/anomaly_detection_other_labels"});
}

TEST(QualityTest, TheBaselineKeepsItOnRedrawnDigits) {
  ExpectQualityKept("digits", {});
}

}  // namespace
}  // namespace olympics
