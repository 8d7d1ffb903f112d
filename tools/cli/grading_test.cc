#include "tools/cli/grading.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/files.h"
#include "gtest/gtest.h"
#include "re2/re2.h"
#include "tools/process/process.h"

namespace olympics {
namespace {

constexpr char kLog[] =
    "exec ${PAGER:-/usr/bin/less} \"$0\" || exit 1\n"
    "Executing tests from //submissions/eve:eve_speed_demon\n"
    "--------------------------------------------------------------------------"
    "---\n"
    "  host: cores is 1; give the grader a second core\n"
    "\n"
    "eve in speed_demon: crashed\n"
    "  [ ok ] inspection    2 files\n"
    "  [FAIL] api_contract  it crashed with signal 6\n"
    "    | conv2d: input and weight must have four axes\n"
    "  [skip] accuracy      an earlier check failed\n"
    "    | not of it\n";

TEST(GradingTest, ATestsHeaderIsBazels) {
  EXPECT_EQ(WithoutTestHeader(kLog).substr(0, 7), "  host:");
  EXPECT_EQ(WithoutTestHeader("no header\n"), "no header\n");
}

TEST(GradingTest, AVerdictStandsWithWhy) {
  EXPECT_EQ(VerdictLines(WithoutTestHeader(kLog)),
            "eve in speed_demon: crashed\n"
            "  [FAIL] api_contract  it crashed with signal 6\n"
            "    | conv2d: input and weight must have four axes\n");
  EXPECT_EQ(VerdictLines(""), "");
}

// A command of git in that folder, by nobody's configuration.
void Git(const std::string& folder, std::vector<std::string> words) {
  std::vector<std::string> command = {"env",
                                      "GIT_CONFIG_GLOBAL=/dev/null",
                                      "GIT_CONFIG_NOSYSTEM=1",
                                      "git",
                                      "-C",
                                      folder,
                                      "-c",
                                      "user.name=a",
                                      "-c",
                                      "user.email=a@b"};
  command.insert(command.end(), words.begin(), words.end());
  const absl::StatusOr<int> code = RunQuietly(command, 60);
  ASSERT_TRUE(code.ok()) << code.status();
  ASSERT_EQ(*code, 0) << words[0];
}

TEST(CommitTest, IsThatOfTheTreeAndSaysWhereItWasChanged) {
  const std::string root = ::testing::TempDir() + "/tree";
  ASSERT_TRUE(base::MakeFolder(root + "/submissions").ok());
  EXPECT_EQ(CommitOf(root), "");  // no work tree yet
  EXPECT_EQ(CommitOf("/no/such/tree"), "");
  ASSERT_TRUE(base::WriteFile(root + "/spec", "1").ok());
  ASSERT_TRUE(base::WriteFile(root + "/submissions/roster", "1").ok());
  Git(root, {"init", "--quiet"});
  EXPECT_EQ(CommitOf(root), "");  // no commit yet
  Git(root, {"add", "-A"});
  Git(root, {"commit", "--quiet", "-m", "first"});
  const std::string commit = CommitOf(root);
  EXPECT_TRUE(RE2::FullMatch(commit, "[0-9a-f]{40}")) << commit;
  // What students hand in is no change to what grades.
  ASSERT_TRUE(base::WriteFile(root + "/submissions/roster", "2").ok());
  ASSERT_TRUE(base::WriteFile(root + "/untracked", "1").ok());
  EXPECT_EQ(CommitOf(root), commit);
  ASSERT_TRUE(base::WriteFile(root + "/spec", "2").ok());
  EXPECT_EQ(CommitOf(root), commit + " with changes");
  // A course's folder inside of another tree is not that tree.
  EXPECT_EQ(CommitOf(root + "/submissions"), "");
}

}  // namespace
}  // namespace olympics
