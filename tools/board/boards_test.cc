#include "tools/board/boards.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/board/remote.h"

namespace olympics {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST(BoardsTest, AreReadBackAsWritten) {
  const std::vector<BoardEntry> boards = {
      {"pi4", "pi@10.0.0.7", 22, "", ""},
      {"emulated", "root@127.0.0.1", 40022, "/c/.tito/key", "/c/.tito/hosts"}};
  const auto back = ParseBoards(BoardsJson(boards));
  ASSERT_TRUE(back.ok()) << back.status();
  ASSERT_THAT(*back, SizeIs(2));
  EXPECT_EQ((*back)[0].destination, "pi@10.0.0.7");
  EXPECT_EQ((*back)[1].port, 40022);
  EXPECT_EQ((*back)[1].known_hosts, "/c/.tito/hosts");
}

TEST(BoardsTest, NothingThatSshOrAShellCouldMisreadIsABoard) {
  for (const char* bad :
       {"-oProxyCommand=evil", "pi@-oProxyCommand=x", "pi@host;reboot",
        "pi@$(id)", "a b", "", "@host", "pi@", "pi@host/x", "ssh://pi@host"}) {
    EXPECT_FALSE(ValidateBoard({"pi4", bad}).ok()) << bad;
  }
  for (const char* good :
       {"pi@10.0.0.7", "raspberrypi.local", "pi@fe80::1", "course_pi@lab-7"}) {
    EXPECT_TRUE(ValidateBoard({"pi4", good}).ok()) << good;
  }
  EXPECT_FALSE(ValidateBoard({"../pi", "pi@host"}).ok());
  EXPECT_FALSE(ValidateBoard({"pi", "pi@host", 0}).ok());
  EXPECT_FALSE(ValidateBoard({"pi", "pi@host", 70000}).ok());
}

TEST(BoardsTest, WhatIsNoListOfBoardsIsAnError) {
  for (const char* bad : {"", "{", "{}", "[1]", R"([{"name": "x"}])",
                          R"([{"name": "x", "destination": "-x"}])"}) {
    EXPECT_FALSE(ParseBoards(bad).ok()) << bad;
  }
  EXPECT_THAT(*LoadBoards("/no/such/file"), IsEmpty());
}

TEST(BoardsTest, AnUnknownNameIsToldWhichThereAre) {
  EXPECT_THAT(std::string(FindBoard({}, "pi4").status().message()),
              HasSubstr("tito board add"));
  EXPECT_THAT(
      std::string(
          FindBoard({{"a", "h"}, {"b", "h"}}, "pi4").status().message()),
      HasSubstr("there are a, b"));
  EXPECT_EQ(FindBoard({{"a", "h"}, {"b", "g"}}, "b")->destination, "g");
}

TEST(SshTest, NeverAsksAndNeverTrustsAnUnknownHost) {
  const std::vector<std::string> words =
      SshArguments({"pi4", "pi@10.0.0.7", 2222, "key", "hosts"}, "uname -a");
  EXPECT_THAT(words, Contains("-oBatchMode=yes"));
  EXPECT_THAT(words, Contains("-oStrictHostKeyChecking=yes"));
  EXPECT_THAT(words, Contains("-oPasswordAuthentication=no"));
  EXPECT_THAT(words, Contains("-p2222"));
  EXPECT_THAT(words, Contains("-oUserKnownHostsFile=hosts"));
  ASSERT_GE(words.size(), 3u);
  EXPECT_EQ(words[words.size() - 3], "--");
  EXPECT_EQ(words[words.size() - 1], "uname -a");
  EXPECT_THAT(SshArguments({"pi4", "pi@h"}, "x"),
              Not(Contains(HasSubstr("KnownHosts"))));
}

}  // namespace
}  // namespace olympics
