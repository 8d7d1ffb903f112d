#include "tools/portfolio/readme.h"

#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grader/report/files.h"
#include "grader/stage/stage.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kRenderer[] = "tools/portfolio/readme_main";

class ReadmeTest : public ::testing::Test {
 protected:
  std::string Path(const std::string& name) const { return stage_->Path(name); }
  std::string Readme(const std::string& text) const {
    EXPECT_TRUE(stage_->Write("README.md", text).ok());
    return Path("README.md");
  }

  absl::StatusOr<Stage> stage_ = Stage::Make("readme_test");
};

TEST_F(ReadmeTest, IsRenderedInTheSandbox) {
  const absl::StatusOr<std::string> html =
      ReadmeHtml(kRenderer, Readme("# Fused\n\nSome *text* <script>\n"));
  ASSERT_TRUE(html.ok()) << html.status();
  EXPECT_THAT(*html, HasSubstr("<h3>Fused</h3>"));
  EXPECT_THAT(*html, HasSubstr("<em>text</em>"));
  EXPECT_THAT(*html, Not(HasSubstr("<script")));
}

TEST_F(ReadmeTest, ALinkToWhatTheStudentMayNotReadIsNotShown) {
  ASSERT_TRUE(stage_->Write("secret_key", "of the course").ok());
  ASSERT_EQ(symlink(Path("secret_key").c_str(), Path("LINK.md").c_str()), 0);
  const absl::StatusOr<std::string> html =
      ReadmeHtml(kRenderer, Path("LINK.md"));
  EXPECT_EQ(html.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(html.status().message()), HasSubstr("LINK.md"));
}

TEST_F(ReadmeTest, AFifoIsNotWaitedFor) {
  ASSERT_EQ(mkfifo(Path("FIFO.md").c_str(), 0600), 0);
  EXPECT_EQ(ReadmeHtml(kRenderer, Path("FIFO.md")).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(ReadmeTest, TooMuchIsRefusedAndNothingIsNotFound) {
  EXPECT_EQ(
      ReadmeHtml(kRenderer, Readme(std::string(kMostReadmeBytes + 1, 'x')))
          .status()
          .code(),
      absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadmeHtml(kRenderer, Path("nowhere")).status().code(),
            absl::StatusCode::kNotFound);
}

// Markdown that took parsers quadratic time, or their stack.
TEST_F(ReadmeTest, ABombEndsWithinItsLimits) {
  for (const char* piece : {"[", "> ", "![[](", "*a **a ", "`"}) {
    std::string bomb;
    while (bomb.size() < (1 << 18)) bomb += piece;
    const absl::StatusOr<std::string> html =
        ReadmeHtml(kRenderer, Readme(bomb));
    ASSERT_TRUE(html.ok()) << piece << ": " << html.status();
    EXPECT_FALSE(html->empty()) << piece;
  }
}

TEST_F(ReadmeTest, WhereTheRendererFailsTheTextIsShownAsItIs) {
  const absl::StatusOr<std::string> html =
      ReadmeHtml("tools/portfolio/readme_dies", Readme("# a & <b>"));
  ASSERT_TRUE(html.ok()) << html.status();
  EXPECT_EQ(*html, "<pre># a &amp; &lt;b&gt;</pre>\n");
}

}  // namespace
}  // namespace olympics
