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
  EXPECT_FALSE(json[1].contains("points"));
  EXPECT_EQ(json[0]["grade"]["points"], 20);
  EXPECT_EQ(json[1]["grade"]["points"], 0);
  // Colours change no column.
  std::string coloured = ScoresText(season, true);
  EXPECT_THAT(coloured, HasSubstr("\x1b[31mviolation\x1b[0m"));
  RE2::GlobalReplace(&coloured, "\x1b\\[[0-9]*m", "");
  EXPECT_EQ(coloured, text);
}

TEST(TableTest, AlignsWhateverTheAlphabet) {
  EXPECT_EQ(Table({"name", ">n"}, {{"Zoë", "1"}, {"陳", "22"}, {"🥇", "3"}}),
            "name   n\nZoë    1\n陳    22\n🥇     3\n");
  EXPECT_EQ(DisplayWidth("e\u0301"), 1);
  EXPECT_EQ(DisplayWidth("\xff\xff"), 2);
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
