#include "tools/leaderboard/leaderboard.h"

#include <string>
#include <vector>

#include "categories/spec.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "re2/re2.h"
#include "tools/leaderboard/table.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

CategorySpec Spec() {
  return *LoadSpec("categories/speed_demon/spec.textproto");
}

GradeReport Report(const std::string& name, double gain,
                   Verdict verdict = PASSED) {
  GradeReport r;
  r.set_submission(name);
  r.set_category("speed_demon");
  r.set_verdict(verdict);
  r.set_samples(100);
  r.set_accuracy(0.912);
  if (verdict == PASSED) {
    r.mutable_gain()->set_value(gain);
    r.mutable_metric()->set_value(gain * 5000);
    r.mutable_metric()->set_unit("inf/s");
    r.set_ranking_figure(gain * Spec().reference_baseline());
    r.set_points(gain * 10);
  } else {
    r.set_reason("it called socket");
  }
  return r;
}

Season Of(const std::vector<GradeReport>& runs) {
  std::vector<Entry> entries;
  for (const GradeReport& r : runs) *entries.emplace_back().mutable_run() = r;
  return SeasonOf(CourseConfig(), {Spec()}, entries);
}

TEST(LeaderboardTest, RanksThoseWhoPassedWithMedals) {
  const std::string text = LeaderboardText(
      Of({Report("alice", 2), Report("bob", 3), Report("eve", 0, VIOLATION),
          Report("dan", 1), Report("finn", 0.5)}));
  EXPECT_THAT(text, HasSubstr("⚡ Speed Demon Category:"));
  EXPECT_THAT(text, ::testing::ContainsRegex("1[.]  bob +85,500 inf/s"));
  EXPECT_THAT(text, ::testing::ContainsRegex("2[.]  alice .*🥈"));
  EXPECT_THAT(text, HasSubstr("(91.2% acc)"));
  EXPECT_THAT(text, Not(HasSubstr("eve")));
  EXPECT_LT(text.find("🥇"), text.find("🥉"));
}

TEST(LeaderboardTest, SaysSoWhenNobodyIsThere) {
  EXPECT_THAT(LeaderboardText(Of({})), HasSubstr("nobody yet"));
  EXPECT_THAT(ScoresText(Of({}), false), HasSubstr("No grades yet"));
}

// With an example and the baseline, measured a little off from itself.
Season WithOwn() {
  std::vector<Entry> entries;
  for (const GradeReport& r :
       {Report("alice", 2), Report("bob", 1.2), Report("fused", 1.5),
        Report("baseline", 1.04)}) {
    *entries.emplace_back().mutable_run() = r;
  }
  return SeasonOf(CourseConfig(), {Spec()}, entries, {"fused"});
}

TEST(LeaderboardTest, TheCoursesOwnIsThereForComparison) {
  const std::vector<Place> lines = Lines(WithOwn(), Spec());
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0].report.submission(), "alice");
  EXPECT_EQ(lines[1].report.submission(), "fused");
  EXPECT_EQ(lines[1].rank, 0);
  EXPECT_EQ(lines[1].role, "example");
  EXPECT_EQ(lines[2].report.submission(), "bob");
  EXPECT_EQ(lines[2].rank, 2);
  EXPECT_EQ(lines[3].role, "baseline");
  EXPECT_EQ(lines[3].report.gain().value(), 1);
  EXPECT_EQ(lines[3].report.ranking_figure(), Spec().reference_baseline());
  const std::string text = LeaderboardText(WithOwn());
  EXPECT_THAT(text, ::testing::ContainsRegex("–  +fused .* example\n"));
  EXPECT_THAT(
      text, ::testing::ContainsRegex("–  +baseline .* 1[.]00x  .* baseline\n"));
  EXPECT_THAT(text, Not(HasSubstr("🥉")));
  const auto json = nlohmann::json::parse(LeaderboardJson(WithOwn()));
  EXPECT_EQ(json["categories"][0]["places"].size(), 2);
  EXPECT_EQ(json["categories"][0]["unranked"][0]["role"], "example");
  EXPECT_EQ(json["categories"][0]["unranked"][1]["gain"]["value"], 1);
  EXPECT_THAT(ScoresText(WithOwn(), false),
              HasSubstr("the course's own: example"));
}

