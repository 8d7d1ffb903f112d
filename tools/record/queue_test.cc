#include "tools/record/queue.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Digest(const std::string& files) {
  return std::string(64 - files.size(), '0') + files;
}

Entry HandedIn(const std::string& who, const std::string& files,
               const std::vector<std::string>& categories = {"speed"},
               const std::string& phase = "") {
  Entry e;
  HandIn* h = e.mutable_event()->mutable_hand_in();
  h->set_submission(who);
  h->set_digest(Digest(files));
  h->set_phase(phase);
  for (const std::string& c : categories) h->add_categories(c);
  return e;
}

Entry Ran(const std::string& who, const std::string& files,
          const std::string& category = "speed", Verdict verdict = PASSED,
          double seconds = 0) {
  Entry e;
  GradeReport* r = e.mutable_run();
  r->set_submission(who);
  r->set_digest(Digest(files));
  r->set_category(category);
  r->set_verdict(verdict);
  r->set_seconds(seconds);
  return e;
}

// "ann 2: speed,memory" of each.
std::vector<std::string> Shown(const std::vector<Waiting>& waiting) {
  std::vector<std::string> shown;
  for (const Waiting& w : waiting) {
    shown.push_back(absl::StrCat(w.submission, " ", w.attempt.number, ": ",
                                 absl::StrJoin(w.categories, ",")));
  }
  return shown;
}

std::vector<std::string> Next(const std::vector<Entry>& entries) {
  return Shown(QueueOf(entries).next);
}

TEST(QueueTest, WaitsWhatHasNoReportInACategory) {
  EXPECT_THAT(Next({}), IsEmpty());
  EXPECT_THAT(Next({HandedIn("ann", "a", {"speed", "memory"})}),
              ElementsAre("ann 1: speed,memory"));
  EXPECT_THAT(
      Next({HandedIn("ann", "a", {"speed", "memory"}), Ran("ann", "a")}),
      ElementsAre("ann 1: memory"));
  EXPECT_THAT(Next({HandedIn("ann", "a", {"speed", "memory"}), Ran("ann", "a"),
                    Ran("ann", "a", "memory", NOT_BUILT)}),
              IsEmpty());
}

TEST(QueueTest, OfOneSubmissionTheNewestWaits) {
  const Queue queue = QueueOf({HandedIn("ann", "a", {"speed", "memory"}),
                               HandedIn("ann", "b", {"speed"})});
  EXPECT_THAT(Shown(queue.next), ElementsAre("ann 1: memory", "ann 2: speed"));
  EXPECT_THAT(Shown(queue.superseded), ElementsAre("ann 1: speed"));
}

TEST(QueueTest, WhatWasSupersededEndsWithAReportAndWaitsNoMore) {
  std::vector<Entry> entries = {HandedIn("ann", "a"), HandedIn("ann", "b"),
                                HandedIn("ann", "c")};
  const auto reports = SupersededReports(QueueOf(entries), 1000);
  ASSERT_EQ(reports.size(), 2u);
  for (const GradeReport& r : reports) {
    EXPECT_EQ(r.verdict(), SUPERSEDED);
    EXPECT_EQ(r.category(), "speed");
    *entries.emplace_back().mutable_run() = r;
  }
  EXPECT_NE(reports[0].started_unix_ms(), reports[1].started_unix_ms());
  EXPECT_THAT(QueueOf(entries).superseded, IsEmpty());
  EXPECT_THAT(Next(entries), ElementsAre("ann 3: speed"));
}

TEST(QueueTest, SubmissionsTakeTurns) {
  // Ann hands in all the time.
  EXPECT_THAT(
      Next({HandedIn("ann", "a"), Ran("ann", "a"), HandedIn("bob", "b"),
            Ran("bob", "b"), HandedIn("ann", "c"), Ran("ann", "c"),
            HandedIn("ann", "d"), HandedIn("bob", "e"), HandedIn("eve", "f")}),
      ElementsAre("eve 1: speed", "bob 2: speed", "ann 3: speed"));
}

TEST(QueueTest, ANewStudentsBaselineComesFirst) {
  EXPECT_THAT(Next({HandedIn("ann", "a"), HandedIn("bob", "b"),
                    HandedIn("eve", "c", {"speed"}, "baseline")}),
              ElementsAre("eve 1: speed", "ann 1: speed", "bob 1: speed"));
}

TEST(QueueTest, AnEarlierVersionHandedInAgainIsGradedAlready) {
  EXPECT_THAT(Next({HandedIn("ann", "a"), Ran("ann", "a"), HandedIn("ann", "b"),
                    Ran("ann", "b"), HandedIn("ann", "a")}),
              IsEmpty());
}

TEST(QueueTest, TheMachinesFaultIsAReportAndHandingInAgainTriesAgain) {
  std::vector<Entry> entries = {HandedIn("ann", "a"),
                                Ran("ann", "a", "speed", GRADER_ERROR)};
  EXPECT_THAT(Next(entries), IsEmpty());
  entries.push_back(HandedIn("ann", "a"));
  EXPECT_THAT(Next(entries), ElementsAre("ann 2: speed"));
  entries.push_back(Ran("ann", "a"));
  EXPECT_THAT(Next(entries), IsEmpty());
}

TEST(QueueTest, TheEstimateIsWhatThoseBeforeTook) {
  const std::vector<Entry> entries = {HandedIn("ann", "a", {"speed", "memory"}),
                                      Ran("bob", "x", "speed", PASSED, 30),
                                      Ran("bob", "y", "speed", PASSED, 50),
                                      Ran("bob", "z", "speed", PASSED, 40),
                                      HandedIn("eve", "c", {"speed"})};
  const Queue queue = QueueOf(entries);
  ASSERT_THAT(Shown(queue.next),
              ElementsAre("ann 1: speed,memory", "eve 1: speed"));
  EXPECT_EQ(SecondsUntil(queue, 0, entries), 0);
  EXPECT_EQ(SecondsUntil(queue, 1, entries), 100);
  EXPECT_EQ(SecondsUntil(queue, 7, entries), 140);
}

// Whatever the record holds, each attempt and category is in one place.
TEST(QueueTest, NothingWaitsTwice) {
  std::vector<Entry> entries;
  unsigned random = 1;
  const auto draw = [&random](unsigned below) {
    random = random * 1664525u + 1013904223u;
    return (random >> 16) % below;
  };
  for (int i = 0; i < 400; ++i) {
    const std::string who(1, static_cast<char>('a' + draw(4)));
    const std::string files = std::to_string(draw(9));
    if (draw(2) == 0) {
      entries.push_back(HandedIn(who, files, {"speed", "memory"}));
    } else {
      entries.push_back(Ran(who, files, draw(2) == 0 ? "speed" : "memory",
                            draw(4) == 0 ? GRADER_ERROR : PASSED));
    }
    const Queue queue = QueueOf(entries);
    std::vector<std::string> all;
    for (const auto* list : {&queue.next, &queue.superseded}) {
      for (const Waiting& w : *list) {
        for (const std::string& c : w.categories) {
          all.push_back(absl::StrCat(w.submission, w.attempt.number, c));
        }
      }
    }
    std::sort(all.begin(), all.end());
    EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
    std::vector<std::string> once;
    for (const Waiting& w : queue.next) {
      for (const std::string& c : w.categories)
        once.push_back(w.submission + c);
    }
    std::sort(once.begin(), once.end());
    EXPECT_EQ(std::adjacent_find(once.begin(), once.end()), once.end());
  }
}

}  // namespace
}  // namespace olympics
