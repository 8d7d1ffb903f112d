#include "grader/report/junit.h"

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "grader/report/grade.pb.h"
#include "grader/report/text.h"
#include "gtest/gtest.h"
#include "pugixml.hpp"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

GradeReport Failed() {
  GradeReport r;
  r.set_submission("eve");
  r.set_category("speed_demon");
  r.set_verdict(INACCURATE);
  r.set_reason("80 % & \"less\" <than> 90 %");
  r.set_seconds(12.3456);
  r.set_samples(10);
  r.set_accuracy(0.8);
  const struct {
    const char* name;
    CheckResult result;
  } kChecks[] = {{"inspection", CHECK_PASSED},
                 {"accuracy", CHECK_FAILED},
                 {"performance", CHECK_SKIPPED}};
  for (const auto& c : kChecks) {
    Check* check = r.add_checks();
    check->set_name(c.name);
    check->set_result(c.result);
    check->set_message(r.reason());
  }
  Figure* f = r.mutable_metric();
  f->set_name("inferences_per_second");
  f->set_value(1234567.8);
  f->set_low(1e6);
  f->set_high(2e6);
  f->set_unit("inf/s");
  return r;
}

// Whether libxml2's xmllint finds that it follows Jenkins' schema.
bool FollowsTheSchema(const std::string& xml) {
  const std::string path = ::testing::TempDir() + "/junit.xml";
  std::ofstream(path) << xml;
  return std::system(("xmllint --noout --schema "
                      "grader/report/testdata/jenkins-junit.xsd " +
                      path + " > /dev/null")
                         .c_str()) == 0;
}

TEST(JUnitTest, FollowsJenkinsSchema) {
  EXPECT_TRUE(FollowsTheSchema(JUnitXml(Failed())));
  EXPECT_TRUE(FollowsTheSchema(JUnitXml(GradeReport())));
  EXPECT_TRUE(FollowsTheSchema(
      JUnitXml(std::vector<GradeReport>{Failed(), GradeReport(), Failed()})));
  EXPECT_TRUE(FollowsTheSchema(JUnitXml(std::vector<GradeReport>())));
  // The check can fail.
  EXPECT_FALSE(
      FollowsTheSchema("<testsuites><testsuite name=\"x\"/></testsuites>"));
}

TEST(JUnitTest, HoldsEveryCheckAndFigure) {
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(JUnitXml(Failed()).c_str()));
  const pugi::xml_node suite = document.child("testsuites").child("testsuite");
  EXPECT_STREQ(suite.attribute("name").value(), "olympics.speed_demon.eve");
  EXPECT_STREQ(suite.attribute("tests").value(), "3");
  EXPECT_STREQ(suite.attribute("failures").value(), "1");
  EXPECT_STREQ(suite.attribute("errors").value(), "0");
  EXPECT_STREQ(suite.attribute("skipped").value(), "1");
  const pugi::xml_node failure =
      suite.find_child_by_attribute("testcase", "name", "accuracy")
          .child("failure");
  EXPECT_STREQ(failure.attribute("message").value(),
               "80 % & \"less\" <than> 90 %");
  EXPECT_STREQ(failure.attribute("type").value(), "INACCURATE");
  const auto property = [&](const char* name) {
    return std::string(suite.child("properties")
                           .find_child_by_attribute("property", "name", name)
                           .attribute("value")
                           .value());
  };
  EXPECT_EQ(property("accuracy"), "0.8");
  EXPECT_EQ(property("inferences_per_second"), "1.23457e+06");
  EXPECT_EQ(property("inferences_per_second.low"), "1e+06");
  EXPECT_EQ(property("points"), "");
}

TEST(JUnitTest, OutputCannotForgeElements) {
  GradeReport r = Failed();
  r.set_worker_output(
      "</system-out></testsuite><testsuite name=\"fake\" tests=\"1\" "
      "failures=\"0\" errors=\"0\"/>]]>\x1b[31m\xff\x00");
  const std::string xml = JUnitXml(r);
  EXPECT_TRUE(FollowsTheSchema(xml));
  EXPECT_THAT(xml, Not(HasSubstr("<testsuite name=\"fake\"")));
  EXPECT_THAT(xml, Not(HasSubstr("\x1b")));
}

