#include "tools/lms/ags.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <random>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/status_macros.h"
#include "httplib.h"
#include "tools/course/marks.h"
#include "tools/lms/export.h"
#include "tools/signing/keys.h"

namespace olympics {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr char kScope[] = "https://purl.imsglobal.org/spec/lti-ags/scope/score";
constexpr int kTries = 5;
constexpr int kFirstPauseMs = 500;
constexpr int kMostPauseMs = 60'000;
// Platforms refuse what was issued in their future, be it by a second.
constexpr int64_t kClockSkewSeconds = 60;

bool Passing(int status) {
  return status == 0 || status == 429 || status >= 500;
}

// Posts until there is an answer that stays. `post` is called for each try, so
// that what is good for one try alone is made anew.
HttpAnswer PostPatiently(const Http& http,
                         const std::function<HttpAnswer()>& post) {
  HttpAnswer answer;
  int pause = kFirstPauseMs;
  for (int i = 0; i < kTries; ++i) {
    answer = post();
    if (!Passing(answer.status) || i + 1 == kTries) return answer;
    int asked = 0;
    int wait = pause;
    if (absl::SimpleAtoi(answer.retry_after, &asked) && asked >= 0) {
      wait = std::max(wait, std::min(asked, kMostPauseMs / 1000) * 1000);
    }
    http.sleep(wait);
    pause = std::min(2 * pause, kMostPauseMs);
  }
  return answer;
}

// A platform's answer in a sentence's length, on one line.
std::string Short(const std::string& body) {
  std::string text = body.substr(0, 200);
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return text;
}

absl::Status Refused(const std::string& who, const HttpAnswer& answer) {
  return absl::UnavailableError(
      answer.status == 0 ? absl::StrCat(who, " does not answer")
                         : absl::StrCat(who, " answered ", answer.status, ": ",
                                        Short(answer.body)));
}

std::string FormEncoded(const std::string& text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' ||
        c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

std::string Random() {
  std::random_device random;
  std::string bytes;
  for (int i = 0; i < 24; ++i) bytes += static_cast<char>(random());
  return ToBase64Url(bytes);
}

absl::StatusOr<std::string> AccessToken(const Lti& config, const RsaKey& key,
                                        const Http& http) {
  absl::Status signed_well;
  // A platform may take a jti once, also where it then fails to answer, and
  // between tries an assertion may run out.
  const HttpAnswer answer = PostPatiently(http, [&]() -> HttpAnswer {
    const absl::StatusOr<std::string> assertion = key.SignJwt(
        AssertionClaims(config, http.now_unix_ms(), Random()), config.key_id());
    signed_well = assertion.status();
    if (!signed_well.ok()) return {-1, "", ""};
    return http.post(
        config.token_url(),
        absl::StrCat("grant_type=client_credentials&client_assertion_type=",
                     FormEncoded("urn:ietf:params:oauth:client-assertion-type:"
                                 "jwt-bearer"),
                     "&client_assertion=", FormEncoded(*assertion),
                     "&scope=", FormEncoded(kScope)),
        "application/x-www-form-urlencoded", {});
  });
  if (!signed_well.ok()) return signed_well;
  if (answer.status != 200) return Refused(config.token_url(), answer);
  const Json json = Json::parse(answer.body, nullptr, false);
  if (json.is_object() && json.contains("access_token") &&
      json["access_token"].is_string()) {
    return json["access_token"].get<std::string>();
  }
  return absl::UnavailableError(
      absl::StrCat(config.token_url(), " gave no access_token"));
}

// To the hundredth, as people see them: no push for less.
double Rounded(double points) { return std::round(points * 100) / 100; }

}  // namespace

PushPlan PlanPush(const Season& season, const std::vector<Student>& students) {
  std::map<std::pair<std::string, std::string>, const Push*> sent;
  for (const Entry& e : season.entries) {
    if (!e.event().has_push()) continue;
    const Push& p = e.event().push();
    sent[{p.line_item(), p.user_id()}] = &p;
  }
  PushPlan plan;
  for (const Student& s : students) {
    if (s.lti_user_id.empty()) {
      plan.no_user.push_back(s.name);
      continue;
    }
    for (const LineItem& item : season.config.lti().line_items()) {
      const Grade* grade =
          FindGrade(season.grades, s.submission, item.category());
      const std::optional<double> worth = WorthOf(season.config, grade);
      if (!worth.has_value()) continue;
      Score score = {s.name,
                     item.category(),
                     item.url(),
                     s.lti_user_id,
                     Rounded(*worth),
                     grade == nullptr ? "" : FeedbackOf(*grade),
                     0,
                     MostOf(season.config)};
      if (const auto before = sent.find({item.url(), s.lti_user_id});
          before != sent.end()) {
        if (before->second->score() == score.points &&
            before->second->comment() == score.comment) {
          ++plan.unchanged;
          continue;
        }
        score.not_before_unix_ms = before->second->timestamp_unix_ms() + 1;
      }
      plan.scores.push_back(std::move(score));
    }
  }
  return plan;
}

OrderedJson ScoreJson(const Score& score, int64_t now_unix_ms) {
  return {{"timestamp", absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ",
                                         absl::FromUnixMillis(now_unix_ms),
                                         absl::UTCTimeZone())},
          {"scoreGiven", score.points},
          {"scoreMaximum", score.most},
          {"comment", score.comment},
          {"activityProgress", "Completed"},
          {"gradingProgress", "FullyGraded"},
          {"userId", score.user_id}};
}