TEST(LeaderboardTest, TheBaselineIsThereThoughNobodyMeasuredIt) {
  const Season season = Of({Report("alice", 2)});
  const std::vector<Place> lines = Lines(season, Spec());
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[1].report.submission(), "baseline");
  EXPECT_EQ(lines[1].report.gain().value(), 1);
  EXPECT_FALSE(lines[1].report.has_metric());
}

TEST(LeaderboardTest, JsonHoldsTheSame) {
  Season season = Of({Report("alice", 2), Report("bob", 3)});
  season.awards.overall = {{"bob", 3, 9.5, 1}};
  season.awards.first_blood = {{0, "alice", "speed_demon", true, 1.5}};
  const auto json = nlohmann::json::parse(LeaderboardJson(season));
  EXPECT_EQ(json["categories"][0]["places"][0]["submission"], "bob");
  EXPECT_EQ(json["categories"][0]["places"][1]["rank"], 2);
  EXPECT_EQ(json["categories"][0]["places"][1]["gain"]["value"], 2);
  EXPECT_EQ(json["overall"][0]["submission"], "bob");
  EXPECT_EQ(json["first_blood"][0]["submission"], "alice");
}

TEST(ScoresTest, ShowEverybodyAndWhy) {
  const Season season = Of({Report("alice", 2), Report("eve", 0, VIOLATION)});
  const std::string text = ScoresText(season, false);
  EXPECT_THAT(text, HasSubstr("it called socket"));
  EXPECT_THAT(text, HasSubstr("2.00x"));
  const auto json = nlohmann::json::parse(ScoresJson(season));
  EXPECT_EQ(json[1]["verdict"], "violation");
  EXPECT_FALSE(json[1].contains("measured_points"));
  EXPECT_EQ(json[0]["grade"]["counted_points"], 20);
  EXPECT_EQ(json[1]["grade"]["counted_points"], 0);
  // Colours change no column.
  std::string coloured = ScoresText(season, true);
  EXPECT_THAT(coloured, HasSubstr("\x1b[31mviolation\x1b[0m"));
  RE2::GlobalReplace(&coloured, "\x1b\\[[0-9]*m", "");
  EXPECT_EQ(coloured, text);
}

TEST(ScoresTest, AreInTheOrderOfTheRanking) {
  std::vector<Entry> entries;
  for (const GradeReport& r :
       {Report("alice", 2), Report("bob", 3), Report("aaron", 0, VIOLATION)}) {
    *entries.emplace_back().mutable_run() = r;
  }
  // The course's first category is the last by name.
  CategorySpec first = Spec();
  first.set_name("z_first");
  first.set_title("Z First");
  GradeReport run = Report("alice", 2);
  run.set_category("z_first");
  *entries.emplace_back().mutable_run() = run;
  const Season season = SeasonOf(CourseConfig(), {first, Spec()}, entries);
  const auto json = nlohmann::json::parse(ScoresJson(season));
  ASSERT_EQ(json.size(), 4u);
  EXPECT_EQ(json[0]["category"], "z_first");
  EXPECT_EQ(json[1]["submission"], "bob");
  EXPECT_EQ(json[2]["submission"], "alice");
  EXPECT_EQ(json[3]["submission"], "aaron");
}

TEST(ScoresTest, WhatWasNotBuiltIsToldOnceAndInEachCategory) {
  std::vector<Entry> entries(1);
  GradeReport& r = *entries[0].mutable_run();
  r.set_submission("alice");
  r.set_category("all");
  r.set_verdict(NOT_BUILT);
  r.set_reason("expected ';'");
  const Season season = SeasonOf(CourseConfig(), {Spec()}, entries);
  const std::string text = ScoresText(season, false);
  EXPECT_THAT(text, ::testing::ContainsRegex(
                        "alice +Speed Demon +not built .* 0[.]0 +expected"));
  EXPECT_THAT(text, Not(HasSubstr("  all ")));
  EXPECT_EQ(ScoresText(OnlyCategory(season, "speed_demon"), false), text);
  // What was graded before keeps its grade, and the newer fault is told.
  entries.insert(entries.begin(), Entry());
  *entries[0].mutable_run() = Report("alice", 2);
  const Season later = SeasonOf(CourseConfig(), {Spec()}, entries);
  for (const Season& s : {later, OnlyCategory(later, "speed_demon")}) {
    EXPECT_THAT(ScoresText(s, false), HasSubstr("2.00x"));
    EXPECT_THAT(ScoresText(s, false), HasSubstr("expected ';'"));
  }
}

