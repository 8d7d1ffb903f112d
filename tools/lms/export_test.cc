#include "tools/lms/export.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "categories/spec.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "pugixml.hpp"
#include "tools/csv/csv.h"
#include "tools/leaderboard/season.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

// What testdata/make_golden.py knows, too.
std::vector<CategorySpec> Specs() {
  return {*LoadSpec("categories/speed_demon/spec.textproto")};
}

GradeReport Graded(const std::string& name, Verdict verdict, double points,
                   const std::string& reason,
                   const std::string& check_message) {
  GradeReport r;
  r.set_submission(name);
  r.set_category("speed_demon");
  r.set_verdict(verdict);
  r.set_points(points);
  r.set_reason(reason);
  if (verdict == PASSED) {
    r.set_samples(10000);
    r.set_accuracy(0.9125);
    r.mutable_metric()->set_value(42000.5);
    r.mutable_metric()->set_unit("inf/s");
    r.mutable_gain()->set_value(3.36);
    r.set_ranking_figure(39000.25);
  }
  Check* check = r.add_checks();
  check->set_name("performance");
  check->set_result(verdict == PASSED ? CHECK_PASSED : CHECK_FAILED);
  check->set_message(check_message);
  return r;
}

Season The(CourseConfig config = CourseConfig()) {
  std::vector<Entry> entries(4);
  *entries[0].mutable_run() = Graded("alice", PASSED, 50.125, "", "faster");
  const std::string why = "it called \"socket\", <and> more";
  *entries[1].mutable_run() = Graded("eve", VIOLATION, 0, why, why);
  *entries[2].mutable_run() = Graded(
      "zoe", UNSTABLE, 0, "the interval is 22.1 %, and may be 15.0 %", "");
  AwardGiven* award = entries[3].mutable_event()->mutable_award();
  award->set_award("innovation");
  award->set_submission("alice");
  config.set_extra_credit(true);
  return SeasonOf(std::move(config), Specs(), std::move(entries));
}

const std::vector<Student>& Students() {
  static const auto* const kStudents = [] {
    auto* students = new std::vector<Student>(
        *ParseStudents("submission,name,id,sis_id,login,section,email\n"
                       "alice,\"Chen, Alice\",17,S1,achen,01,a@x.edu\n"
                       "alice,\"陳大文 \"\"Dave\"\"\",18,S2,dave,01,\n"
                       "eve,=cmd|' /C calc'!A0,19,S3,eve,02,e@x.edu\n"
                       "zoe,Zoë Müller,20,,zoe,02,z@x.edu\n"
                       "nobody,\"Never, Handed In\",21,S5,never,02,n@x.edu\n"));
    // No list may hold it any more; files of before may.
    (*students)[3].name += "\u202e";
    return students;
  }();
  return *kStudents;
}

std::string Golden(const std::string& name) {
  return *base::ReadFile("tools/lms/testdata/" + name);
}

// The same, but for the last digits of numbers.
void ExpectAlike(const Json& got, const Json& want, const std::string& where) {
  if (want.is_number()) {
    ASSERT_TRUE(got.is_number()) << where;
    EXPECT_NEAR(got.get<double>(), want.get<double>(), 1e-9) << where;
    return;
  }
  ASSERT_EQ(got.type(), want.type()) << where;
  if (!want.is_structured()) {
    EXPECT_EQ(got, want) << where;
    return;
  }
  ASSERT_EQ(got.size(), want.size()) << where << ": " << got;
  for (const auto& [key, value] : want.items()) {
    if (want.is_object()) {
      ASSERT_TRUE(got.contains(key)) << where << "." << key;
      ExpectAlike(got[key], value, where + "." + key);
    } else {
      ExpectAlike(got[std::stoul(key)], value, where + "[" + key + "]");
    }
  }
}

