// Certificates: what a submission achieved, on one page, with a code that tells
// whether the course said so.
#ifndef TOOLS_CERTIFICATE_CERTIFICATE_H_
#define TOOLS_CERTIFICATE_CERTIFICATE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/leaderboard/season.h"
#include "tools/signing/keys.h"

namespace olympics {

// What a certificate states; its code is the JSON of it as a JWS (keys.h).
struct Statement {
  std::string course;       // "iss"
  std::string submission;   // "sub"
  std::string name;         // of the student, or of all in the team
  std::string achievement;  // "Champion in Speed Demon"
  std::string detail;       // "6.13 times the baseline, 92.1 % accuracy"
  int64_t at_unix_ms = 0;   // "iat", in seconds
  bool operator==(const Statement&) const = default;
};

// Of a submission: first in a category, overall champion, First Blood, awards;
// `name` is who is honoured. What is disqualified achieved nothing.
std::vector<Statement> AchievementsOf(const Season& season,
                                      const std::string& submission,
                                      const std::string& name,
                                      int64_t now_unix_ms);

std::string CodeOf(const Statement& statement, const SecretKey& key);

// InvalidArgument if `code` is none (white space in it is passed over),
// PermissionDenied if the course did not say so.
absl::StatusOr<Statement> VerifyCode(const PublicKey& key,
                                     const std::string& code);

// An A4 page; the code is on it, and in its <metadata>.
std::string CertificateSvg(const Statement& statement, const std::string& code);

// The statement of a page that is, to the byte, what CertificateSvg makes of
// its code; PermissionDenied if it says anything else.
absl::StatusOr<Statement> VerifySvg(const PublicKey& key,
                                    const std::string& svg);

}  // namespace olympics

#endif  // TOOLS_CERTIFICATE_CERTIFICATE_H_
