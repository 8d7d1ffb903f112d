// tito: the command that students and instructors type. tools/tito builds and
// starts it, and tells it where the course's tree is.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "tools/cli/commands.h"
#include "tools/cli/mistyped.h"
#include "tools/cli/typed.h"
#include "tools/process/broken_pipe.h"

namespace olympics {
namespace {

constexpr char kFooter[] =
    "tito demo      set up, grade the examples, show the leaderboard\n"
    "tito selftest  set up, run every test of the project\n"
    "tito setup     install what is missing\n"
    "\n"
    "Exit codes: 0 it was done; 1 it could not be, and one sentence says why;\n"
    "2 the command is not typed as --help says; 3 it was done, and its answer\n"
    "is no (a test failed, something could not be graded, a check found "
    "faults).";

int Main(int argc, char** argv) {
  Typed t;
  const char* root = std::getenv("TITO_ROOT");
  t.course.root =
      root != nullptr ? root : std::filesystem::current_path().string();
  t.boards.root = t.course.root;
  t.app
      .add_option_function<std::string>(
          "--state",
          [&t](const std::string& folder) {
            // As seen from where tito was started.
            t.course.apart =
                std::filesystem::absolute(folder).lexically_normal().string();
            t.boards.apart = t.course.apart;
          },
          "a folder with a season of its own: record, keys, course.textproto, "
          "students.csv; none: the tree's, in .tito and submissions")
      ->envname("TITO_STATE");
  t.category = "all";
  t.app.require_subcommand(1);
  t.app.add_flag("--verbose", t.course.verbose,
                 "show Bazel's own lines where it runs");
  t.app.footer(kFooter);
  CLI::App* olympics = t.app.add_subcommand("olympics", "the competition");
  olympics->require_subcommand(1);
  AddStudentCommands(t, *olympics);
  AddInstructorCommands(t, *olympics);
  AddModuleCommands(t);
  AddCourseCommands(t);
  AddBoardCommands(t);
  // The script tools/tito knows three commands more.
  if (const std::string mistyped =
          Mistyped(t.app, std::vector<std::string>(argv + 1, argv + argc),
                   {"demo", "selftest", "setup"});
      !mistyped.empty()) {
    std::fprintf(stderr, "tito: %s\n", mistyped.c_str());
    return 2;
  }
  try {
    t.app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return t.app.exit(e) == 0 ? 0 : 2;
  }
  // What is piped into `head` must not be ended by it half-way through a file.
  OutliveBrokenPipes();
  const absl::StatusOr<int> code = t.action();
  if (code.ok()) return *code;
  std::fprintf(stderr, "tito: %s\n",
               std::string(code.status().message()).c_str());
  return 1;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) { return olympics::Main(argc, argv); }
