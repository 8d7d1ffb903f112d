// Against a platform of our own, which checks what the specifications ask for.
#include "tools/lms/ags.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "httplib.h"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Json = nlohmann::json;

// A learning-management system: checks client assertions against the key set
// that its administrator entered, hands out tokens, takes scores.
class Platform {
 public:
  explicit Platform(const Json& jwks) : jwks_(jwks) {
    http_.Post("/token", [this](const auto& request, auto& response) {
      Token(request, response);
    });
    http_.Post(R"(/items/(\w+)/scores)",
               [this](const auto& request, auto& response) {
                 TakeScore(request, response);
               });
    port_ = http_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { http_.listen_after_bind(); });
    while (!http_.is_running()) std::this_thread::yield();
  }
  ~Platform() {
    http_.stop();
    thread_.join();
  }

  std::string url() const { return absl::StrCat("http://127.0.0.1:", port_); }

  std::vector<Json> scores;         // as they came
  std::vector<std::string> faults;  // against the specifications
  int tokens = 0;
  std::vector<int64_t> issued;                           // of each assertion
  std::atomic<int64_t> now_unix_ms = 1'795'000'000'000;  // by its clock
  // What goes wrong next.
  int unavailable = 0, throttled = 0, forgotten_tokens = 0;
  std::string retry_after = "7";
  std::set<std::string> unknown_users;
  bool knows_key = true;

 private:
  void Expect(bool holds, const std::string& what) {
    if (!holds) faults.push_back(what);
  }

  bool Hiccup(httplib::Response& response) {
    if (unavailable > 0) {
      --unavailable;
      response.status = 503;
      response.set_content("down\nfor a moment", "text/plain");
      return true;
    }
    if (throttled > 0) {
      --throttled;
      response.status = 429;
      response.set_header("Retry-After", retry_after);
      return true;
    }
    return false;
  }

  void Token(const httplib::Request& r, httplib::Response& response) {
    const std::lock_guard<std::mutex> lock(mutex_);
    Expect(r.get_param_value("grant_type") == "client_credentials",
           "grant_type");
    Expect(r.get_param_value("client_assertion_type") ==
               "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
           "client_assertion_type");
    Expect(r.get_param_value("scope") ==
               "https://purl.imsglobal.org/spec/lti-ags/scope/score",
           "scope");
    const auto claims = VerifyJwt(knows_key ? jwks_ : Json::object(),
                                  r.get_param_value("client_assertion"));
    if (!claims.ok()) {
      response.status = 400;
      response.set_content(R"({"error":"invalid_client"})", "application/json");
      return;
    }
    Expect((*claims)["iss"] == "client-1" && (*claims)["sub"] == "client-1",
           "iss and sub");
    Expect((*claims)["aud"] == url() + "/token", "aud");
    Expect((*claims)["exp"].get<int64_t>() > (*claims)["iat"].get<int64_t>() &&
               (*claims)["exp"].get<int64_t>() <=
                   (*claims)["iat"].get<int64_t>() + 3600,
           "exp");
    const int64_t now = now_unix_ms / 1000;
    Expect((*claims)["iat"].get<int64_t>() <= now, "iat has not come yet");
    Expect((*claims)["exp"].get<int64_t>() > now, "exp is over");
    issued.push_back((*claims)["iat"].get<int64_t>());
    // As real ones do: it is used up, also where what follows fails.
    Expect(seen_jti_.insert((*claims)["jti"].get<std::string>()).second,
           "jti used twice");
    if (Hiccup(response)) return;
    token_ = absl::StrCat("token-", ++tokens);
    response.set_content(Json({{"access_token", token_},
                               {"token_type", "Bearer"},
                               {"expires_in", 3600}})
                             .dump(),
                         "application/json");
  }

  void TakeScore(const httplib::Request& r, httplib::Response& response) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (Hiccup(response)) return;
    if (forgotten_tokens > 0) {
      --forgotten_tokens;
      token_ = "";
    }
    if (token_.empty() ||
        r.get_header_value("Authorization") != "Bearer " + token_) {
      response.status = 401;
      return;
    }
    Expect(r.get_header_value("Content-Type") ==
               "application/vnd.ims.lis.v1.score+json",
           "Content-Type");
    Json score = Json::parse(r.body, nullptr, false);
    for (const char* field : {"userId", "timestamp", "activityProgress",
                              "gradingProgress", "comment"}) {
      Expect(score.contains(field) && score[field].is_string(), field);
    }
    Expect(score["scoreMaximum"].get<double>() > 0, "scoreMaximum");
    Expect(score["scoreGiven"].get<double>() >= 0, "scoreGiven");
    if (unknown_users.contains(score["userId"].get<std::string>())) {
      response.status = 404;
      response.set_content("no such user", "text/plain");
      return;
    }
    // A score that is not newer than the last is to be refused (409).
    std::string& last = last_[r.path + score["userId"].get<std::string>()];
    if (score["timestamp"].get<std::string>() <= last) {
      response.status = 409;
      return;
    }
    last = score["timestamp"].get<std::string>();
    score["item"] = r.matches[1].str();
    scores.push_back(score);
  }

  const Json jwks_;
  httplib::Server http_;
  std::thread thread_;
  int port_ = 0;
  std::mutex mutex_;
  std::string token_;
  std::set<std::string> seen_jti_;
  std::map<std::string, std::string> last_;
};

