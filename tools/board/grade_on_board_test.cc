#include "tools/board/grade_on_board.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "gmock/gmock.h"
#include "grader/report/files.h"
#include "grader/report/sha256.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

// A board that does what it is told to, or fails where a test wants it.
class FakeBoard : public Remote {
 public:
  RemoteResult Run(const RemoteCommand& command) override {
    commands.push_back(command.command);
    const std::string step = StepOf(command);
    ++steps[step];
    if (gone) return {kNoConnection, "", "Connection refused"};
    if (const auto it = fail.find(step); it != fail.end()) {
      if (it->second.code == kNoConnection && step == "run") {
        boot_id = after_loss;
        gone = stays_away;
      }
      return it->second;
    }
    if (step == "facts") {
      BoardFacts facts;
      facts.set_model("Raspberry Pi 4 Model B");
      facts.set_boot_id(boot_id);
      facts.set_free_mib(free_mib);
      return {0, ToTextProto(facts), ""};
    }
    if (step == "run") command.on_line("  10 pairs");
    if (step == "look") return {0, copied ? "there\n" : "", ""};
    if (step == "fetch") {
      GradeReport report;
      report.set_submission("alice");
      report.set_verdict(PASSED);
      if (!evidence.empty()) {
        report.set_evidence_sha256(Sha256Hex(evidence));
      }
      return {0, ToTextProto(report), ""};
    }
    if (step == "evidence") return {0, evidence, ""};
    return {0, "", ""};
  }

  static std::string StepOf(const RemoteCommand& command) {
    const std::string& c = command.command;
    if (absl::StrContains(c, " run -- ")) return "run";
    if (absl::StrContains(c, "cat out/grade.textproto")) return "fetch";
    if (absl::StrContains(c, "cat out/evidence.binpb")) return "evidence";
    if (absl::StrContains(c, " facts ")) return "facts";
    if (absl::StrContains(c, "find . ")) return "look";
    return absl::StrContains(c, "mkdir agent.part") ? "agent" : "copy";
  }

  std::map<std::string, RemoteResult> fail;
  std::map<std::string, int> steps;
  std::vector<std::string> commands;
  std::string boot_id = "first", after_loss = "first";
  std::string evidence;
  int64_t free_mib = 1000;
  bool copied = false, gone = false, stays_away = false;
};

class GradeOnBoardTest : public ::testing::Test {
 protected:
  GradeOnBoardTest() {
    archive_ = {"alice", "edge_expert",
                absl::StrCat(::testing::TempDir(), "/archive.tar.gz"),
                "submissions/alice/alice_edge_expert.textproto"};
    // A gzip file by its ends: 64 MiB unpacked.
    const std::string size("\0\0\0\x04", 4);
    EXPECT_TRUE(
        base::WriteFile(archive_.path, "\x1f\x8b" + std::string(20, 'x') + size)
            .ok());
  }

  GradeReport Grade() {
    return GradeOnBoard(
        board_, "pi4", "agent.tar.gz", archive_,
        {.progress = [&](const std::string& line) { said_ += line + "\n"; },
         .sleep = [&](int seconds) { slept_ += seconds; },
         .now_unix_ms = [] { return int64_t{1234}; },
         .keep_evidence = [&](const absl::StatusOr<std::string>& bytes,
                              GradeReport&) { kept_.push_back(bytes); }});
  }

  // The verdict, and that the report can stand in a record.
  Verdict VerdictOf(const GradeReport& report) {
    EXPECT_EQ(report.submission(), "alice");
    if (report.verdict() != PASSED) {
      EXPECT_EQ(report.category(), "edge_expert");
      EXPECT_EQ(report.host(), "pi4");
      EXPECT_EQ(report.started_unix_ms(), 1234);
      EXPECT_GT(report.checks_size(), 0);
    }
    return report.verdict();
  }

  FakeBoard board_;
  BoardArchive archive_;
  std::string said_;
  std::vector<absl::StatusOr<std::string>> kept_;
  int slept_ = 0;
};

TEST_F(GradeOnBoardTest, CopiesRunsAndBringsTheReportBack) {
  EXPECT_EQ(VerdictOf(Grade()), PASSED);
  EXPECT_EQ(board_.steps["copy"], 1);
  EXPECT_THAT(said_, HasSubstr("10 pairs"));
}

TEST_F(GradeOnBoardTest, EvidenceComesWithTheReportThatNamesIt) {
  EXPECT_EQ(VerdictOf(Grade()), PASSED);
  EXPECT_TRUE(kept_.empty());
  board_.evidence = std::string("\0evid\nence\xff", 11);
  EXPECT_EQ(Grade().evidence_sha256(), Sha256Hex(board_.evidence));
  ASSERT_EQ(kept_.size(), 1);
  EXPECT_EQ(*kept_[0], board_.evidence);
  // A grade that came stands, whatever becomes of its evidence.
  board_.fail["evidence"] = {1, "", "cat: out/evidence.binpb: gone"};
  EXPECT_EQ(VerdictOf(Grade()), PASSED);
  ASSERT_EQ(kept_.size(), 2);
  EXPECT_FALSE(kept_[1].ok());
}

