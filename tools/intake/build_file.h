// A submission's BUILD file, read without running it. BUILD files are code:
// what a student hands in is taken apart here, and what Bazel reads is written
// anew.
#ifndef TOOLS_INTAKE_BUILD_FILE_H_
#define TOOLS_INTAKE_BUILD_FILE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace olympics {

// The arguments of olympics_submission: a text, or a list of texts.
struct BuildArgument {
  bool list = false;
  std::vector<std::string> values;  // one where it is no list
};
using BuildArguments = std::map<std::string, BuildArgument>;

// Of a file that holds comments, loads of //grader:defs.bzl and one call of
// olympics_submission whose arguments are texts and lists of texts; nothing
// else is allowed in it. InvalidArgument names the line and what is wrong
// there.
absl::StatusOr<BuildArguments> ParseBuildFile(const std::string& text);

// The file for Bazel, of a submission called `name`.
std::string BuildFileOf(const std::string& name, BuildArguments arguments);

}  // namespace olympics

#endif  // TOOLS_INTAKE_BUILD_FILE_H_
