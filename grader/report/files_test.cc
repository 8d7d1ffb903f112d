#include "base/files.h"

#include <unistd.h>

#include <string>

#include "gmock/gmock.h"
#include "grader/report/files.h"
#include "grader/report/grade.pb.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

TEST(FilesTest, WritesAreWholeOrNotAtAll) {
  const std::string path = ::testing::TempDir() + "/file";
  ASSERT_TRUE(base::WriteFile(path, "one").ok());
  ASSERT_TRUE(base::WriteFile(path, "two").ok());
  EXPECT_EQ(*base::ReadFile(path), "two");
  EXPECT_THAT(std::string(base::WriteFile("/no/such/dir/x", "").message()),
              HasSubstr("/no/such/dir/x"));
}

TEST(FilesTest, ReportsSurviveTheRoundTrip) {
  GradeReport r;
  r.set_submission("zoë");
  r.set_verdict(UNSTABLE);
  const std::string path = ::testing::TempDir() + "/report";
  ASSERT_TRUE(base::WriteFile(path, ToTextProto(r)).ok());
  GradeReport back;
  ASSERT_TRUE(ReadTextProto(path, back).ok());
  EXPECT_EQ(back.SerializeAsString(), r.SerializeAsString());
  EXPECT_THAT(ToJson(r), HasSubstr("\"verdict\": \"UNSTABLE\""));
}

TEST(FilesTest, WhatIsNoReportIsNamed) {
  const std::string path = ::testing::TempDir() + "/junk";
  ASSERT_TRUE(base::WriteFile(path, "verdict: WONDERFUL").ok());
  GradeReport r;
  EXPECT_THAT(std::string(ReadTextProto(path, r).message()),
              HasSubstr("junk is no olympics.GradeReport"));
  EXPECT_FALSE(ReadTextProto("no/such", r).ok());
}

}  // namespace
}  // namespace olympics