TEST_F(GradeOnBoardTest, AWholeCopyIsNotCopiedAgain) {
  board_.copied = true;
  EXPECT_EQ(VerdictOf(Grade()), PASSED);
  EXPECT_EQ(board_.steps["copy"], 0);
}

TEST_F(GradeOnBoardTest, ABoardThatIsNotThereIsLost) {
  board_.gone = true;
  const GradeReport report = Grade();
  EXPECT_EQ(VerdictOf(report), BOARD_LOST);
  EXPECT_THAT(report.reason(), HasSubstr("Connection refused"));
}

TEST_F(GradeOnBoardTest, ABoardThatStaysAwayIsLost) {
  board_.fail["run"] = {kNoConnection, "", "Timeout, server not responding."};
  board_.stays_away = true;
  const GradeReport report = Grade();
  EXPECT_EQ(VerdictOf(report), BOARD_LOST);
  EXPECT_THAT(report.reason(), HasSubstr("did not come back for 120 s"));
  EXPECT_EQ(slept_, 120);
}

TEST_F(GradeOnBoardTest, AConnectionThatBreaksIsSaidToBeBackAgain) {
  board_.fail["run"] = {kNoConnection, "", "Broken pipe"};
  const GradeReport report = Grade();
  EXPECT_EQ(VerdictOf(report), BOARD_LOST);
  EXPECT_THAT(report.reason(), HasSubstr("is there again: grade again"));
}

TEST_F(GradeOnBoardTest, ABoardThatStartedAnewSaysSo) {
  board_.fail["run"] = {kNoConnection, "", "Broken pipe"};
  board_.after_loss = "second";
  const GradeReport report = Grade();
  EXPECT_EQ(VerdictOf(report), BOARD_REBOOTED);
  EXPECT_THAT(report.reason(), HasSubstr("started anew during the run"));
}

TEST_F(GradeOnBoardTest, TooLittleRoomIsFoundBeforeCopying) {
  board_.free_mib = 70;
  const GradeReport report = Grade();
  EXPECT_EQ(VerdictOf(report), BOARD_FULL);
  EXPECT_THAT(report.reason(), HasSubstr("70 MiB free"));
  EXPECT_THAT(report.reason(), HasSubstr("wants 80"));
  EXPECT_EQ(board_.steps["copy"], 0);
}

TEST_F(GradeOnBoardTest, ADiskThatFillsUpIsFullWhereverItIsNoticed) {
  const RemoteResult full = {1, "",
                             "tar: write error: No space left on device"};
  for (const char* step : {"agent", "copy"}) {
    board_.fail = {{step, full}};
    EXPECT_EQ(VerdictOf(Grade()), BOARD_FULL) << step;
  }
  board_.fail = {{"run",
                  {2, "",
                   "grade: out/grade.textproto: No space left "
                   "on device"}},
                 {"fetch", {1, "", "cat: no such file"}}};
  EXPECT_EQ(VerdictOf(Grade()), BOARD_FULL);
}

TEST_F(GradeOnBoardTest, TheRestIsTheGradersErrorWithWhatWasSaid) {
  board_.fail = {{"run", {75, "", "held"}}};
  GradeReport report = Grade();
  EXPECT_EQ(VerdictOf(report), GRADER_ERROR);
  EXPECT_THAT(report.reason(), HasSubstr("is grading already"));
  board_.fail = {{"run", {127, "", "sh: ./grader/grade: not found"}},
                 {"fetch", {1, "", ""}}};
  report = Grade();
  EXPECT_EQ(VerdictOf(report), GRADER_ERROR);
  EXPECT_THAT(report.reason(), HasSubstr("grade: not found"));
  board_.fail = {{"facts", {0, "Linux raspberrypi", ""}}};
  report = Grade();
  EXPECT_EQ(VerdictOf(report), GRADER_ERROR);
  EXPECT_THAT(report.reason(), HasSubstr("makes no sense"));
}

TEST_F(GradeOnBoardTest, AnArchiveThatIsNoneIsSaidSo) {
  ASSERT_TRUE(base::WriteFile(archive_.path, "no gzip at all, this").ok());
  const GradeReport report = Grade();
  EXPECT_EQ(VerdictOf(report), GRADER_ERROR);
  EXPECT_THAT(report.reason(), HasSubstr("no gzip file"));
}

TEST(UnpackedBytesTest, IsAtTheEndOfTheFile) {
  EXPECT_EQ(*UnpackedBytes("\x1f\x8b" + std::string(14, 'x') +
                           std::string("\x01\x02\0\0", 4)),
            513);
  EXPECT_FALSE(UnpackedBytes("").ok());
  EXPECT_FALSE(UnpackedBytes(std::string(40, 'x')).ok());
}

}  // namespace
}  // namespace olympics
