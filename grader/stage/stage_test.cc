#include "grader/stage/stage.h"

#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <string>

#include "base/files.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

int ModeOf(const std::string& path) {
  struct stat info;
  return lstat(path.c_str(), &info) == 0 ? static_cast<int>(info.st_mode & 0777)
                                         : -1;
}

TEST(StageTest, WhatIsOnItIsForAllToReadAndGoneWithIt) {
  std::string folder, copy;
  {
    const absl::StatusOr<Stage> stage = Stage::Make("stage_test");
    ASSERT_TRUE(stage.ok()) << stage.status();
    folder = stage->Path("");
    ASSERT_TRUE(stage->Write("a/secret.cc", "int x;").ok());
    ASSERT_EQ(chmod(stage->Path("a/secret.cc").c_str(), 0600), 0);
    ASSERT_TRUE(stage->Copy(stage->Path("a/secret.cc"), "b/copy.cc").ok());
    copy = stage->Path("b/copy.cc");
    EXPECT_EQ(base::ReadFile(copy).value_or(""), "int x;");
    EXPECT_EQ(ModeOf(folder), 0755);
    EXPECT_EQ(ModeOf(copy), 0644);
  }
  EXPECT_EQ(ModeOf(copy), -1);
  EXPECT_EQ(ModeOf(folder), -1);
}

TEST(StageTest, AFileThatIsNotThereIsNamed) {
  const absl::StatusOr<Stage> stage = Stage::Make("stage_test");
  ASSERT_TRUE(stage.ok()) << stage.status();
  const absl::Status s = stage->Copy("/nowhere/model.cc", "model.cc");
  EXPECT_EQ(s.code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(s.message().find("/nowhere/model.cc"), std::string::npos) << s;
}

TEST(StageTest, AnOutputIsForAllToWriteOnlyWhileItIsHeld) {
  const absl::StatusOr<Stage> stage = Stage::Make("stage_test");
  ASSERT_TRUE(stage.ok()) << stage.status();
  const std::string path = stage->Path("out");
  ASSERT_TRUE(base::WriteFile(path, "of an earlier run").ok());
  std::optional<absl::StatusOr<ProgramOutput>> out = ProgramOutput::Make(path);
  ASSERT_TRUE(out->ok()) << out->status();
  EXPECT_EQ(ModeOf(path), 0666);
  EXPECT_EQ(base::ReadFile(path).value_or("?"), "");
  out.reset();
  EXPECT_EQ(ModeOf(path), 0644);
}

TEST(StageTest, AnOutputIsNoLinkAndNoDevice) {
  const absl::StatusOr<Stage> stage = Stage::Make("stage_test");
  ASSERT_TRUE(stage.ok()) << stage.status();
  ASSERT_TRUE(stage->Write("kept", "kept").ok());
  const std::string link = stage->Path("link");
  ASSERT_EQ(symlink(stage->Path("kept").c_str(), link.c_str()), 0);
  { const absl::StatusOr<ProgramOutput> out = ProgramOutput::Make(link); }
  EXPECT_EQ(base::ReadFile(stage->Path("kept")).value_or(""), "kept");
  EXPECT_EQ(ModeOf(stage->Path("kept")), 0644);
  const int device = ModeOf("/dev/null");
  EXPECT_FALSE(ProgramOutput::Make("/dev/null").ok());
  EXPECT_EQ(ModeOf("/dev/null"), device);
}

}  // namespace
}  // namespace olympics