TEST(FeedbackTest, HoldsWhatTheProgramPrintedAndNoMarkupOfIt) {
  GradeReport run = Graded("eve", CRASHED, 0, "it crashed", "it crashed");
  run.mutable_checks(0)->set_program_output("<b>passed</b> & more\nfour axes");
  std::vector<Entry> entries(1);
  *entries[0].mutable_run() = run;
  const Season season = SeasonOf({}, Specs(), entries);
  const std::string want =
      "The last that it printed:\n"
      "    | ‹b›passed‹/b› ＆ more\n    | four axes";
  EXPECT_EQ(FeedbackOf(season.grades[0]), "crashed: it crashed\n" + want);
  const Json json = Json::parse(GradescopeJson(season, "eve"));
  EXPECT_EQ(json["tests"][0]["output"], "it crashed\n" + want);
  // A line break within a field is no new row.
  EXPECT_EQ(ParseCsv(PlainCsv(season, {Students()[2]}))->size(), 2u);
}

TEST(GoldenTest, CsvFilesAreWhatPythonWrites) {
  EXPECT_EQ(*ParseCsv(CanvasCsv(The(), Students())),
            *ParseCsv(Golden("canvas.csv")));
  EXPECT_EQ(*ParseCsv(MoodleCsv(The(), Students())),
            *ParseCsv(Golden("moodle.csv")));
  EXPECT_EQ(PlainCsv(The(), Students()), Golden("plain.csv"));
}

TEST(GoldenTest, MoodlesXmlIsWhatPythonWrites) {
  pugi::xml_document got, want;
  ASSERT_TRUE(got.load_string(
      MoodleXml(The(), Students(), "2026-11-25T12:00:00Z").c_str()));
  ASSERT_TRUE(want.load_string(Golden("moodle.xml").c_str()));
  const pugi::xml_node a = got.child("results"), b = want.child("results");
  EXPECT_STREQ(a.attribute("batch").value(), b.attribute("batch").value());
  pugi::xml_node x = a.first_child(), y = b.first_child();
  int results = 0;
  for (; x && y; x = x.next_sibling(), y = y.next_sibling(), ++results) {
    for (const char* tag : {"assignment", "student", "score", "feedback"}) {
      EXPECT_STREQ(x.child_value(tag), y.child_value(tag)) << tag;
    }
  }
  EXPECT_TRUE(!x && !y);
  EXPECT_EQ(results, 3);
}

TEST(GoldenTest, JsonFilesAreWhatPythonWrites) {
  for (const char* name : {"alice", "eve"}) {
    const std::string file = std::string(name) + ".json";
    ExpectAlike(Json::parse(GradescopeJson(The(), name)),
                Json::parse(Golden("gradescope_" + file)), file);
    ExpectAlike(Json::parse(PrairieLearnJson(The(), name)),
                Json::parse(Golden("prairielearn_" + file)), file);
  }
  ExpectAlike(Json::parse(PlainJson(The(), Students())),
              Json::parse(Golden("plain.json")), "plain.json");
}

TEST(ExportTest, FeedbackHasTheFigureThatRanksAndNotThatOfTheRun) {
  Grade grade;
  grade.run = Graded("alice", PASSED, 50, "", "faster");
  EXPECT_THAT(
      FeedbackOf(grade),
      HasSubstr("3.36 times the baseline: 39,000 inf/s on the reference "
                "machine, 91.25 % accuracy"));
  EXPECT_THAT(FeedbackOf(grade), Not(HasSubstr("42")));
  // A composite has no machine.
  grade.run->mutable_metric()->set_unit("points");
  grade.run->set_ranking_figure(61.234);
  grade.run->set_simulated(true);
  EXPECT_THAT(FeedbackOf(grade),
              HasSubstr("3.36 times the baseline (simulated): 61.23 points, "));
}

TEST(ExportTest, NoNameIsAFormulaToASpreadsheet) {
  for (const std::string& csv :
       {CanvasCsv(The(), Students()), PlainCsv(The(), Students())}) {
    const auto rows = ParseCsv(csv);
    ASSERT_TRUE(rows.ok());
    for (const CsvRow& row : *rows) {
      for (const std::string& cell : row) {
        EXPECT_THAT(cell, Not(::testing::StartsWith("=")));
      }
    }
  }
}

