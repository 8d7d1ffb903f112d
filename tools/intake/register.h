// Who takes part: the rows of submissions/students.csv.
#ifndef TOOLS_INTAKE_REGISTER_H_
#define TOOLS_INTAKE_REGISTER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/lms/export.h"

namespace olympics {

// The file's text with one more student. AlreadyExists where the submission's
// name, the id, the login or the e-mail address is somebody's already, and says
// whose; InvalidArgument for a name that is none, and for cells that hold line
// breaks or that a spreadsheet would take for a formula. `csv` is "" where
// there is no file.
absl::StatusOr<std::string> StudentsWith(const std::string& csv,
                                         const Student& student);

}  // namespace olympics

#endif  // TOOLS_INTAKE_REGISTER_H_
