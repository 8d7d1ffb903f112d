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