TEST(JUnitTest, AFailureHoldsWhatTheProgramPrinted) {
  GradeReport r = Failed();
  r.mutable_checks(1)->set_program_output(
      LastLines("</failure><failure type=\"x\">\x1b[31m\nlast words\n"));
  const std::string xml = JUnitXml(r);
  EXPECT_TRUE(FollowsTheSchema(xml));
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(xml.c_str()));
  const pugi::xml_node suite = document.child("testsuites").child("testsuite");
  int failures = 0;
  for (const pugi::xml_node test : suite.children("testcase")) {
    for (const pugi::xml_node failure : test.children("failure")) {
      ++failures;
      EXPECT_THAT(failure.text().get(),
                  HasSubstr("    | </failure><failure type=\"x\">?[31m\n"
                            "    | last words\n"));
      EXPECT_STREQ(failure.attribute("type").value(), "INACCURATE");
    }
  }
  EXPECT_EQ(failures, 1);
}

TEST(LastLinesTest, AreFewShortAndPlain) {
  EXPECT_EQ(LastLines(""), "");
  EXPECT_EQ(LastLines("\n \n\t\n"), "");
  EXPECT_EQ(LastLines("one\n\ntwo"), "one\ntwo");
  EXPECT_EQ(LastLines("10 %\r20 %\r\n"), "10 %\n20 %");
  EXPECT_EQ(LastLines("1\n2\n3\n4\n5\n6\n7\n8\n9\n"), "2\n3\n4\n5\n6\n7\n8\n9");
  EXPECT_EQ(LastLines(std::string(241, 'x')), std::string(237, 'x') + "...");
  EXPECT_EQ(LastLines(std::string(240, 'x')), std::string(240, 'x'));
  // Not within a character.
  EXPECT_EQ(LastLines(std::string(236, 'x') + "\u00e9\u00e9\u00e9"),
            std::string(236, 'x') + "...");
  EXPECT_EQ(LastLines(std::string("a\0\x1b[2J\xff", 7)), "a??[2J?");
  std::string much;
  for (int i = 0; i < 100'000; ++i) much += static_cast<char>(i * 7919);
  EXPECT_LE(LastLines(much).size(), 2000u);
  EXPECT_TRUE(IsUtf8Text(LastLines(much)));
}

TEST(ProgramLinesTest, EachLineIsBehindTheBar) {
  EXPECT_EQ(ProgramLines(""), "");
  EXPECT_EQ(ProgramLines("a\nb"), "    | a\n    | b\n");
  EXPECT_EQ(ProgramLines("a", "> "), "> a\n");
}

TEST(PlainTextTest, KeepsTextAndReplacesTheRest) {
  EXPECT_EQ(PlainText("Zoë 🥇\tok\n"), "Zoë 🥇\tok\n");
  EXPECT_EQ(PlainText(std::string("a\0b", 3)), "a?b");
  EXPECT_EQ(PlainText("\xc3("), "?(");               // cut short
  EXPECT_EQ(PlainText("\xc0\xaf"), "??");            // overlong '/'
  EXPECT_EQ(PlainText("\xed\xa0\x80"), "???");       // a surrogate
  EXPECT_EQ(PlainText("\xf4\x90\x80\x80"), "????");  // beyond Unicode
  EXPECT_EQ(PlainText("\xef\xbf\xbe"), "???");       // not in XML
  EXPECT_EQ(PlainText("\xc2\x9b"
                      "31m"),
            "??31m");  // a C1 control
  EXPECT_EQ(PlainText("a\u2028b\u202ec\u2066d"), "a???b???c???d");
  for (int i = 0; i < 256; ++i) {
    for (int j = 0; j < 256; ++j) {
      const std::string once =
          PlainText({static_cast<char>(i), static_cast<char>(j)});
      EXPECT_EQ(PlainText(once), once);
    }
  }
}

}  // namespace
}  // namespace olympics