TEST(MarksTest, StandBesidePoints) {
  CourseConfig config;
  config.mutable_marks()->set_baseline(60);
  config.mutable_marks()->set_target(100);
  std::vector<Entry> entries;
  *entries.emplace_back().mutable_run() = Report("alice", 5);  // 50 points
  *entries.emplace_back().mutable_run() = Report("eve", 0, VIOLATION);
  const Season season = SeasonOf(config, {Spec()}, entries);
  EXPECT_THAT(LeaderboardText(season),
              HasSubstr("measured points  measured mark"));
  EXPECT_THAT(LeaderboardText(season),
              ::testing::ContainsRegex("alice .* 50[.]0 +80[.]0 "));
  EXPECT_THAT(LeaderboardText(season),
              ::testing::ContainsRegex("baseline .* 0[.]0 +60[.]0 "));
  EXPECT_THAT(ScoresText(season, false),
              ::testing::ContainsRegex("alice .* 50[.]0 +50[.]0 +80[.]0\n"));
  EXPECT_THAT(ScoresText(season, false),
              ::testing::ContainsRegex("eve .* 0[.]0 +0[.]0 +0[.]0 "));
  const auto board = nlohmann::json::parse(LeaderboardJson(season));
  EXPECT_EQ(board["categories"][0]["places"][0]["measured_mark"], 80);
  EXPECT_EQ(nlohmann::json::parse(ScoresJson(season))[0]["grade"]["mark"], 80);
  // Without marks there are none.
  const Season plain = SeasonOf(CourseConfig(), {Spec()}, entries);
  EXPECT_THAT(LeaderboardText(plain), Not(HasSubstr("mark")));
  EXPECT_THAT(ScoresText(plain, false), Not(HasSubstr("mark")));
}

TEST(ScoresTest, WhatAProgramPrintedLastStandsBelowItsRow) {
  GradeReport eve = Report("eve", 0, CRASHED);
  Check* check = eve.add_checks();
  check->set_result(CHECK_FAILED);
  check->set_program_output("epoch 1/3\nconv2d: four axes");
  const Season season = Of({Report("alice", 2), eve, Report("zoe", 3)});
  const std::string text = ScoresText(season, false);
  EXPECT_THAT(text, HasSubstr("it called socket\n    | epoch 1/3\n"
                              "    | conv2d: four axes\n"));
  const auto json = nlohmann::json::parse(ScoresJson(season));
  EXPECT_EQ(json[2]["program_output"], "epoch 1/3\nconv2d: four axes");
  EXPECT_FALSE(json[0].contains("program_output"));
}

TEST(TableTest, AlignsWhateverTheAlphabet) {
  EXPECT_EQ(Table({"name", ">n"}, {{"Zoë", "1"}, {"陳", "22"}, {"🥇", "3"}}),
            "name   n\nZoë    1\n陳    22\n🥇     3\n");
  EXPECT_EQ(Table({"a"}, {}), "a\n");
}

TEST(TableTest, SignsAreWordsWhereThereAreNone) {
  EXPECT_EQ(WithoutSigns("🏆 Leaderboard\n⚡ Speed\n"), "Leaderboard\nSpeed\n");
  EXPECT_EQ(WithoutSigns("1.  alice  🥇 simulated\n–   bob  3 µJ\n"),
            "1.  alice  1st simulated\n-   bob  3 uJ\n");
  EXPECT_EQ(WithoutSigns(Table({"award", "name"}, {{"🚀 Innovation", "Zoë"},
                                                   {"📚 Teaching", "陳"}})),
            "award          name\nInnovation     Zoë\nTeaching       陳\n");
  EXPECT_EQ(WithoutSigns(""), "");
}

}  // namespace
}  // namespace olympics
