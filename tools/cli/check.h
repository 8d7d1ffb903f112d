// `tito course check`.
#ifndef TOOLS_CLI_CHECK_H_
#define TOOLS_CLI_CHECK_H_

#include "absl/status/statusor.h"
#include "tools/cli/course.h"

namespace olympics {

struct CheckOptions {
  bool json = false;
  bool strict = false;  // what is said of the host fails it, too
};
// Whether specs, course.textproto, students.csv and roster make sense and fit
// what is on record, the record and the files are as they were signed, grades
// were made under the specs that there are now, and what of this machine would
// make its figures less sure. 3 where something is wrong; what is worth a look
// alone is a note.
// A whole copy of the record, whoever writes meanwhile (a plain copy of
// record.db may lack the newest entries), and how many entries it has.
absl::StatusOr<int> BackUpRecord(const Course& course, const std::string& file);

absl::StatusOr<int> CheckCourse(const Course& course,
                                const CheckOptions& options);

}  // namespace olympics

#endif  // TOOLS_CLI_CHECK_H_