TEST(ExportTest, WhatWasNotBuiltIsSaidSo) {
  std::vector<Entry> entries(1);
  GradeReport* r = entries[0].mutable_run();
  r->set_submission("alice");
  r->set_category("all");
  r->set_verdict(NOT_BUILT);
  r->set_reason("model.cc:7: error: expected ';'");
  const Season season = SeasonOf({}, Specs(), entries);
  const Json gradescope = Json::parse(GradescopeJson(season, "alice"));
  EXPECT_EQ(gradescope["score"], 0);
  EXPECT_EQ(gradescope["tests"][0]["output"], r->reason());
  const Json prairie = Json::parse(PrairieLearnJson(season, "alice"));
  EXPECT_EQ(prairie["gradable"], false);
  EXPECT_EQ(prairie["format_errors"][0], r->reason());
  // Its own fault: 0, not an empty cell.
  EXPECT_THAT(CanvasCsv(season, Students()),
              HasSubstr("\"Chen, Alice\",17,S1,achen,01,0.00"));
}

TEST(ExportTest, MarksStandInThePlaceOfPoints) {
  CourseConfig config;
  config.mutable_marks()->set_baseline(60);
  config.mutable_marks()->set_target(90);
  config.mutable_marks()->set_refused(10);
  config.mutable_marks()->set_missing(5);
  const Season season = The(config);
  // 60 + 30 * 0.50125, and 5 % of an award.
  const std::string canvas = CanvasCsv(season, Students());
  EXPECT_THAT(canvas, HasSubstr("Points Possible\",,,,,90.00"));
  EXPECT_THAT(canvas, HasSubstr("achen,01,78.79"));
  EXPECT_THAT(canvas, HasSubstr("eve,02,10.00"));
  EXPECT_THAT(canvas, HasSubstr("zoe,02,\r\n"));  // the grader's own fault
  EXPECT_THAT(canvas, HasSubstr("never,02,5.00"));
  EXPECT_THAT(MoodleCsv(season, Students()), HasSubstr("78.79"));
  EXPECT_THAT(MoodleXml(season, Students(), "b"),
              HasSubstr("<score>78.79</score>"));
  const Json gradescope = Json::parse(GradescopeJson(season, "alice"));
  EXPECT_NEAR(gradescope["score"].get<double>(), 78.789375, 1e-9);
  EXPECT_EQ(gradescope["tests"].back()["max_score"], 90);
  const Json prairie = Json::parse(PrairieLearnJson(season, "eve"));
  EXPECT_NEAR(prairie["score"].get<double>(), 10.0 / 90, 1e-9);
  const Json plain = Json::parse(PlainJson(season, Students()));
  EXPECT_NEAR(plain[0]["measured_points"].get<double>(), 50.125, 1e-9);
  EXPECT_NEAR(plain[0]["counted_points"].get<double>(), 52.63125, 1e-9);
  EXPECT_NEAR(plain[0]["mark"].get<double>(), 78.789375, 1e-9);
  EXPECT_THAT(PlainCsv(season, Students()),
              HasSubstr("passed,50.12,52.63,78.79,42000.5"));
}

TEST(ExportTest, CategoriesAreInTheCoursesOrder) {
  Season season = The();
  season.specs.insert(season.specs.begin(), CategorySpec());
  season.specs[0].set_title("Zebra Rider");
  const std::string canvas = CanvasCsv(season, Students());
  EXPECT_LT(canvas.find("Zebra Rider"), canvas.find("Speed Demon"));
}

TEST(ExportTest, TheDisqualifiedAreOnNoLeaderboard) {
  std::vector<Entry> entries(2);
  *entries[0].mutable_run() = Graded("alice", PASSED, 50, "", "");
  entries[1].mutable_event()->set_reason("copied");
  Override* o = entries[1].mutable_event()->mutable_override();
  o->set_submission("alice");
  o->set_category("speed_demon");
  o->set_disqualified(true);
  const Season season = SeasonOf({}, Specs(), entries);
  const Json json = Json::parse(GradescopeJson(season, "alice"));
  EXPECT_TRUE(json["leaderboard"].empty());
  EXPECT_EQ(json["score"], 0);
  EXPECT_THAT(CanvasCsv(season, Students()),
              HasSubstr("\"Chen, Alice\",17,S1,achen,01,0.00"));
}

}  // namespace
}  // namespace olympics