class AgsTest : public ::testing::Test {
 protected:
  AgsTest() : platform_(Json::parse(key_.Jwks("k1").dump())) {
    config_.set_client_id("client-1");
    config_.set_token_url(platform_.url() + "/token");
    config_.set_key_id("k1");
    LineItem* item = config_.add_line_items();
    item->set_category("speed");
    item->set_url(platform_.url() + "/items/speed?type_id=2");
    http_ = RealHttp();
    http_.sleep = [this](int ms) {
      slept_.push_back(ms);
      platform_.now_unix_ms += ms;
    };
    http_.now_unix_ms = [this] { return platform_.now_unix_ms.load(); };
    Student ann, bob, eve;
    ann.submission = "ann";
    ann.name = "Ann";
    ann.lti_user_id = "u-ann";
    bob.submission = "ann";  // a team
    bob.name = "Bob";
    bob.lti_user_id = "u-bob";
    eve.submission = "eve";
    eve.name = "Eve";
    students_ = {ann, bob, eve};
    Grade(50.126);
  }

  void Grade(double points) {
    olympics::Grade g;
    g.submission = "ann";
    g.category = "speed";
    g.points = points;
    grades_ = {g};
  }

  Season TheSeason() {
    Season season;
    season.config = course_;
    *season.config.mutable_lti() = config_;
    season.grades = grades_;
    season.entries = entries_;
    return season;
  }

  // Plans, pushes and keeps what arrived, as the command does.
  absl::StatusOr<std::vector<Pushed>> Push() {
    const PushPlan plan = PlanPush(TheSeason(), students_);
    return PushScores(
        config_, key_, plan.scores, http_,
        [this](const Score& s, int64_t timestamp) {
          olympics::Push* p =
              entries_.emplace_back().mutable_event()->mutable_push();
          p->set_line_item(s.line_item);
          p->set_user_id(s.user_id);
          p->set_score(s.points);
          p->set_comment(s.comment);
          p->set_timestamp_unix_ms(timestamp);
          return absl::OkStatus();
        });
  }

  RsaKey key_ = *RsaKey::Create();
  Platform platform_;
  Lti config_;
  CourseConfig course_;
  Http http_;
  std::vector<int> slept_;
  std::vector<Student> students_;
  std::vector<olympics::Grade> grades_;
  std::vector<Entry> entries_;
};

TEST_F(AgsTest, ScoresOfAllInATeamArrive) {
  const auto pushed = Push();
  ASSERT_TRUE(pushed.ok()) << pushed.status();
  EXPECT_THAT(platform_.faults, IsEmpty());
  ASSERT_THAT(platform_.scores, SizeIs(2));
  EXPECT_EQ(platform_.scores[0]["userId"], "u-ann");
  EXPECT_EQ(platform_.scores[0]["scoreGiven"], 50.13);
  EXPECT_EQ(platform_.scores[0]["scoreMaximum"], 100);
  EXPECT_EQ(platform_.scores[0]["activityProgress"], "Completed");
  EXPECT_EQ(platform_.scores[0]["gradingProgress"], "FullyGraded");
  EXPECT_EQ(platform_.scores[0]["item"], "speed");
  EXPECT_EQ(platform_.scores[1]["userId"], "u-bob");
  EXPECT_EQ(platform_.tokens, 1);
}

