#include "tools/record/keep.h"

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "gmock/gmock.h"
#include "grader/report/sheet.h"
#include "gtest/gtest.h"
#include "tools/record/record.h"
#include "tools/signing/files.h"
#include "tools/signing/keys.h"

namespace olympics {
namespace {

GradeReport Lost(int64_t when) {
  GradeReport r = ErrorReport(BOARD_LOST, "the board pi4 cannot be reached");
  r.set_submission("alice");
  r.set_category("edge_expert");
  r.set_host("pi4");
  r.set_started_unix_ms(when);
  return r;
}

TEST(KeepTest, ReportsAreOnRecordAndInJUnitFiles) {
  const std::string state =
      absl::StrCat(::testing::TempDir(), "/keep-", getpid());
  ASSERT_EQ(*KeepReports(state, {Lost(1), Lost(2)}), 2);
  ASSERT_EQ(*KeepReports(state, {Lost(2)}), 0);
  EXPECT_EQ((*OpenRecord(state))->News()->size(), 2u);
  EXPECT_TRUE(VerifyFile(state + "/junit/alice_edge_expert.xml",
                         LoadKeys(state)->public_key)
                  .ok());
  EXPECT_THAT(*base::ReadFile(state + "/junit/alice_edge_expert.xml"),
              ::testing::HasSubstr("the board pi4 cannot be reached"));
  std::filesystem::remove_all(state);
}

TEST(KeepTest, AFolderThatCannotBeMadeIsSaidSo) {
  const auto kept = KeepReports("/dev/null/state", {Lost(1)});
  ASSERT_FALSE(kept.ok());
  EXPECT_THAT(std::string(kept.status().message()),
              ::testing::HasSubstr("/dev/null/state"));
}

}  // namespace
}  // namespace olympics
