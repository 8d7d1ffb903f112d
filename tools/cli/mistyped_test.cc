#include "tools/cli/mistyped.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class MistypedTest : public ::testing::Test {
 protected:
  MistypedTest() {
    app_.add_option("--state", text_);
    CLI::App* olympics = app_.add_subcommand("olympics");
    CLI::App* submit = olympics->add_subcommand("submit");
    submit->add_option("folder", text_);
    submit->add_option("--as", text_);
    submit->add_flag("--baseline", flag_);
    olympics->add_subcommand("register");
    olympics->add_subcommand("scores");
    app_.add_subcommand("course")->add_subcommand("check");
  }

  std::string Said(const std::vector<std::string>& words) {
    return Mistyped(app_, words, {"demo"});
  }

  std::string text_;
  bool flag_ = false;
  CLI::App app_{"", "tito"};
};

TEST_F(MistypedTest, WhatIsThereIsNotSpokenOf) {
  EXPECT_EQ(Said({"olympics", "submit", "--baseline", "folder"}), "");
  EXPECT_EQ(Said({"olympics", "submit", "--as", "--bob", "x"}), "");
  EXPECT_EQ(Said({"olympics", "submit", "--as=bob"}), "");
  EXPECT_EQ(Said({"--state", "registr", "olympics", "scores"}), "");
  EXPECT_EQ(Said({"olympics", "scores", "--state=x"}), "");
  EXPECT_EQ(Said({"--help"}), "");
  EXPECT_EQ(Said({"olympics", "-h"}), "");
  EXPECT_EQ(Said({"olympics", "submit", "-1"}), "");
  EXPECT_EQ(Said({"olympics", "submit", "--", "--basline"}), "");
}

TEST_F(MistypedTest, ACommandThatThereIsNot) {
  EXPECT_EQ(Said({"olympics", "registr", "alice"}),
            "no command \"registr\"; did you mean register?");
  EXPECT_EQ(Said({"olmpics"}),
            "no command \"olmpics\"; did you mean olympics?");
  EXPECT_EQ(Said({"dmeo"}), "no command \"dmeo\"; did you mean demo?");
  EXPECT_EQ(Said({"scores"}),
            "no command \"scores\"; did you mean olympics scores?");
  EXPECT_EQ(Said({"course", "zzzzzz"}),
            "no command \"zzzzzz\"; there are check");
  // Elsewhere's are not below a command.
  EXPECT_THAT(Said({"olympics", "demo"}), HasSubstr("there are submit"));
}

TEST_F(MistypedTest, AnOptionThatThereIsNot) {
  EXPECT_EQ(Said({"olympics", "submit", "--basline"}),
            "no option \"--basline\" of tito olympics submit; did you mean "
            "--baseline?");
  EXPECT_THAT(Said({"olympics", "submit", "--xyzzy=3"}),
              StartsWith("no option \"--xyzzy\" of tito olympics submit; `tito "
                         "olympics submit --help`"));
  // Those of another command are none of this one's.
  EXPECT_THAT(Said({"olympics", "scores", "--baseline"}),
              HasSubstr("no option \"--baseline\""));
}

TEST_F(MistypedTest, ACommandThatIsMissing) {
  EXPECT_THAT(Said({"olympics"}),
              StartsWith("tito olympics takes a command: submit, register"));
  EXPECT_THAT(Said({}), StartsWith("tito takes a command: olympics, course"));
}

}  // namespace
}  // namespace olympics
