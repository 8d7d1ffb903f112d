#include "tools/record/attempts.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/record/store.h"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Entry HandedIn(int64_t at, const std::string& who, const std::string& digest,
               const std::string& phase = "") {
  Entry e;
  e.set_at_unix_ms(at);
  HandIn* h = e.mutable_event()->mutable_hand_in();
  h->set_submission(who);
  h->set_digest(digest);
  h->set_phase(phase);
  return e;
}

Entry Ran(const std::string& who, double points, const std::string& digest = "",
          Verdict verdict = PASSED) {
  Entry e;
  GradeReport* r = e.mutable_run();
  r->set_submission(who);
  r->set_category("speed");
  r->set_digest(digest);
  r->set_verdict(verdict);
  r->set_points(points);
  return e;
}

Entry InAll(Entry run) {
  run.mutable_run()->set_category(kAllCategories);
  return run;
}

// "attempt:points" of each.
std::vector<std::string> Shown(const std::vector<AttemptRun>& runs) {
  std::vector<std::string> shown;
  for (const AttemptRun& r : runs) {
    shown.push_back(std::to_string(r.attempt) + ":" +
                    std::to_string(static_cast<int>(r.run.points())));
  }
  return shown;
}

std::vector<std::string> Current(const std::vector<Entry>& entries) {
  return Shown(CurrentOf(AttemptRunsOf(entries)));
}

TEST(AttemptsTest, AreNumberedAmongTheirSubmissions) {
  const auto attempts =
      AttemptsOf({HandedIn(1, "ann", "a"), Ran("ann", 1),
                  HandedIn(2, "bob", "b"), HandedIn(3, "ann", "c", "final")});
  ASSERT_EQ(attempts.at("ann").size(), 2u);
  EXPECT_EQ(attempts.at("ann")[1].number, 2);
  EXPECT_EQ(attempts.at("ann")[1].at_unix_ms, 3);
  EXPECT_EQ(attempts.at("ann")[1].hand_in.phase(), "final");
  EXPECT_EQ(attempts.at("bob")[0].number, 1);
}

TEST(AttemptsTest, AreGradedInTheOneCategoryOrInAllThatTheyEnter) {
  Attempt attempt;
  attempt.hand_in.add_categories("memory");
  attempt.hand_in.add_categories("speed");
  EXPECT_THAT(attempt.categories(), ElementsAre("memory", "speed"));
  attempt.hand_in.set_category("speed");
  EXPECT_THAT(attempt.categories(), ElementsAre("speed"));
}

// A grading of ten minutes ends after the next hand-in.
TEST(AttemptRunsTest, ARunIsOfTheFilesThatItGradedNotOfWhatCameMeanwhile) {
  const auto runs =
      AttemptRunsOf({HandedIn(1, "ann", "a", "final"), HandedIn(2, "ann", "b"),
                     Ran("ann", 10, "a"), Ran("ann", 20, "b")});
  EXPECT_THAT(Shown(runs), ElementsAre("1:10", "2:20"));
  EXPECT_EQ(runs[0].phase, "final");
  EXPECT_EQ(runs[0].handed_in_unix_ms, 1);
  EXPECT_EQ(runs[1].handed_in_unix_ms, 2);
}

TEST(AttemptRunsTest, TheLatestAttemptCountsInWhateverOrderTheyWereGraded) {
  EXPECT_THAT(Current({HandedIn(1, "ann", "a"), HandedIn(2, "ann", "b"),
                       Ran("ann", 20, "b"), Ran("ann", 10, "a")}),
              ElementsAre("2:20"));
}

TEST(AttemptRunsTest, AnEarlierVersionHandedInAgainHasItsGradeAtOnce) {
  EXPECT_THAT(Current({HandedIn(1, "ann", "a"), Ran("ann", 10, "a"),
                       HandedIn(2, "ann", "b"), Ran("ann", 20, "b"),
                       HandedIn(3, "ann", "a")}),
              ElementsAre("3:10"));
}

TEST(AttemptRunsTest, OneRunIsOfEveryAttemptWithItsFiles) {
  const auto runs =
      AttemptRunsOf({HandedIn(1, "ann", "a"), Ran("ann", 10, "a"),
                     HandedIn(2, "ann", "a"), Ran("ann", 11, "a")});
  EXPECT_THAT(Shown(runs), ElementsAre("1:10", "1:11", "2:10", "2:11"));
}

TEST(AttemptRunsTest, AnotherSubmissionsFilesAreNotIts) {
  EXPECT_THAT(Current({HandedIn(1, "ann", "a"), HandedIn(2, "bob", "b"),
                       HandedIn(3, "bob", "a"), Ran("bob", 5, "b")}),
              ElementsAre("1:5"));
}

// Of a record of before there were digests, and of files that were put into the
// tree by hand.
TEST(AttemptRunsTest, WithoutAKnownDigestItIsOfTheLastAttemptBefore) {
  EXPECT_THAT(Current({HandedIn(1, "ann", "old"), Ran("ann", 10),
                       HandedIn(2, "ann", "older"), Ran("ann", 20)}),
              ElementsAre("2:20"));
  EXPECT_THAT(Current({HandedIn(1, "ann", "a"), Ran("ann", 10, "by hand"),
                       HandedIn(2, "ann", "b")}),
              ElementsAre("1:10"));
  EXPECT_THAT(Current({Ran("fused", 30, "f")}), ElementsAre("0:30"));
}

TEST(CurrentTest, TheLatestResultCountsAndWhereThereIsNoneTheLatestRun) {
  EXPECT_THAT(
      Current({Ran("b", 10), Ran("a", 20), Ran("a", 0, "", INACCURATE),
               Ran("b", 0, "", UNSTABLE), Ran("b", 1, "", GRADER_ERROR),
               Ran("c", 0, "", UNSTABLE), Ran("c", 2, "", GRADER_ERROR)}),
      ElementsAre("0:0", "0:10", "0:2"));
}

TEST(CurrentTest, AnAttemptWithoutAResultLeavesTheOneBefore) {
  EXPECT_THAT(
      Current({HandedIn(1, "ann", "a"), Ran("ann", 10, "a"),
               HandedIn(2, "ann", "b"), Ran("ann", 0, "b", GRADER_ERROR)}),
      ElementsAre("1:10"));
}

TEST(CurrentTest, ThatItWasNotBuiltIsForgottenOnceItIs) {
  const Entry not_built = InAll(Ran("a", 7, "", NOT_BUILT));
  EXPECT_THAT(Current({not_built}), ElementsAre("0:7"));
  EXPECT_THAT(Current({not_built, Ran("a", 8)}), ElementsAre("0:8"));
  // Broken again: both are shown, and the earlier grade stands.
  EXPECT_EQ(Current({Ran("a", 8), not_built}).size(), 2u);
  EXPECT_THAT(Current({}), IsEmpty());
}

}  // namespace
}  // namespace olympics
