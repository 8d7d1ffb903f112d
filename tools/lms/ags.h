// Grades to a platform, by LTI Advantage's Assignment and Grade Services 2.0
// (https://www.imsglobal.org/spec/lti-ags/v2p0), with an access token by client
// credentials (https://www.imsglobal.org/spec/security/v1p0, section 4.1).
#ifndef TOOLS_LMS_AGS_H_
#define TOOLS_LMS_AGS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "tools/course/course.pb.h"
#include "tools/course/students.h"
#include "tools/leaderboard/season.h"
#include "tools/lms/jwt.h"

namespace olympics {

// A score of a student, to be sent or sent already.
struct Score {
  std::string student, category;  // for people
  std::string line_item, user_id;
  double points = 0;  // or the mark, where the course has marks
  std::string comment;
  int64_t not_before_unix_ms = 0;  // later than the score before it
  double most = 100;               // that it may be without extra credit
};

struct PushPlan {
  std::vector<Score> scores;
  int unchanged = 0;                 // the platform has them already
  std::vector<std::string> no_user;  // students without lti_user_id
};

// What differs from what is on record as sent: pure. The season's config has an
// lti { ... }.
PushPlan PlanPush(const Season& season, const std::vector<Student>& students);

// The JSON of a score (AGS, section 3.4.4).
nlohmann::ordered_json ScoreJson(const Score& score, int64_t now_unix_ms);

// Returns the claims of a client assertion, good for five minutes from now on.
// It says that it was issued a minute ago, as platforms refuse one from a clock
// that is a second ahead of theirs. `jti` must be another one for each try.
nlohmann::ordered_json AssertionClaims(const Lti& config, int64_t now_unix_ms,
                                       const std::string& jti);

// <line item>/scores, before its query.
std::string ScoresUrl(const std::string& line_item);

// What HTTP is asked for, and answers.
struct HttpAnswer {
  int status = 0;  // 0: there was no answer
  std::string body;
  std::string retry_after;  // of its header
};
struct Http {
  std::function<HttpAnswer(
      const std::string& url, const std::string& body, const std::string& type,
      const std::vector<std::pair<std::string, std::string>>& headers)>
      post;
  std::function<void(int milliseconds)> sleep;
  std::function<int64_t()> now_unix_ms;
};

// Over TLS where the URL says so, with the system's certificates; no redirects.
Http RealHttp();

struct Pushed {
  Score score;
  absl::Status status;
};

// Sends them one after another. What fails for a moment (no answer, 429, 5xx)
// is tried again, five times in all, later each time, as Retry-After says where
// it says so; a token that is refused is renewed once. Each request for a token
// carries an assertion of its own. `sent` is called for
// each that arrived, before the next is sent, and ends all where it fails. An
// error where there is no token; the others are in the result, one by one.
absl::StatusOr<std::vector<Pushed>> PushScores(
    const Lti& config, const RsaKey& key, const std::vector<Score>& scores,
    const Http& http,
    const std::function<absl::Status(const Score&, int64_t timestamp)>& sent);

}  // namespace olympics

#endif  // TOOLS_LMS_AGS_H_
