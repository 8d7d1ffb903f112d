#include "grader/compile/driver.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ParseDriverOutputTest, TakesEachCommandApart) {
  const auto commands = ParseDriverOutput(
      "Using built-in specs.\nTarget: x86_64-linux-gnu\n"
      " /usr/lib/cc1plus -quiet -D \"__DATE__=\\\"redacted\\\"\" a.cc "
      "\"-mtune=generic\" -o /tmp/x.s\n"
      "COMPILER_PATH=/usr/lib/\n"
      " as --64 -o \"a b.o\" /tmp/x.s\n");
  ASSERT_TRUE(commands.ok()) << commands.status();
  EXPECT_THAT(
      *commands,
      ElementsAre(ElementsAre("/usr/lib/cc1plus", "-quiet", "-D",
                              "__DATE__=\"redacted\"", "a.cc", "-mtune=generic",
                              "-o", "/tmp/x.s"),
                  ElementsAre("as", "--64", "-o", "a b.o", "/tmp/x.s")));
}

TEST(ParseDriverOutputTest, AnEmptyWordInQuotesIsAWord) {
  const auto commands = ParseDriverOutput(" ld \"\" -x\n");
  ASSERT_TRUE(commands.ok()) << commands.status();
  EXPECT_THAT(*commands, ElementsAre(ElementsAre("ld", "", "-x")));
}

TEST(ParseDriverOutputTest, NoCommandIsAnErrorWithTheDriversWords) {
  for (const std::string& output :
       {std::string("g++: error: unrecognized option '-fwrong'\n"),
        std::string("g++: error: unrecognized option '-fwrong'\n cc1plus x\n"),
        std::string(""), std::string("gibberish"), std::string(" \n  \n")}) {
    const auto commands = ParseDriverOutput(output);
    EXPECT_EQ(commands.status().code(), absl::StatusCode::kInvalidArgument)
        << output;
  }
  EXPECT_THAT(std::string(ParseDriverOutput("g++: error: no option '-fwrong'\n")
                              .status()
                              .message()),
              HasSubstr("no option '-fwrong'"));
}

TEST(AskDriverTest, TellsTheCompilerAndTheAssembler) {
  const auto commands = AskDriver(
      "/usr/bin/g++", {"-std=c++20", "-c", "/not/there.cc", "-o", "/x/y.o"});
  ASSERT_TRUE(commands.ok()) << commands.status();
  ASSERT_EQ(commands->size(), 2u);
  EXPECT_THAT((*commands)[0][0], HasSubstr("cc1plus"));
  EXPECT_THAT((*commands)[0], Contains("/not/there.cc"));
  EXPECT_THAT((*commands)[1], Contains("/x/y.o"));
}

TEST(AskDriverTest, ADriverThatIsNotThereIsNamed) {
  const auto commands = AskDriver("/not/there/g++", {"-c", "a.cc"});
  EXPECT_EQ(commands.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(commands.status().message()),
              HasSubstr("/not/there/g++"));
}

TEST(AskDriverTest, AnUnknownOptionIsNamed) {
  const auto commands =
      AskDriver("/usr/bin/g++", {"-fno-such-option", "-c", "a.cc"});
  EXPECT_FALSE(commands.ok());
  EXPECT_THAT(std::string(commands.status().message()),
              HasSubstr("no-such-option"));
}

}  // namespace
}  // namespace olympics