TEST_F(AgsTest, MarksStandInThePlaceOfPoints) {
  course_.mutable_marks()->set_baseline(60);
  course_.mutable_marks()->set_target(90);
  course_.mutable_marks()->set_missing(3);
  grades_[0].mark = 75.5;
  students_[2].lti_user_id = "u-eve";
  ASSERT_TRUE(Push().ok());
  ASSERT_THAT(platform_.scores, SizeIs(3));
  EXPECT_EQ(platform_.scores[0]["scoreGiven"], 75.5);
  EXPECT_EQ(platform_.scores[0]["scoreMaximum"], 90);
  EXPECT_EQ(platform_.scores[2]["userId"], "u-eve");
  EXPECT_EQ(platform_.scores[2]["scoreGiven"], 3);
  // What has a grade and no mark, for the grader's own fault, is left alone.
  grades_[0].mark.reset();
  EXPECT_THAT(PlanPush(TheSeason(), students_).scores, IsEmpty());
}

TEST_F(AgsTest, WhatThePlatformHasIsNotSentAgain) {
  ASSERT_TRUE(Push().ok());
  EXPECT_EQ(PlanPush(TheSeason(), students_).unchanged, 2);
  ASSERT_THAT(*Push(), IsEmpty());
  EXPECT_THAT(platform_.scores, SizeIs(2));
  EXPECT_EQ(platform_.tokens, 1);  // nothing to send takes no token
  // And a new score is newer, whatever the clock says.
  http_.now_unix_ms = [] { return int64_t{1000}; };
  Grade(60);
  const auto pushed = Push();
  ASSERT_TRUE(pushed.ok());
  for (const Pushed& p : *pushed) EXPECT_TRUE(p.status.ok()) << p.status;
  EXPECT_THAT(platform_.scores, SizeIs(4));
}

TEST_F(AgsTest, WhatFailsForAMomentIsTriedAgainLaterEachTime) {
  platform_.unavailable = 3;
  ASSERT_TRUE(Push().ok());
  EXPECT_THAT(slept_, ElementsAre(500, 1000, 2000));
  EXPECT_THAT(platform_.scores, SizeIs(2));
  slept_.clear();
  platform_.throttled = 1;
  Grade(70);
  ASSERT_TRUE(Push().ok());
  EXPECT_THAT(slept_, ElementsAre(7000));  // as Retry-After says
  EXPECT_THAT(platform_.faults, IsEmpty());
}

// A jti is used up by the first try, and five minutes are over by the last.
TEST_F(AgsTest, EachTryForATokenCarriesAFreshAssertion) {
  for (const char* failure : {"unavailable", "throttled"}) {
    platform_.issued.clear();
    platform_.retry_after = "60";
    platform_.unavailable = failure == std::string("unavailable") ? 4 : 0;
    platform_.throttled = failure == std::string("throttled") ? 4 : 0;
    entries_.clear();
    const auto pushed = Push();
    ASSERT_TRUE(pushed.ok()) << pushed.status();
    EXPECT_THAT(platform_.faults, IsEmpty()) << failure;
    ASSERT_THAT(platform_.issued, SizeIs(5)) << failure;
    EXPECT_GT(platform_.issued.back(), platform_.issued.front()) << failure;
    platform_.now_unix_ms += 1000;
  }
}

