#include "grader/fresh/fresh.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "categories/spec.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using testing::HasSubstr;

constexpr char kProgram[] = "grader/tasks/fresh_words";
constexpr char kScale[] = "grader/tasks/keyword_spotting_scale";

// A task's data, of one sample a split.
TaskData DataOf(const std::string& name) {
  TaskData data;
  const auto task = LoadTask("categories/tasks/" + name + ".textproto");
  EXPECT_TRUE(task.ok()) << task.status();
  if (!task.ok()) return data;
  for (DataSet* set : {&data.test, &data.training}) {
    set->task = *task;
    set->samples =
        tinytorch::Tensor::zeros({1, 1, task->height(), task->width()});
    set->labels = {0};
  }
  return data;
}

TaskData WithFresh(const std::string& name,
                   const std::vector<std::string>& files,
                   const std::string& seed) {
  TaskData data = DataOf(name);
  const absl::Status status = AddFresh(files, SecretSeed::Of(seed), data);
  EXPECT_TRUE(status.ok()) << status;
  return data;
}

std::vector<float> Sample(const DataSet& set, int64_t i) {
  return {set.sample(i), set.sample(i) + set.sample_floats()};
}

// Of a seed twice, of another, and how many of each label there must be.
void ExpectDrawnOfTheSeed(const std::string& name,
                          const std::vector<std::string>& files, int labels,
                          int of_label) {
  const TaskData data = WithFresh(name, files, "1");
  const TaskData same = WithFresh(name, files, "1");
  const TaskData other = WithFresh(name, files, "2");
  ASSERT_TRUE(data.fresh.has_value());
  const DataSet& set = *data.fresh;
  ASSERT_EQ(set.size(), int64_t{labels} * of_label);
  ASSERT_EQ(set.samples.size(0), set.size());
  EXPECT_EQ(data.Different(0)[kStrongSample], set.size());
  for (int label = 0; label < labels; ++label) {
    EXPECT_EQ(std::count(set.labels.begin(), set.labels.end(), label),
              of_label);
  }
  EXPECT_EQ(set.labels, same.fresh->labels);
  std::set<std::vector<float>> seen;
  int64_t among = 0;
  for (int64_t i = 0; i < set.size(); ++i) {
    const std::vector<float> sample = Sample(set, i);
    ASSERT_EQ(sample, Sample(*same.fresh, i)) << i;
    ASSERT_GE(*std::min_element(sample.begin(), sample.end()), 0);
    ASSERT_LE(*std::max_element(sample.begin(), sample.end()), 1);
    seen.insert(sample);
  }
  for (int64_t i = 0; i < set.size(); ++i) {
    among += static_cast<int64_t>(seen.count(Sample(*other.fresh, i)));
  }
  // None comes twice; of images some are drawn of another seed as well.
  EXPECT_EQ(static_cast<int64_t>(seen.size()), set.size());
  EXPECT_LT(among, set.size() * 6 / 10);
}

TEST(FreshTest, WordsAreOthersForEachSeedAndTheSameForOne) {
  ExpectDrawnOfTheSeed("keyword_spotting", {kProgram, kScale}, 12, 100);
}

TEST(FreshTest, AnomaliesAreOthersForEachSeedAndTheSameForOne) {
  ExpectDrawnOfTheSeed("anomaly_detection",
                       {"grader/tasks/anomaly_detection_other_images",
                        "grader/tasks/anomaly_detection_other_labels"},
                       2, 500);
}

TEST(FreshTest, DigitsAreRedrawnFromTheTestSplit) {
  TaskData data = WithFresh("digits", {}, "1");
  EXPECT_FALSE(data.fresh.has_value());
  ASSERT_NE(data.strong_change, nullptr);
  auto test = OpenDataSet(data.test.task, "grader/tasks/digits_test_images",
                          "grader/tasks/digits_test_labels");
  ASSERT_TRUE(test.ok()) << test.status();
  SecretStream random = SecretSeed::Of("1").For("digits");
  std::vector<float> first(64), second(64);
  data.strong_change(test->task, test->sample(0), random, first.data());
  data.strong_change(test->task, test->sample(0), random, second.data());
  EXPECT_NE(first, second);
  EXPECT_NE(first, Sample(*test, 0));
}

TEST(FreshTest, ATaskOfBeforeHasChangedTestSamples) {
  TaskData data = DataOf("digits");
  data.test.task.clear_fresh();
  ASSERT_TRUE(AddFresh({}, SecretSeed::Of("1"), data).ok());
  EXPECT_FALSE(data.fresh.has_value());
  EXPECT_EQ(data.strong_change, &Distort);
}

std::string WhyNot(const std::string& name,
                   const std::vector<std::string>& files,
                   absl::StatusCode code) {
  TaskData data = DataOf(name);
  const absl::Status status = AddFresh(files, SecretSeed::Of("1"), data);
  EXPECT_EQ(status.code(), code) << status;
  EXPECT_FALSE(data.fresh.has_value());
  return std::string(status.message());
}

// A program that does as this script says.
std::string Program(const std::string& script) {
  static int made = 0;
  const std::string path =
      testing::TempDir() + "/program" + std::to_string(++made);
  std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
  chmod(path.c_str(), 0700);
  return path;
}

TEST(FreshTest, WithoutEspeakOneSentenceSaysWhatToDo) {
  const auto kNone = absl::StatusCode::kUnavailable;
  // As the loader says it.
  const std::string why = WhyNot(
      "keyword_spotting",
      {Program("echo 'fresh_words: error while loading shared libraries: "
               "libespeak-ng.so.1: cannot open shared object file' >&2\n"
               "exit 127"),
       kScale},
      kNone);
  EXPECT_THAT(why, HasSubstr("tasks/keyword_spotting asks for fresh words"));
  EXPECT_THAT(why, HasSubstr("libespeak-ng.so.1: cannot open"));
  EXPECT_THAT(why, HasSubstr("install Debian's libespeak-ng1"));
  EXPECT_EQ(std::count(why.begin(), why.end(), '\n'), 0);
  EXPECT_THAT(WhyNot("keyword_spotting", {"no/such", kScale}, kNone),
              HasSubstr("no/such makes none: it cannot be run"));
  EXPECT_THAT(WhyNot("keyword_spotting", {kProgram, "no/such"}, kNone),
              HasSubstr("no/such is no scale"));
}

TEST(FreshTest, WhatIsNoSetOfWordsIsRefused) {
  const auto kNone = absl::StatusCode::kUnavailable;
  EXPECT_THAT(WhyNot("keyword_spotting", {Program("echo"), kScale}, kNone),
              HasSubstr("1 bytes came out of it, not 589200"));
  EXPECT_THAT(
      WhyNot("keyword_spotting",
             {Program("head -c 589200 /dev/zero | tr '\\0' '\\014'"), kScale},
             kNone),
      HasSubstr("it knows of a class 12"));
}

TEST(FreshTest, WrongFilesAreTheSpecsFault) {
  const auto kWrong = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(WhyNot("keyword_spotting", {}, kWrong),
              HasSubstr("two files make them, not 0"));
  EXPECT_THAT(WhyNot("anomaly_detection", {"no/such", "no/such"}, kWrong),
              HasSubstr("no/such"));
}

}  // namespace
}  // namespace olympics
