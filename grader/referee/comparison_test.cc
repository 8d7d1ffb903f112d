#include "grader/referee/comparison.h"

#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "grader/referee/fixtures.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

constexpr char kEcho[] = "grader/worker/echo_worker";
constexpr char kSlow[] = "grader/worker/slow_worker";

DataSet Data() {
  DataSet data;
  data.task.set_name("image_classification");
  data.task.set_height(28);
  data.task.set_width(28);
  data.task.set_outputs(10);
  data.samples = tinytorch::Tensor::rand({10, 1, 28, 28});
  for (int i = 0; i < 10; ++i) data.labels.push_back(i < 4 ? 3 : 0);
  return data;
}

// Weights without numbers, but for one of this name.
std::string Weights(const std::string& name) {
  const std::string header = name.empty()
                                 ? "{}"
                                 : "{\"" + name +
                                       "\":{\"dtype\":\"F32\",\"shape\":[1],"
                                       "\"data_offsets\":[0,4]}}";
  const std::string path = ::testing::TempDir() + "/weights" + name;
  std::ofstream(path, std::ios::binary)
      << std::string(1, static_cast<char>(header.size()))
      << std::string(7, '\0') << header
      << std::string(name.empty() ? 0 : 4, '\0');
  return path;
}

Entry EntryOf(const std::string& worker, const std::string& baseline) {
  Entry entry;
  entry.set_worker(worker);
  entry.set_weights(Weights(""));
  entry.set_baseline_worker(baseline);
  entry.set_baseline_weights(Weights(""));
  return entry;
}

ComparisonOptions Quick() {
  return {.batches = {1, 4},
          .starts = 2,
          .pairs_per_start = 3,
          .turn_seconds = 0.01,
          .memory_starts = 2};
}

TEST(ComparisonTest, SeesWhichIsFasterAndSmaller) {
  const auto c = Compare(EntryOf(kSlow, kEcho), TestLimits(), Data(), Quick());
  ASSERT_TRUE(c.ok()) << c.status();
  ASSERT_EQ(c->rows.size(), 3u);
  EXPECT_EQ(c->pairs, 6);
  for (const int batch : {0, 1}) {
    const Comparison::Row& row = c->rows[batch];
    EXPECT_LT(row.gain.high, 0.5) << row.batch;
    EXPECT_LE(row.gain.low, row.gain.value);
    EXPECT_GT(row.candidate.value, 0);
    EXPECT_LT(row.candidate.value, 5100);  // 200 µs each, and no faster
  }
  EXPECT_EQ(c->rows[0].batch, 1);
  EXPECT_EQ(c->rows[1].batch, 4);
  EXPECT_EQ(c->rows[2].batch, 0);
  EXPECT_GT(c->rows[2].candidate.value - c->rows[2].baseline.value, 7e6);
  EXPECT_LT(c->rows[2].gain.value, 0.5);
}

TEST(ComparisonTest, TheSameBesideItselfHasAGainOfAboutOne) {
  const auto c = Compare(EntryOf(kSlow, kSlow), TestLimits(), Data(), Quick());
  ASSERT_TRUE(c.ok()) << c.status();
  for (const Comparison::Row& row : c->rows) {
    EXPECT_GT(row.gain.value, 0.5) << row.batch;
    EXPECT_LT(row.gain.value, 2) << row.batch;
  }
  // Four in ten of the samples show a 3.
  EXPECT_NEAR(c->candidate_right, 0.4, 0.2);
  EXPECT_NEAR(c->baseline_right, 0.4, 0.2);
}

TEST(ComparisonTest, ASubmissionThatDiesIsQuoted) {
  Entry entry = EntryOf(kSlow, kEcho);
  entry.set_weights(Weights("break"));
  const auto c = Compare(entry, TestLimits(), Data(), Quick());
  EXPECT_TRUE(absl::IsFailedPrecondition(c.status())) << c.status();
  EXPECT_THAT(std::string(c.status().message()),
              HasSubstr("your model while it was asked: it crashed"));
  EXPECT_THAT(std::string(c.status().message()),
              HasSubstr("the tenth question is too much for me"));
}

TEST(ComparisonTest, ABaselineThatDiesIsTheGradersError) {
  Entry entry = EntryOf(kEcho, kSlow);
  entry.set_baseline_weights(Weights("break"));
  const auto c = Compare(entry, TestLimits(), Data(), Quick());
  EXPECT_TRUE(absl::IsInternal(c.status())) << c.status();
  EXPECT_THAT(std::string(c.status().message()),
              HasSubstr("the baseline failed while it was asked"));
}

TEST(ComparisonTest, ATableHasARowForEachFigure) {
  Comparison c;
  c.rows = {{1, {61204, 0, 0}, {18011, 0, 0}, {3.398, 3.31, 3.48}},
            {0, {3.4e6, 0, 0}, {3.56e6, 0, 0}, {1.047, 1.04, 1.05}}};
  c.candidate_right = 0.921;
  c.baseline_right = 0.93;
  c.pairs = 30;
  c.core = 1;
  c.seconds = 8.2;
  EXPECT_EQ(
      ToTable(c),
      "                               yours  baseline   gain [95 %]\n"
      "inferences/s, batch 1         61,204    18,011   3.40 [3.31, 3.48]\n"
      "peak memory, MB                 3.40      3.56   1.05 [1.04, 1.05]\n"
      "right answers                 92.1 %    93.0 %\n"
      "30 pairs of turns in each batch, on core 1, in 8 s.\n");
  c.candidate_right = -1;
  EXPECT_THAT(ToTable(c), ::testing::Not(HasSubstr("right answers")));
}

}  // namespace
}  // namespace olympics
