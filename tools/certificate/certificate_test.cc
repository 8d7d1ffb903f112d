#include "tools/certificate/certificate.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pugixml.hpp"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Season TheSeason() {
  std::vector<CategorySpec> specs(1);
  specs[0].set_name("speed");
  specs[0].set_title("Speed");
  Term* term = specs[0].add_terms();
  term->set_measure(INFERENCES_PER_SECOND);
  term->set_target_gain(10);
  std::vector<Entry> entries(3);
  for (int i = 0; i < 2; ++i) {
    GradeReport* r = entries[i].mutable_run();
    r->set_submission(i == 0 ? "bob" : "ann");
    r->set_category("speed");
    r->set_verdict(PASSED);
    r->set_accuracy(0.91);
    r->set_ranking_figure(1 + i);
    r->set_points(10);
    r->mutable_gain()->set_value(2 + i);
    r->mutable_gain()->set_low(1.5);
  }
  entries[2].mutable_event()->set_reason("a cache <of> tiles");
  entries[2].mutable_event()->mutable_award()->set_award("innovation");
  entries[2].mutable_event()->mutable_award()->set_submission("ann");
  return SeasonOf(CourseConfig(), specs, entries);
}

std::vector<std::string> Achievements(const std::string& who) {
  std::vector<std::string> texts;
  for (const Statement& s : AchievementsOf(TheSeason(), who, who, 0)) {
    texts.push_back(s.achievement + ": " + s.detail);
  }
  return texts;
}

TEST(CertificateTest, StatesWhatWasAchieved) {
  EXPECT_THAT(
      Achievements("ann"),
      ElementsAre("Champion in Speed: 3.00 times the baseline, 91.0 % accuracy",
                  "Innovation Award: a cache <of> tiles"));
  EXPECT_THAT(
      Achievements("bob"),
      ElementsAre("First Blood in Speed: the first to beat the baseline, "
                  "by 1.50 times or more"));
  EXPECT_THAT(Achievements("eve"), IsEmpty());
}

class CodeTest : public ::testing::Test {
 protected:
  SecretKey key_ = SecretKey::Create();
  Statement statement_ = {"CS <249r>",      "ann",
                          "Zoë & Ann",      "Champion in Speed",
                          "\"3.00\" times", 1796083200000};
  std::string code_ = CodeOf(statement_, key_);
};

TEST_F(CodeTest, IsVerifiedHoweverItWasCopied) {
  EXPECT_EQ(*VerifyCode(key_.public_key(), code_), statement_);
  std::string wrapped = code_;
  wrapped.insert(100, "\n  ");
  EXPECT_EQ(*VerifyCode(key_.public_key(), wrapped + "\n"), statement_);
  EXPECT_TRUE(absl::IsPermissionDenied(
      VerifyCode(SecretKey::Create().public_key(), code_).status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(VerifyCode(key_.public_key(), "hello").status()));
  EXPECT_THAT(std::string(VerifyCode(key_.public_key(), SignJws(key_, "{}"))
                              .status()
                              .message()),
              HasSubstr("it is no certificate"));
}

TEST_F(CodeTest, APageThatSaysSomethingElseIsFound) {
  const std::string svg = CertificateSvg(statement_, code_);
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(svg.c_str()));
  EXPECT_THAT(svg, HasSubstr("Zoë &amp; Ann"));
  EXPECT_EQ(*VerifySvg(key_.public_key(), svg), statement_);
  std::string changed = svg;
  changed.replace(changed.find("Zoë &amp; Ann</text>"), 4, "Eve");
  EXPECT_TRUE(
      absl::IsPermissionDenied(VerifySvg(key_.public_key(), changed).status()));
  EXPECT_FALSE(VerifySvg(key_.public_key(), "<svg/>").ok());
}

TEST_F(CodeTest, LongNamesFitThePage) {
  statement_.name = std::string(500, 'W');
  EXPECT_THAT(CertificateSvg(statement_, code_), HasSubstr("WWW…</text>"));
}

}  // namespace
}  // namespace olympics
