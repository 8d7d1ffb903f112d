// What a command line comes to: its options, and the command that was typed.
#ifndef TOOLS_CLI_TYPED_H_
#define TOOLS_CLI_TYPED_H_

#include <functional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "tools/board/commands.h"
#include "tools/cli/check.h"
#include "tools/cli/course.h"
#include "tools/cli/exports.h"
#include "tools/cli/instructor.h"
#include "tools/cli/push.h"
#include "tools/cli/rejudge.h"
#include "tools/cli/student.h"

namespace olympics {

// What the commands' options are read into. `action` is the command that was
// typed; it returns the exit code.
struct Typed {
  Course course;
  CLI::App app{"TinyTorch Olympics: build systems, optimize, compete.", "tito"};
  std::function<absl::StatusOr<int>()> action;

  std::string name, category, out, key, reason, award, voter, until, phase,
      shell;
  std::vector<std::string> names;
  bool queue = false, stays = false;
  bool json = false, pdf = false, detailed = false, again = false, join = false,
       by_votes = false, withdraw = false, with_grades = false;
  double points = 0;
  Student student;
  SubmitOptions submit;
  GradeOptions grade;
  OverrideOptions override_options;
  RejudgeOptions rejudge;
  CheckOptions check;
  ExportOptions exported;
  PushOptions push;

  BoardCourse boards;
  BoardEntry entry;
  std::string fingerprint;
  std::vector<std::string> targets;
  int port = 0, seconds = 60;
  std::string host = "127.0.0.1";
  int site_port = 8080;
};

}  // namespace olympics

#endif  // TOOLS_CLI_TYPED_H_