TEST_F(AgsTest, AClockThatIsSomewhatAheadDoesNotMatter) {
  http_.now_unix_ms = [this] { return platform_.now_unix_ms + 30'000; };
  ASSERT_TRUE(Push().ok());
  EXPECT_THAT(platform_.faults, IsEmpty());
}

TEST_F(AgsTest, ATokenThatIsRefusedIsRenewed) {
  platform_.forgotten_tokens = 1;
  const auto pushed = Push();
  ASSERT_TRUE(pushed.ok());
  EXPECT_THAT(platform_.scores, SizeIs(2));
  EXPECT_EQ(platform_.tokens, 2);
}

TEST_F(AgsTest, OneThatIsRefusedDoesNotKeepTheOthers) {
  platform_.unknown_users = {"u-ann"};
  const auto pushed = Push();
  ASSERT_TRUE(pushed.ok());
  ASSERT_THAT(*pushed, SizeIs(2));
  EXPECT_THAT(std::string((*pushed)[0].status.message()),
              HasSubstr("answered 404: no such user"));
  EXPECT_TRUE((*pushed)[1].status.ok());
  // The next push sends the one that is missing.
  platform_.unknown_users.clear();
  ASSERT_THAT(*Push(), SizeIs(1));
  EXPECT_EQ(platform_.scores.back()["userId"], "u-ann");
}

TEST_F(AgsTest, APlatformThatIsDownOrDoesNotKnowUsIsSaidSo) {
  platform_.unavailable = 100;
  EXPECT_THAT(std::string(Push().status().message()),
              HasSubstr("/token answered 503: down for a moment"));
  platform_.unavailable = 0;
  platform_.knows_key = false;
  EXPECT_THAT(std::string(Push().status().message()),
              HasSubstr("answered 400: {\"error\":\"invalid_client\"}"));
  config_.set_token_url("http://127.0.0.1:1/token");
  EXPECT_THAT(std::string(Push().status().message()),
              HasSubstr("does not answer"));
  EXPECT_THAT(platform_.scores, IsEmpty());
}

TEST_F(AgsTest, WhoCannotBeNamedIsTold) {
  EXPECT_THAT(PlanPush(TheSeason(), students_).no_user, ElementsAre("Eve"));
}

TEST(ScoresUrlTest, GoesBeforeTheQuery) {
  EXPECT_EQ(ScoresUrl("https://x/items/1"), "https://x/items/1/scores");
  EXPECT_EQ(ScoresUrl("https://x/items/1?a=b"), "https://x/items/1/scores?a=b");
}

TEST(JwtTest, AgreesWithRfc7515) {
  // Appendix A.2.
  const Json jwks = {
      {"keys",
       {{{"kty", "RSA"},
         {"n",
          "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-"
          "Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b"
          "32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KX"
          "BdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5Ih"
          "lJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4"
          "FRWyuXpoQ"},
         {"e", "AQAB"}}}}};
  const std::string token =
      "eyJhbGciOiJSUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLm"
      "NvbS9pc19yb290Ijp0cnVlfQ."
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm"
      "4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--"
      "f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383Lc"
      "OLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUi"
      "pUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
  const auto claims = VerifyJwt(jwks, token);
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ((*claims)["iss"], "joe");
  std::string changed = token;
  changed[30] = changed[30] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(VerifyJwt(jwks, changed).ok());
}

TEST(JwtTest, KeysAreReadBackAndOthersAreRefused) {
  const RsaKey key = *RsaKey::Create();
  const auto back = RsaKey::Parse(key.Pem());
  ASSERT_TRUE(back.ok()) << back.status();
  const auto token = back->SignJwt({{"a", 1}}, "k");
  EXPECT_TRUE(VerifyJwt(Json::parse(key.Jwks("k").dump()), *token).ok());
  EXPECT_FALSE(VerifyJwt(Json::parse(key.Jwks("other").dump()), *token).ok());
  EXPECT_FALSE(
      VerifyJwt(Json::parse(RsaKey::Create()->Jwks("k").dump()), *token).ok());
  EXPECT_FALSE(RsaKey::Parse("no key").ok());
  EXPECT_THAT(
      std::string(
          RsaKey::Parse(RsaKey::Create(1024)->Pem()).status().message()),
      HasSubstr("2048 bits or more"));
  // A token that says "none", or that its public key is a secret.
  EXPECT_FALSE(
      VerifyJwt(Json::parse(key.Jwks("k").dump()), "eyJhbGciOiJub25lIn0.e30.")
          .ok());
}

}  // namespace
}  // namespace olympics