OrderedJson AssertionClaims(const Lti& config, int64_t now_unix_ms,
                            const std::string& jti) {
  const int64_t now = now_unix_ms / 1000;
  return {{"iss", config.client_id()},
          {"sub", config.client_id()},
          {"aud",
           config.audience().empty() ? config.token_url() : config.audience()},
          {"iat", now - kClockSkewSeconds},
          {"exp", now + 300},
          {"jti", jti}};
}

std::string ScoresUrl(const std::string& line_item) {
  const size_t query = line_item.find('?');
  if (query == std::string::npos) return line_item + "/scores";
  return absl::StrCat(line_item.substr(0, query), "/scores",
                      line_item.substr(query));
}

Http RealHttp() {
  Http http;
  http.post = [](const std::string& url, const std::string& body,
                 const std::string& type, const auto& headers) {
    const size_t host = url.find("://") + 3;
    const size_t path = std::min(url.find('/', host), url.size());
    httplib::Client client(url.substr(0, path));
    client.set_connection_timeout(10);
    client.set_read_timeout(30);
    client.set_follow_location(false);
    httplib::Headers all;
    for (const auto& [name, value] : headers) all.emplace(name, value);
    const std::string target = path == url.size() ? "/" : url.substr(path);
    const auto result = client.Post(target, all, body, type);
    HttpAnswer answer;
    if (result) {
      answer = {result->status, result->body,
                result->get_header_value("Retry-After")};
    }
    return answer;
  };
  http.sleep = [](int milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
  };
  http.now_unix_ms = base::NowUnixMs;
  return http;
}

absl::StatusOr<std::vector<Pushed>> PushScores(
    const Lti& config, const RsaKey& key, const std::vector<Score>& scores,
    const Http& http,
    const std::function<absl::Status(const Score&, int64_t timestamp)>& sent) {
  std::vector<Pushed> pushed;
  if (scores.empty()) return pushed;
  absl::StatusOr<std::string> token = AccessToken(config, key, http);
  if (!token.ok()) return token.status();
  for (const Score& score : scores) {
    const int64_t timestamp =
        std::max(http.now_unix_ms(), score.not_before_unix_ms);
    const std::string body =
        ScoreJson(score, timestamp)
            .dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
    HttpAnswer answer;
    for (int attempt = 0; attempt < 2; ++attempt) {
      answer = PostPatiently(http, [&] {
        return http.post(ScoresUrl(score.line_item), body,
                         "application/vnd.ims.lis.v1.score+json",
                         {{"Authorization", absl::StrCat("Bearer ", *token)}});
      });
      if (answer.status != 401 || attempt > 0) break;
      token = AccessToken(config, key, http);
      if (!token.ok()) return token.status();
    }
    const bool arrived = answer.status >= 200 && answer.status < 300;
    if (arrived) {
      RETURN_IF_ERROR(sent(score, timestamp));
    }
    pushed.push_back(
        {score, arrived ? absl::OkStatus()
                        : Refused(ScoresUrl(score.line_item), answer)});
  }
  return pushed;
}

}  // namespace olympics
