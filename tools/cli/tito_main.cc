// tito: the command that students and instructors type. tools/tito builds and
// starts it, and tells it where the course's tree is.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/board/commands.h"
#include "tools/cli/check.h"
#include "tools/cli/completion.h"
#include "tools/cli/course.h"
#include "tools/cli/exports.h"
#include "tools/cli/instructor.h"
#include "tools/cli/mistyped.h"
#include "tools/cli/pages.h"
#include "tools/cli/push.h"
#include "tools/cli/rejudge.h"
#include "tools/cli/reports.h"
#include "tools/cli/site.h"
#include "tools/cli/student.h"
#include "tools/course/policy.h"
#include "tools/text/suggest.h"

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

// What the commands' options are read into, and the one that was typed.
struct Typed {
  Course course;
  CLI::App app{"TinyTorch Olympics: build systems, optimize, compete.", "tito"};
  std::function<absl::StatusOr<int>()> action;

  std::string name, category, out, key, reason, award, voter, until, shell;
  std::vector<std::string> names;
  bool json = false, pdf = false, detailed = false, again = false, join = false,
       by_votes = false, withdraw = false;
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

void AddStudentCommands(Typed& t, CLI::App& olympics) {
  CLI::App* command = olympics.add_subcommand("register", "take part");
  command->add_option("name", t.student.submission,
                      "your submission's name; none: your login");
  command->add_option("--student", t.student.name, "your own name");
  command->add_option("--id", t.student.id, "your number in Canvas");
  command->add_option("--sis-id", t.student.sis_id, "your number at school");
  command->add_option("--login", t.student.login, "your login in the LMS");
  command->add_option("--section", t.student.section);
  command->add_option("--email", t.student.email);
  command->add_option("--display-name", t.student.display_name,
                      "on a leaderboard with aliases");
  command->add_option("--lti-user-id", t.student.lti_user_id,
                      "your \"sub\" in LTI launches");
  command->add_flag("--join", t.join, "the team that has this name");
  command->callback([&t] {
    t.action = [&t] { return Register(t.course, t.student, t.join); };
  });

  command =
      olympics.add_subcommand("submit", "hand a folder in, and have it graded");
  command->add_option("folder", t.submit.folder,
                      "with model.cc; none: this one");
  command->add_option("--category", t.submit.category,
                      "grade in that one alone");
  command->add_option("--as", t.submit.as, "for another submission than yours");
  CLI::Option* baseline = command->add_flag("--baseline", t.submit.baseline,
                                            "as your starting point");
  command->add_flag("--final", t.submit.final_phase, "as your last")
      ->excludes(baseline);
  command->callback(
      [&t] { t.action = [&t] { return Submit(t.course, t.submit); }; });

  command =
      olympics.add_subcommand("scores", "every submission's grade, and why");
  command->add_option("--category", t.category, "a category's name, or all");
  command->add_flag("--json", t.json, "for scripts");
  command->callback([&t] {
    t.action = [&t] { return ShowScores(t.course, t.category, t.json); };
  });

  command =
      olympics.add_subcommand("leaderboard", "the ranking in each category");
  command->add_option("--category", t.category, "a category's name, or all");
  command->add_flag("--json", t.json, "for scripts");
  command->callback([&t] {
    t.action = [&t] { return ShowLeaderboard(t.course, t.category, t.json); };
  });

  command = olympics.add_subcommand(
      "profile", "where a submission's time and memory go, layer by layer");
  command->add_option("name", t.name, "a submission; none: yours");
  command->add_flag("--detailed", t.detailed, "at batch 64 as well");
  command->add_flag("--json", t.json, "for scripts");
  command->callback([&t] {
    t.action = [&t] {
      return ProfileSubmission(t.course, t.name, t.detailed, t.json);
    };
  });

  command = olympics.add_subcommand(
      "report", "a submission's portfolio: one page of HTML");
  command->add_option("name", t.name, "a submission; none: yours");
  command->add_option("--out", t.out, "a file; none: NAME_report.html");
  command->add_flag("--pdf", t.pdf, "and as PDF, through Chromium");
  command->callback([&t] {
    t.action = [&t] { return WriteReport(t.course, t.name, t.out, t.pdf); };
  });

  command = olympics.add_subcommand(
      "certificates", "a page for each thing that a submission has won");
  command->add_option("name", t.name, "a submission; none: yours");
  command->add_option("--out", t.out, "a folder; none: NAME_certificates");
  command->add_flag("--pdf", t.pdf, "and as PDF, through Chromium");
  command->callback([&t] {
    t.action = [&t] {
      return WriteCertificates(t.course, t.name, t.out, t.pdf);
    };
  });

  command = olympics.add_subcommand("site", "the leaderboard as web pages");
  command->add_option("--out", t.out, "a folder; none: site");
  command->callback(
      [&t] { t.action = [&t] { return WriteSite(t.course, t.out); }; });

  command = olympics.add_subcommand(
      "serve", "the leaderboard as web pages that change as grades do");
  command->add_option("--host", t.host,
                      "the address to listen on; none: this machine alone");
  command->add_option("--port", t.site_port, "none: 8080; 0: a free one");
  command->callback([&t] {
    t.action = [&t] { return ServeSite(t.course, t.host, t.site_port); };
  });

  command = olympics.add_subcommand("vote", "for a peer, for an award");
  command->add_option("award", t.award, "innovation, documentation, teaching")
      ->required();
  command->add_option("name", t.name, "whom for")->required();
  command->add_option("--as", t.voter, "another voter than you");
  command->callback([&t] {
    t.action = [&t] { return CastVote(t.course, t.award, t.name, t.voter); };
  });
}

void AddInstructorCommands(Typed& t, CLI::App& olympics) {
  CLI::App* command = olympics.add_subcommand(
      "grade", "grade the roster, or those named, and record the grades");
  command->add_option("names", t.grade.names, "submissions; none: the roster");
  command
      ->add_option("--category", t.grade.categories,
                   "that one alone; may be said again")
      ->allow_extra_args(false);
  command->add_option("--reports", t.grade.reports,
                      "a folder for the reports, to be recorded later by who "
                      "has the course's key; none: they are recorded at once");
  command->add_flag("--again", t.grade.again,
                    "measure again what was measured");
  command->callback([&t] {
    t.action = [&t] { return GradeSubmissions(t.course, t.grade); };
  });

  command = olympics.add_subcommand(
      "record", "record what `grade --reports` wrote, signed by the course");
  command->add_option("folder", t.grade.reports)->required();
  command->callback([&t] {
    t.action = [&t] { return RecordReports(t.course, t.grade.reports); };
  });

  command = olympics.add_subcommand("regrade",
                                    "measure again, with the reason on record");
  command->add_option("names", t.names, "submissions; none: the roster");
  command->add_option("--category", t.submit.category, "that one alone");
  command->add_option("--reason", t.reason, "why")->required();
  command->callback([&t] {
    t.action = [&t] {
      return RegradeAll(t.course, t.names, t.submit.category, t.reason);
    };
  });

  command = olympics.add_subcommand(
      "rejudge",
      "judge grades by the specs of now, from kept evidence, not measuring");
  command->add_option("names", t.rejudge.names, "submissions; none: all");
  command->add_option("--category", t.rejudge.category,
                      "that one alone; none: all");
  CLI::Option* dry_run =
      command->add_flag("--dry-run", t.rejudge.dry_run,
                        "tell what would change; as without any option");
  command
      ->add_flag("--record", t.rejudge.record,
                 "record the grades that are new, signed by the course")
      ->excludes(dry_run);
  command->callback(
      [&t] { t.action = [&t] { return Rejudge(t.course, t.rejudge); }; });

  command = olympics.add_subcommand("award", "give an award, or withdraw it");
  command->add_option("award", t.award, "innovation, documentation, teaching")
      ->required();
  command->add_option("name", t.name, "a submission");
  command->add_option("--reason", t.reason, "why; it is shown");
  command->add_flag("--by-votes", t.by_votes, "to whom peers voted for most");
  command->add_flag("--withdraw", t.withdraw);
  command->callback([&t] {
    t.action = [&t] {
      return GiveAward(t.course, t.award, t.name, t.reason, t.by_votes,
                       t.withdraw);
    };
  });

  command = olympics.add_subcommand("votes", "peers' votes, counted");
  command->add_flag("--json", t.json, "for scripts");
  command->callback(
      [&t] { t.action = [&t] { return ShowVotes(t.course, t.json); }; });

  command = olympics.add_subcommand(
      "override", "points in place of those measured, or disqualification");
  command->add_option("name", t.override_options.submission)->required();
  command->add_option("category", t.override_options.category)->required();
  CLI::Option* points =
      command->add_option("--points", t.points,
                          "counted points, 0 to 100; with extra_credit to 200");
  command->add_flag("--disqualify", t.override_options.disqualify,
                    "no points, and not ranked");
  command->add_flag("--withdraw", t.override_options.withdraw,
                    "what was measured counts again");
  command->add_option("--reason", t.override_options.reason, "why; it is shown")
      ->required();
  command->callback([&t, points] {
    t.action = [&t, points] {
      if (points->count() > 0) t.override_options.points = t.points;
      return OverrideGrade(t.course, t.override_options);
    };
  });

  command = olympics.add_subcommand("extend", "a later deadline for one");
  command->add_option("name", t.name)->required();
  command->add_option("--until", t.until, "as 2026-12-01T23:59:00-05:00")
      ->required();
  command->add_option("--reason", t.reason, "why")->required();
  command->callback([&t] {
    t.action = [&t] { return Extend(t.course, t.name, t.until, t.reason); };
  });

  command = olympics.add_subcommand(
      "history", "everything on record: who did what when, and why");
  command->add_option("name", t.name, "a submission; none: all");
  command->add_flag("--json", t.json, "for scripts");
  command->callback([&t] {
    t.action = [&t] { return ShowHistory(t.course, t.name, t.json); };
  });

  command = olympics.add_subcommand(
      "push", "grades to the course's LMS over LTI: what it does not have yet");
  command->add_flag("--dry-run", t.push.dry_run, "tell what would be sent");
  command->add_flag("--json", t.push.json, "for scripts");
  command->callback(
      [&t] { t.action = [&t] { return PushGrades(t.course, t.push); }; });

  command = olympics.add_subcommand(
      "lti-key", "our public key as a JWKS, for the LMS; made if need be");
  command->callback([&t] { t.action = [&t] { return ShowLtiKey(t.course); }; });

  command = olympics.add_subcommand("export", "grades for the course's LMS");
  command
      ->add_option("--format", t.exported.format,
                   absl::StrJoin(ExportFormats(), ", "))
      ->required()
      ->transform(CLI::Validator(
          [](std::string& format) {
            format = absl::AsciiStrToLower(format);
            const std::vector<std::string>& known = ExportFormats();
            if (std::find(known.begin(), known.end(), format) != known.end()) {
              return std::string();
            }
            return absl::StrCat("there is no format \"", format,
                                "\"; there are ", absl::StrJoin(known, ", "),
                                DidYouMean(format, known));
          },
          ""));
  command->add_option("--category", t.exported.category, "one, or all");
  command->add_option("--out", t.exported.out,
                      "a file (gradescope, prairielearn: a folder); none: "
                      "stdout");
  command->callback(
      [&t] { t.action = [&t] { return Export(t.course, t.exported); }; });
}

void AddModuleCommands(Typed& t) {
  CLI::App* module = t.app.add_subcommand("module", "TinyTorch's modules");
  module->require_subcommand(1);
  CLI::App* command =
      module->add_subcommand("test", "run the tests of modules");
  command->add_option("modules", t.names,
                      "numbers (7), ranges (1-9), names (tensor), or all");
  command->add_flag("--again", t.again, "also those whose result is known");
  command->add_flag("--json", t.json, "for scripts");
  command->callback([&t] {
    t.action = [&t] { return TestModules(t.course, t.names, t.again, t.json); };
  });

  CLI::App* checkpoint = t.app.add_subcommand("checkpoint", "how far you are");
  checkpoint->require_subcommand(1);
  command = checkpoint->add_subcommand(
      "status", "which modules pass their tests, as the tree is now");
  command->add_flag("--json", t.json, "for scripts");
  command->callback([&t] {
    t.action = [&t] { return TestModules(t.course, {}, false, t.json); };
  });
}

void AddCourseCommands(Typed& t) {
  CLI::App* course = t.app.add_subcommand("course", "for instructors");
  course->require_subcommand(1);
  CLI::App* command = course->add_subcommand(
      "init", "make course.textproto, students.csv and the course's key");
  command->callback([&t] { t.action = [&t] { return InitCourse(t.course); }; });
  command = course->add_subcommand(
      "enroll", "put submissions that were merged by hand on the roster");
  command->add_option("names", t.names, "folders of submissions/")->required();
  command->callback(
      [&t] { t.action = [&t] { return Enroll(t.course, t.names); }; });
  command = course->add_subcommand(
      "check",
      "whether the course's files make sense, the record is as it was signed, "
      "and what of this machine makes its figures less sure");
  command->add_flag("--strict", t.check.strict,
                    "exit with 3 for what is said of the machine, too");
  command->add_flag("--json", t.check.json, "for scripts");
  command->callback(
      [&t] { t.action = [&t] { return CheckCourse(t.course, t.check); }; });
  command = course->add_subcommand(
      "backup", "a copy of the record that is whole, whoever grades meanwhile");
  command->add_option("file", t.name, "the copy")->required();
  command->callback(
      [&t] { t.action = [&t] { return BackUpRecord(t.course, t.name); }; });

  command = t.app.add_subcommand(
      "verify",
      "whether the course signed it: a certificate or its code, or a "
      "file with its .sig");
  command->add_option("what", t.name, "a code, or a file")->required();
  command->add_option("--key", t.key, "the course's key.pub; none: this one's");
  command->add_flag("--json", t.json, "for scripts");
  command->callback([&t] {
    t.action = [&t] { return Verify(t.course, t.name, t.key, t.json); };
  });

  command = t.app.add_subcommand("completion", "a script for your shell");
  command->add_option("shell", t.shell, "bash, zsh, fish")->required();
  command->callback([&t] {
    t.action = [&t]() -> absl::StatusOr<int> {
      std::vector<std::string> categories = {"all"};
      if (const auto specs = LoadSpecs(t.course); specs.ok()) {
        for (const CategorySpec& s : *specs) categories.push_back(s.name());
      }
      std::vector<std::string> names;
      if (const auto roster = LoadRoster(t.course); roster.ok()) {
        names = roster->names;
      }
      names.insert(names.end(), AwardNames().begin(), AwardNames().end());
      const absl::StatusOr<std::string> script =
          CompletionScript(t.app, t.shell,
                           {{"--category", categories},
                            {"--format", ExportFormats()},
                            {"", names}});
      if (!script.ok()) return script.status();
      std::fputs(script->c_str(), stdout);
      return 0;
    };
  });
}

void AddBoardCommands(Typed& t) {
  CLI::App* board = t.app.add_subcommand("board", "edge hardware to grade on");
  board->require_subcommand(1);

  CLI::App* command =
      board->add_subcommand("add", "a board that is reached by SSH");
  command->add_option("name", t.entry.name, "what to call it")->required();
  command->add_option("destination", t.entry.destination, "[user@]host")
      ->required();
  command->add_option("--port", t.entry.port, "of its SSH server");
  command->add_option("--identity", t.entry.identity, "a private key's file");
  command->add_option("--fingerprint", t.fingerprint,
                      "of its host key, SHA256:..., as the board shows it");
  command->callback([&t] {
    t.action = [&t] { return AddBoard(t.boards, t.entry, t.fingerprint); };
  });

  command = board->add_subcommand("remove", "forget a board");
  command->add_option("name", t.name)->required();
  command->callback(
      [&t] { t.action = [&t] { return RemoveBoard(t.boards, t.name); }; });

  command = board->add_subcommand("list", "the boards that there are");
  command->add_flag("--json", t.json, "for scripts");
  command->callback(
      [&t] { t.action = [&t] { return ListBoards(t.boards, t.json); }; });

  command = board->add_subcommand(
      "check", "what a board is, and what can be graded there");
  command->add_option("name", t.name)->required();
  command->add_flag("--json", t.json, "for scripts");
  command->callback([&t] {
    t.action = [&t]() -> absl::StatusOr<int> {
      const absl::StatusOr<std::vector<CategorySpec>> specs =
          LoadSpecs(t.course);
      if (!specs.ok()) return specs.status();
      return CheckBoard(t.boards, t.name, *specs, t.json);
    };
  });

  command =
      board->add_subcommand("run", "grade on a board, and record the grades");
  command->add_option("name", t.name)->required();
  command->add_option("targets", t.targets, "such as //submissions/...")
      ->required();
  command->callback([&t] {
    t.action = [&t] { return RunOnBoard(t.boards, t.name, t.targets); };
  });

  command = board->add_subcommand(
      "start", "an emulated board, on this machine's loopback interface");
  command->add_option("--port", t.port, "of its SSH server; none: a free one");
  command->add_option("--seconds", t.seconds, "until it must answer");
  command->callback([&t] {
    t.action = [&t] { return StartBoard(t.boards, t.port, t.seconds); };
  });

  command = board->add_subcommand("stop", "end the emulated board");
  command->callback([&t] { t.action = [&t] { return StopBoard(t.boards); }; });
}

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
  std::signal(SIGPIPE, SIG_IGN);
  const absl::StatusOr<int> code = t.action();
  if (code.ok()) return *code;
  std::fprintf(stderr, "tito: %s\n",
               std::string(code.status().message()).c_str());
  return 1;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) { return olympics::Main(argc, argv); }
