// `tito olympics export`: grades in files for LMSs and CI servers.
#ifndef TOOLS_CLI_EXPORTS_H_
#define TOOLS_CLI_EXPORTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/cli/course.h"

namespace olympics {

struct ExportOptions {
  std::string format, out, category = "all";
};
// The formats that there are.
const std::vector<std::string>& ExportFormats();
absl::StatusOr<int> Export(const Course& course, const ExportOptions& options);

}  // namespace olympics

#endif  // TOOLS_CLI_EXPORTS_H_
