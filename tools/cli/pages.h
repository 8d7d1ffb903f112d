// Pages and certificates. Exit codes as in student.h.
#ifndef TOOLS_CLI_PAGES_H_
#define TOOLS_CLI_PAGES_H_

#include <string>

#include "absl/status/statusor.h"
#include "tools/cli/course.h"

namespace olympics {

// A submission's portfolio as HTML, and with `pdf` as PDF beside it.
absl::StatusOr<int> WriteReport(const Course& course, std::string name,
                                std::string out, bool pdf);

// A certificate for each thing that a submission achieved, as SVG and with
// `pdf` as PDF, in the folder `out`.
absl::StatusOr<int> WriteCertificates(const Course& course, std::string name,
                                      std::string out, bool pdf);

// Whether the course signed it: a certificate's code or SVG file, or any file
// with its .sig beside it. `key` is a file with the public key, "" the
// course's. 3 if it did not.
absl::StatusOr<int> Verify(const Course& course, const std::string& what,
                           std::string key, bool json);

}  // namespace olympics

#endif  // TOOLS_CLI_PAGES_H_
