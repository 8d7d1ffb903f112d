#include "tools/cli/reports.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr int64_t kNow = 1'795'000'000'000;

GradeReport Report(const std::string& submission, const std::string& category) {
  GradeReport r;
  r.set_submission(submission);
  r.set_category(category);
  r.set_verdict(PASSED);
  r.set_points(42);
  r.set_started_unix_ms(kNow - 1000);
  return r;
}

class ReportsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "/" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
  }
  absl::StatusOr<std::vector<GradeReport>> Read() const {
    return ReadReports(folder_, {"amy", "bob"}, {"speed_demon"}, kNow);
  }
  std::string Refusal() const { return std::string(Read().status().message()); }
  std::string folder_;
};

TEST_F(ReportsTest, AreReadAsTheyWereWritten) {
  ASSERT_TRUE(WriteReports(folder_, {Report("bob", "speed_demon"),
                                     Report("amy", "speed_demon")})
                  .ok());
  const auto reports = Read();
  ASSERT_TRUE(reports.ok()) << reports.status();
  ASSERT_THAT(*reports, SizeIs(2));
  EXPECT_EQ((*reports)[0].submission(), "amy");
  EXPECT_EQ((*reports)[1].points(), 42);
}

TEST_F(ReportsTest, AreNotMixedWithOthers) {
  ASSERT_TRUE(WriteReports(folder_, {Report("amy", "speed_demon")}).ok());
  EXPECT_THAT(
      std::string(
          WriteReports(folder_, {Report("bob", "speed_demon")}).message()),
      HasSubstr("holds reports already"));
}

TEST_F(ReportsTest, OneThatIsWrongKeepsAllFromTheRecord) {
  GradeReport future = Report("bob", "speed_demon");
  future.set_started_unix_ms(kNow + int64_t{40} * 24 * 3600 * 1000);
  GradeReport no_verdict = Report("bob", "speed_demon");
  no_verdict.clear_verdict();
  const struct {
    GradeReport report;
    const char* why;
  } kCases[] = {
      {Report("eve", "speed_demon"), "no submission \"eve\""},
      {Report("bob", "magic"), "no category \"magic\""},
      {future, "is a clock wrong?"},
      {no_verdict, "no verdict"},
  };
  for (const auto& c : kCases) {
    std::filesystem::remove_all(folder_);
    ASSERT_TRUE(
        WriteReports(folder_, {Report("amy", "speed_demon"), c.report}).ok());
    EXPECT_THAT(Refusal(), HasSubstr(c.why));
    EXPECT_THAT(Refusal(), HasSubstr("nothing else either"));
  }
}

TEST_F(ReportsTest, AFileIsWhatItIsCalled) {
  ASSERT_TRUE(WriteReports(folder_, {Report("amy", "speed_demon")}).ok());
  std::filesystem::rename(folder_ + "/amy_speed_demon.textproto",
                          folder_ + "/bob_speed_demon.textproto");
  EXPECT_THAT(Refusal(), HasSubstr("it is a report of amy in speed_demon"));
}

TEST_F(ReportsTest, WhatIsNoReportIsNamed) {
  std::filesystem::create_directories(folder_);
  EXPECT_THAT(Refusal(), HasSubstr("there are no reports"));
  std::ofstream(folder_ + "/amy_speed_demon.textproto") << "verdict: GREAT";
  EXPECT_THAT(Refusal(), HasSubstr("it is no report"));
  std::ofstream(folder_ + "/amy_speed_demon.textproto")
      << std::string(2 << 20, ' ');
  EXPECT_THAT(Refusal(), HasSubstr("more than"));
}

}  // namespace
}  // namespace olympics
