#include "tools/record/request.h"

#include <functional>
#include <limits>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kNow = 1'000'000'000'000;

SignRequest Good() {
  SignRequest request;
  GradeReport* r = request.add_runs();
  r->set_submission("alice");
  r->set_category("speed_demon");
  r->set_verdict(PASSED);
  r->set_started_unix_ms(kNow);
  r->mutable_metric()->set_value(3);
  Event* e = request.add_events();
  e->set_by("root");
  e->mutable_hand_in()->set_submission("alice");
  return request;
}

TEST(RequestTest, WhatGradingAndInstructorsSayIsFine) {
  EXPECT_TRUE(CheckRequest(Good(), kNow).ok());
  EXPECT_TRUE(CheckRequest({}, kNow).ok());
}

TEST(RequestTest, TheFirstThatIsWrongIsNamed) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const struct {
    const char* why;
    std::function<void(GradeReport&, Event&)> change;
  } kCases[] = {
      {"of no submission", [](auto& r, auto&) { r.clear_submission(); }},
      {"of no submission", [](auto& r, auto&) { r.set_submission("../a"); }},
      {"of no submission", [](auto& r, auto&) { r.set_submission("a\nb"); }},
      {"of no category", [](auto& r, auto&) { r.set_category("/etc/x"); }},
      {"of no category",
       [](auto& r, auto&) { r.set_category(std::string(65, 'a')); }},
      {"report of alice in speed_demon is not recorded",
       [](auto& r, auto&) { r.clear_verdict(); }},
      {"no verdict",
       [](auto& r, auto&) { r.set_verdict(static_cast<Verdict>(999)); }},
      {"has not come yet",
       [](auto& r, auto&) { r.set_started_unix_ms(kNow + 25 * 3600'000); }},
      {"has not come yet", [](auto& r, auto&) { r.set_started_unix_ms(-1); }},
      {"points is no finite number",
       [](auto& r, auto&) { r.set_points(kNan); }},
      {"value is no finite number",
       [](auto& r, auto&) { r.mutable_metric()->set_value(kInfinity); }},
      {"high is no finite number",
       [](auto& r, auto&) { r.add_figures()->set_high(-kInfinity); }},
      {"message has 65537 bytes",
       [](auto& r, auto&) {
         r.add_checks()->set_message(std::string(65537, 'x'));
       }},
      {"may have 1048576",
       [](auto& r, auto&) {
         for (int i = 0; i < 20; ++i) {
           r.add_checks()->set_message(std::string(65000, 'x'));
         }
       }},
      {"does not say who", [](auto&, auto& e) { e.clear_by(); }},
      {"does not say what", [](auto&, auto& e) { e.clear_hand_in(); }},
      {"does not say what",
       [](auto&, auto& e) { e.mutable_migration()->set_entries(3); }},
      {"a name in it is none",
       [](auto&, auto& e) { e.mutable_vote()->set_voter("a b"); }},
      {"a name in it is none",
       [](auto&, auto& e) { e.mutable_regrade()->add_submissions(""); }},
      {"a name in it is none",
       [](auto&, auto& e) {
         e.mutable_extension()->set_submission("ann");
         e.mutable_extension()->set_phase("any, or all");
       }},
      {"reason has 65537 bytes",
       [](auto&, auto& e) { e.set_reason(std::string(65537, 'x')); }},
      {"score is no finite number",
       [](auto&, auto& e) { e.mutable_push()->set_score(kNan); }},
  };
  for (const auto& c : kCases) {
    SignRequest request = Good();
    c.change(*request.mutable_runs(0), *request.mutable_events(0));
    const absl::Status status = CheckRequest(request, kNow);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << c.why;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.why));
    EXPECT_THAT(std::string(status.message()),
                HasSubstr("nothing else either"));
  }
}

TEST(RequestTest, WhatIsCutOffAnywhereIsNoRequestOfLess) {
  SignRequest request;
  for (int i = 0; i < 3; ++i) *request.add_runs() = Good().runs(0);
  const std::string whole = Framed(request);
  const auto read = Unframed(whole);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->SerializeAsString(), request.SerializeAsString());
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(Unframed(whole.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(Unframed(whole + "x").ok());
  EXPECT_FALSE(Unframed(std::string(64, '\xff')).ok());
  EXPECT_TRUE(Unframed(Framed({})).ok());
}

TEST(RequestTest, EvidenceIsNamedByADigestOrNotAtAll) {
  SignRequest request = Good();
  for (const std::string& digest : {std::string(), std::string(64, 'a')}) {
    request.mutable_runs(0)->set_evidence_sha256(digest);
    EXPECT_TRUE(CheckRequest(request, kNow).ok()) << digest;
  }
  for (const std::string& digest :
       {std::string("../../key"), std::string(63, 'a'), std::string(64, 'A')}) {
    request.mutable_runs(0)->set_evidence_sha256(digest);
    EXPECT_THAT(CheckRequest(request, kNow).message(),
                HasSubstr("its evidence is named by no digest"));
  }
}

TEST(RequestTest, NothingIsJudgedAgainInTheFuture) {
  SignRequest request = Good();
  JudgedAgain* again = request.mutable_runs(0)->mutable_judged_again();
  again->set_at_unix_ms(kNow);
  EXPECT_TRUE(CheckRequest(request, kNow).ok());
  again->set_at_unix_ms(kNow * 2);
  EXPECT_THAT(CheckRequest(request, kNow).message(),
              HasSubstr("it was judged again at a time that has not come"));
}

}  // namespace
}  // namespace olympics
