// The leaderboard's site. Exit codes as in student.h.
#ifndef TOOLS_CLI_SITE_H_
#define TOOLS_CLI_SITE_H_

#include <string>

#include "absl/status/statusor.h"
#include "tools/cli/course.h"

namespace olympics {

// Its files, for any web server, in the folder `out`.
absl::StatusOr<int> WriteSite(const Course& course, std::string out);

// Serves it until it is interrupted; pages change as grades do.
absl::StatusOr<int> ServeSite(const Course& course, const std::string& host,
                              int port);

}  // namespace olympics

#endif  // TOOLS_CLI_SITE_H_
