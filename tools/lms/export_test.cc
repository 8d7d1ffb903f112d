#include "tools/lms/export.h"

#include <string>
#include <vector>

#include "categories/spec.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tools/lms/csv.h"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<CategorySpec> Specs() {
  return {*LoadSpec("categories/speed_demon/spec.textproto")};
}

GradeReport Run(const std::string& name, Verdict verdict, double points) {
  GradeReport r;
  r.set_submission(name);
  r.set_category("speed_demon");
  r.set_verdict(verdict);
  r.set_points(points);
  r.set_accuracy(0.91);
  r.set_ranking_figure(12345.5);
  if (verdict != PASSED) r.set_reason("it called \"socket\", and more");
  Check* check = r.add_checks();
  check->set_name("performance");
  check->set_result(verdict == PASSED ? CHECK_PASSED : CHECK_FAILED);
  return r;
}

const std::vector<GradeReport>& Current() {
  static const auto* const kRuns = new std::vector<GradeReport>{
      Run("alice", PASSED, 50.126), Run("bob", PASSED, 120),
      Run("carol", UNSTABLE, 0), Run("eve", VIOLATION, 0)};
  return *kRuns;
}

const std::vector<Student>& Students() {
  static const auto* const kStudents = new std::vector<Student>(
      *ParseStudents("submission,name,id,sis_id,login,section,email\n"
                     "alice,\"Chen, Alice\",17,S1,achen,01,a@x.edu\n"
                     "eve,=cmd(),18,S2,eve,01,e@x.edu\n"));
  return *kStudents;
}

TEST(CanvasTest, HasTheGradebooksColumns) {
  EXPECT_EQ(CanvasCsv(Specs(), StudentsOf(Students(), Current()), Current()),
            "Student,ID,SIS User ID,SIS Login ID,Section,Speed Demon\r\n"
            "\"    Points Possible\",,,,,100.00\r\n"
            "\"Chen, Alice\",17,S1,achen,01,50.13\r\n"
            "bob,,,bob,,100.00\r\n"
            "carol,,,carol,,\r\n"
            "'=cmd(),18,S2,eve,01,0.00\r\n");
}

TEST(MoodleTest, HasGradesAndFeedback) {
  const std::string csv =
      MoodleCsv(Specs(), StudentsOf(Students(), Current()), Current());
  const auto rows = ParseCsv(csv);
  ASSERT_TRUE(rows.ok());
  EXPECT_THAT((*rows)[0], ElementsAre("username", "ID number", "Email address",
                                      "Speed Demon", "Speed Demon (feedback)"));
  EXPECT_THAT((*rows)[4],
              ElementsAre("eve", "S2", "e@x.edu", "0.00",
                          "violation: it called \"socket\", and more"));
  EXPECT_EQ((*rows)[3][3], "");
}

TEST(GradescopeTest, HasTheFieldsOfItsSpecification) {
  const auto json =
      nlohmann::json::parse(GradescopeJson(Specs(), "alice", Current()));
  EXPECT_DOUBLE_EQ(json["score"], 50.126);
  EXPECT_EQ(json["tests"][0]["status"], "passed");
  EXPECT_DOUBLE_EQ(json["tests"][0]["max_score"], 100);
  EXPECT_EQ(json["leaderboard"][0]["order"], "desc");
  EXPECT_DOUBLE_EQ(json["leaderboard"][0]["value"], 12345.5);
  const auto failed =
      nlohmann::json::parse(GradescopeJson(Specs(), "eve", Current()));
  EXPECT_EQ(failed["score"], 0);
  EXPECT_EQ(failed["tests"][0]["status"], "failed");
  EXPECT_TRUE(failed["leaderboard"].empty());
}

TEST(StudentsTest, MistakesAreNamed) {
  const auto message = [](const std::string& csv) {
    return std::string(ParseStudents(csv).status().message());
  };
  EXPECT_THAT(message(""), HasSubstr("empty"));
  EXPECT_THAT(message("name\nx"), HasSubstr("submission is missing"));
  EXPECT_THAT(message("submission,nmae\n"), HasSubstr("no column \"nmae\""));
  EXPECT_THAT(message("submission\na\na\n"), HasSubstr("row 3"));
  EXPECT_THAT(message("submission,name\na\n"), HasSubstr("1 cells"));
  EXPECT_THAT(message("submission\n\"a\n"), HasSubstr("line 2: a quote"));
}

TEST(CsvTest, WhatIsWrittenIsReadBack) {
  const std::vector<CsvRow> rows = {
      {"a", "", "b,c", "d\"e\"", "f\ng", " h ", "Zoë"}, {"-1.5", "+2", "x"}};
  EXPECT_EQ(*ParseCsv(WriteCsv(rows)), rows);
  EXPECT_EQ(*ParseCsv("\xef\xbb\xbf"
                      "a,b\n\nc,\"\"\n"),
            (std::vector<CsvRow>{{"a", "b"}, {"c", ""}}));
}

TEST(CsvTest, FormulasAreDisarmedAndNumbersAreNot) {
  EXPECT_EQ(WriteCsv({{"=1+1", "+x", "-x", "@x", "-1", "+1.5", "1e3"}}),
            "'=1+1,'+x,'-x,'@x,-1,+1.5,1e3\r\n");
}

}  // namespace
}  // namespace olympics
