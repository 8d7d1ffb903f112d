// tito: the command that students and instructors type. tools/tito builds and
// starts it, and tells it where the course's tree is.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "categories/spec.h"
#include "grader/host/host.h"
#include "grader/report/files.h"
#include "grader/report/grade.pb.h"
#include "tools/board/commands.h"
#include "tools/intake/intake.h"
#include "tools/intake/register.h"
#include "tools/leaderboard/leaderboard.h"
#include "tools/lms/export.h"
#include "tools/modules/modules.h"
#include "tools/portfolio/portfolio.h"
#include "tools/process/clock.h"
#include "tools/process/process.h"
#include "tools/record/build_events.h"
#include "tools/record/collect.h"
#include "tools/record/keep.h"
#include "tools/record/store.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;

// Where things are in the course's tree.
struct Course {
  std::string root;
  std::string state() const { return root + "/.tito"; }
  std::string record() const { return state() + "/record.db"; }
};

// Runs `bazel test` with these arguments from the course's tree, and tells what
// it did. An error where that cannot be known.
absl::StatusOr<BuildEvents> RunTests(const Course& course,
                                     const std::vector<std::string>& arguments,
                                     bool aside) {
  if (absl::Status s = MakeFolder(course.state()); !s.ok()) return s;
  const std::string events_path =
      absl::StrCat(course.state(), "/events-", getpid(), ".json");
  std::vector<std::string> command = {
      "bazel", "test", "--keep_going",
      absl::StrCat("--build_event_json_file=", events_path)};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const absl::StatusOr<int> code = RunCommand(command, aside);
  const absl::StatusOr<std::string> text = ReadFile(events_path);
  std::remove(events_path.c_str());
  if (!code.ok()) return code.status();
  if (!text.ok()) {
    return absl::UnavailableError(
        "bazel ended before it said what it did; see its output above");
  }
  BuildEvents events = ParseBuildEvents(*text);
  if (!events.finished) {
    return absl::AbortedError(
        "bazel was interrupted; nothing was recorded. Start it again");
  }
  return events;
}

// Every folder of categories/ with a spec, by name.
absl::StatusOr<std::vector<CategorySpec>> LoadSpecs(const Course& course) {
  std::map<std::string, CategorySpec> specs;
  std::error_code error;
  for (const auto& entry :
       fs::directory_iterator(course.root + "/categories", error)) {
    const std::string path = entry.path().string() + "/spec.textproto";
    if (!fs::exists(path)) continue;
    absl::StatusOr<CategorySpec> spec = LoadSpec(path);
    if (!spec.ok()) return spec.status();
    const std::string name = spec->name();
    specs[name] = *std::move(spec);
  }
  if (specs.empty()) {
    return absl::NotFoundError(
        absl::StrCat("no category's spec below ", course.root, "/categories"));
  }
  std::vector<CategorySpec> list;
  for (auto& [name, spec] : specs) list.push_back(std::move(spec));
  return list;
}

absl::StatusOr<std::vector<GradeReport>> RunsOnRecord(const Course& course) {
  if (absl::Status s = MakeFolder(course.state()); !s.ok()) return s;
  absl::StatusOr<std::unique_ptr<Store>> store = OpenRecord(course.state());
  if (!store.ok()) return store.status();
  const absl::StatusOr<std::vector<Entry>> entries = (*store)->News();
  if (!entries.ok()) return entries.status();
  return RunsOf(*entries);
}

absl::StatusOr<std::vector<GradeReport>> CurrentRuns(const Course& course) {
  absl::StatusOr<std::vector<GradeReport>> runs = RunsOnRecord(course);
  if (!runs.ok()) return runs.status();
  return Current(*runs);
}

void Keep(std::vector<GradeReport>& reports,
          const std::function<bool(const GradeReport&)>& wanted) {
  std::erase_if(reports, [&](const GradeReport& r) { return !wanted(r); });
}

// The category that is called so; "speed" stands for speed_demon, as in the
// course's text. NotFound names those that there are.
absl::StatusOr<std::string> CategoryNamed(
    const std::vector<CategorySpec>& specs, const std::string& category) {
  std::vector<std::string> known;
  for (const CategorySpec& s : specs) {
    if (s.name() == category || s.name().rfind(category + "_", 0) == 0) {
      return s.name();
    }
    known.push_back(s.name());
  }
  return absl::NotFoundError(absl::StrCat("there is no category \"", category,
                                          "\"; there are ",
                                          absl::StrJoin(known, ", ")));
}

// --- tito olympics grade -----------------------------------------------------

struct GradeOptions {
  std::vector<std::string> names;  // none: the roster
  std::string category;            // of one submission: that alone
  std::string phase;               // as it was submitted
  bool again = false;              // even what was graded already
};

absl::StatusOr<int> Grade(const Course& course, const GradeOptions& options) {
  const absl::StatusOr<std::string> roster_text =
      ReadFile(course.root + "/submissions/roster.bzl");
  if (!roster_text.ok()) return roster_text.status();
  const std::vector<std::string> roster = ParseRoster(*roster_text);
  std::vector<std::string> names = options.names;
  std::vector<std::string> targets;
  for (const std::string& name : names) {
    if (std::find(roster.begin(), roster.end(), name) == roster.end()) {
      return absl::NotFoundError(
          absl::StrCat("there is no \"", name,
                       "\" on the roster, submissions/roster.bzl; "
                       "there are ",
                       absl::StrJoin(roster, ", ")));
    }
    targets.push_back(absl::StrCat(
        "//submissions/", name, ":",
        options.category.empty() ? "grade"
                                 : absl::StrCat(name, "_", options.category)));
  }
  if (names.empty()) {
    names = roster;
    targets = {"//grader:all"};
  }
  std::vector<std::string> arguments = {"--test_output=all"};
  if (options.again) arguments.push_back("--nocache_test_results");
  arguments.insert(arguments.end(), targets.begin(), targets.end());
  const absl::StatusOr<BuildEvents> events =
      RunTests(course, arguments, /*aside=*/false);
  if (!events.ok()) return events.status();
  std::vector<GradeReport> reports =
      CollectReports(*events, names, NowUnixMs());
  for (GradeReport& r : reports) r.set_phase(options.phase);
  const absl::StatusOr<int> added = KeepReports(course.state(), reports, NowUnixMs());
  if (!added.ok()) return added.status();
  int failed = 0;
  for (const GradeReport& r : reports) {
    if (r.verdict() != GRADER_ERROR && r.verdict() != NOT_BUILT) continue;
    ++failed;
    std::fprintf(stderr, "%s: %s\n", r.submission().c_str(),
                 r.reason().c_str());
  }
  std::printf(
      "\n%zu graded, %d of them new on record, %d could not be graded\n",
      reports.size(), *added, failed);
  return failed > 0 ? 3 : 0;
}

// --- tito olympics register, tito olympics submit ----------------------------

// The file with the submission's name of whoever works with this tree.
std::string MePath(const Course& course) { return course.state() + "/me"; }

// `name`, or where that is "" whoever works with this tree.
absl::StatusOr<std::string> NameOrMine(const Course& course,
                                       const std::string& name) {
  if (!name.empty()) return name;
  const absl::StatusOr<std::string> me = ReadFile(MePath(course));
  if (me.ok() && !me->empty()) return me->substr(0, me->find('\n'));
  return absl::FailedPreconditionError(
      "you are not registered here yet: `tito olympics register NAME`");
}

absl::StatusOr<int> Register(const Course& course, Student student) {
  if (student.submission.empty()) {
    const char* user = std::getenv("USER");
    student.submission = user != nullptr ? user : "";
  }
  if (student.name.empty()) student.name = student.submission;
  const std::string path = course.root + "/submissions/students.csv";
  const bool there = fs::exists(path);
  const absl::StatusOr<std::string> before =
      there ? ReadFile(path) : absl::StatusOr<std::string>("");
  if (!before.ok()) return before.status();
  const absl::StatusOr<std::string> after = StudentsWith(*before, student);
  if (!after.ok()) return after.status();
  if (absl::Status s = MakeFolder(course.state()); !s.ok()) return s;
  if (absl::Status s = WriteFile(path, *after); !s.ok()) return s;
  if (absl::Status s = WriteFile(MePath(course), student.submission + "\n");
      !s.ok()) {
    return s;
  }
  std::printf(
      "%s is registered. Next: cp -r submissions/strided my_submission, make "
      "it "
      "yours,\nand `tito olympics submit --baseline my_submission`\n",
      student.submission.c_str());
  return 0;
}

struct SubmitOptions {
  std::string folder = ".";
  std::string category;
  std::string as;  // for somebody else
  bool baseline = false, final_phase = false;
};

absl::StatusOr<int> Submit(const Course& course, SubmitOptions options) {
  const absl::StatusOr<std::string> name = NameOrMine(course, options.as);
  if (!name.ok()) return name.status();
  if (!options.category.empty()) {
    absl::StatusOr<std::vector<CategorySpec>> specs = LoadSpecs(course);
    if (!specs.ok()) return specs.status();
    const absl::StatusOr<std::string> category =
        CategoryNamed(*specs, options.category);
    if (!category.ok()) return category.status();
    options.category = *category;
  }
  // What a plain model.cc and train.cc can enter.
  std::vector<std::string> categories = {"edge_expert", "energy_efficient",
                                         "memory_miser", "speed_demon"};
  if (!options.category.empty()) categories = {options.category};
  absl::StatusOr<Intake> intake = ReadIntake(options.folder, categories);
  if (!intake.ok()) return intake.status();
  if (!options.category.empty()) {
    // It may have been handed in for others before.
    std::vector<std::string>& entered = intake->arguments["categories"].values;
    intake->arguments["categories"].list = true;
    if (std::find(entered.begin(), entered.end(), options.category) ==
        entered.end()) {
      entered.push_back(options.category);
    }
  }
  if (absl::Status s = PutIntake(course.root, *name, *intake, NowUnixMs());
      !s.ok()) {
    return s;
  }
  const std::string roster_path = course.root + "/submissions/roster.bzl";
  const absl::StatusOr<std::string> roster = ReadFile(roster_path);
  if (!roster.ok()) return roster.status();
  const std::string with = RosterWith(*roster, *name);
  if (with != *roster) {
    if (absl::Status s = WriteFile(roster_path, with); !s.ok()) return s;
  }
  std::fprintf(stderr, "%s: %zu files handed in; grading\n", name->c_str(),
               intake->files.size() + 1);
  return Grade(course, {.names = {*name},
                        .category = options.category,
                        .phase = options.baseline      ? "baseline"
                                 : options.final_phase ? "final"
                                                       : ""});
}

// --- tito olympics profile
// ----------------------------------------------------

// TinyTorch's profiler on a submission's model, on this machine.
absl::StatusOr<int> ProfileSubmission(const Course& course, std::string name,
                                      bool detailed, bool json) {
  const absl::StatusOr<std::string> mine = NameOrMine(course, name);
  if (!mine.ok()) return mine.status();
  name = *mine;
  if (absl::Status s = ValidateSubmissionName(name); !s.ok()) return s;
  if (!fs::exists(absl::StrCat(course.root, "/submissions/", name, "/BUILD"))) {
    return absl::NotFoundError(absl::StrCat(
        "there is no submission ", name,
        "; hand one in with `tito olympics submit`, or name another"));
  }
  const absl::StatusOr<int> code =
      RunCommand({"bazel", "run",
                  absl::StrCat("//submissions/", name, ":run_benchmark"), "--",
                  json       ? "--json"
                  : detailed ? "--detailed"
                             : "--profile"},
                 /*aside=*/false);
  if (!code.ok()) return code.status();
  return *code == 0 ? 0 : 3;
}

// --- tito olympics report
// -----------------------------------------------------

absl::StatusOr<int> Report(const Course& course, std::string name,
                           std::string out) {
  const absl::StatusOr<std::string> mine = NameOrMine(course, name);
  if (!mine.ok()) return mine.status();
  name = *mine;
  if (absl::Status s = ValidateSubmissionName(name); !s.ok()) return s;
  PortfolioInput input;
  input.submission = name;
  absl::StatusOr<std::vector<CategorySpec>> specs = LoadSpecs(course);
  if (!specs.ok()) return specs.status();
  input.specs = *std::move(specs);
  absl::StatusOr<std::vector<GradeReport>> runs = RunsOnRecord(course);
  if (!runs.ok()) return runs.status();
  input.runs = *std::move(runs);
  const absl::StatusOr<std::string> readme =
      ReadFile(absl::StrCat(course.root, "/submissions/", name, "/README.md"));
  if (readme.ok()) input.readme = *readme;
  if (out.empty()) out = name + "_report.html";
  if (absl::Status s = WriteFile(out, PortfolioHtml(input)); !s.ok()) return s;
  std::printf("%s: written; any browser shows and prints it\n", out.c_str());
  return 0;
}

// --- tito olympics export ----------------------------------------------------

struct ExportOptions {
  std::string format, out;
};

absl::StatusOr<std::vector<Student>> LoadStudents(const Course& course) {
  const std::string path = course.root + "/submissions/students.csv";
  if (!fs::exists(path)) return std::vector<Student>();
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  absl::StatusOr<std::vector<Student>> students = ParseStudents(*text);
  if (students.ok()) return students;
  return absl::InvalidArgumentError(
      absl::StrCat(path, ": ", std::string(students.status().message())));
}

absl::StatusOr<int> Export(const Course& course, const ExportOptions& options) {
  const absl::StatusOr<std::vector<CategorySpec>> specs = LoadSpecs(course);
  if (!specs.ok()) return specs.status();
  const absl::StatusOr<std::vector<GradeReport>> current = CurrentRuns(course);
  if (!current.ok()) return current.status();
  const absl::StatusOr<std::vector<Student>> listed = LoadStudents(course);
  if (!listed.ok()) return listed.status();
  const std::vector<Student> students = StudentsOf(*listed, *current);
  if (options.format != "gradescope") {
    const std::string text = options.format == "canvas"
                                 ? CanvasCsv(*specs, students, *current)
                                 : MoodleCsv(*specs, students, *current);
    if (options.out.empty()) {
      std::fputs(text.c_str(), stdout);
      return 0;
    }
    if (absl::Status s = WriteFile(options.out, text); !s.ok()) return s;
    std::printf("%s: %zu students\n", options.out.c_str(), students.size());
    return 0;
  }
  // Gradescope takes one file a submission.
  const std::string out =
      options.out.empty() ? course.state() + "/gradescope" : options.out;
  for (const Student& s : students) {
    const std::string folder = absl::StrCat(out, "/", s.submission);
    if (absl::Status made = MakeFolder(folder); !made.ok()) return made;
    const absl::Status written =
        WriteFile(folder + "/results.json",
                  GradescopeJson(*specs, s.submission, *current));
    if (!written.ok()) return written;
  }
  std::printf("%s: results.json of %zu submissions\n", out.c_str(),
              students.size());
  return 0;
}

// --- tito module, tito checkpoint --------------------------------------------

// Tests the modules and shows which pass; 0 if all do.
absl::StatusOr<int> TestModules(const Course& course,
                                const std::vector<std::string>& names,
                                bool again, bool json) {
  const absl::StatusOr<std::vector<Module>> modules = ParseModules(names);
  if (!modules.ok()) return modules.status();
  std::vector<std::string> arguments = {"--test_output=errors",
                                        "--test_summary=none"};
  if (again) arguments.push_back("--nocache_test_results");
  for (const Module& m : *modules) arguments.push_back(TestTargets(m));
  const absl::StatusOr<BuildEvents> events =
      RunTests(course, arguments, /*aside=*/true);
  if (!events.ok()) return events.status();
  const std::vector<ModuleStatus> status = StatusOf(*modules, *events);
  std::fputs(json ? ModulesJson(status).c_str() : ModulesText(status).c_str(),
             stdout);
  return std::all_of(status.begin(), status.end(),
                     [](const ModuleStatus& s) { return s.ok(); })
             ? 0
             : 3;
}

// --- tito course -------------------------------------------------------------

struct CheckOptions {
  bool json = false;
  bool strict = false;  // what is said of the host fails it, too
};

// The categories' specs are read, which says what is wrong with them; then what
// of this machine would make its figures less sure.
absl::StatusOr<int> CheckCourse(const Course& course,
                                const CheckOptions& options) {
  const absl::StatusOr<std::vector<CategorySpec>> specs = LoadSpecs(course);
  if (!specs.ok()) return specs.status();
  const std::vector<HostFinding> findings = ExamineHost();
  if (options.json) {
    std::fputs(HostJson(findings).c_str(), stdout);
  } else {
    std::printf("%zu categories: their specs make sense\n\nThis machine:\n%s",
                specs->size(), HostText(findings).c_str());
  }
  return options.strict && !findings.empty() ? 3 : 0;
}

// --- the commands ------------------------------------------------------------

absl::StatusOr<int> Show(const Course& course, const std::string& category,
                         bool json, bool leaderboard) {
  absl::StatusOr<std::vector<CategorySpec>> specs = LoadSpecs(course);
  if (!specs.ok()) return specs.status();
  if (category != "all") {
    const absl::StatusOr<std::string> name = CategoryNamed(*specs, category);
    if (!name.ok()) return name.status();
    std::erase_if(*specs,
                  [&](const CategorySpec& s) { return s.name() != *name; });
  }
  const absl::StatusOr<std::vector<GradeReport>> runs = RunsOnRecord(course);
  if (!runs.ok()) return runs.status();
  std::vector<GradeReport> current = Current(*runs);
  if (category != "all") {
    Keep(current, [&](const GradeReport& r) {
      return r.category() == specs->front().name();
    });
  }
  const std::string text =
      leaderboard
          ? (json ? LeaderboardJson(*specs, current, AwardsOf(*specs, *runs))
                  : LeaderboardText(*specs, current, AwardsOf(*specs, *runs)))
          : (json ? ScoresJson(current) : ScoresText(*specs, current));
  std::fputs(text.c_str(), stdout);
  return 0;
}

int Main(int argc, char** argv) {
  Course course;
  const char* root = std::getenv("TITO_ROOT");
  course.root = root != nullptr ? root : fs::current_path().string();

  CLI::App app{"TinyTorch Olympics: build systems, optimize, compete.", "tito"};
  app.require_subcommand(1);
  app.footer(
      "tito demo      set up, grade the examples, show the leaderboard\n"
      "tito selftest  set up, run every test of the project\n"
      "tito setup     install what is missing");
  std::function<absl::StatusOr<int>()> action;

  CLI::App* olympics = app.add_subcommand("olympics", "the competition");
  olympics->require_subcommand(1);

  GradeOptions grade;
  CLI::App* command = olympics->add_subcommand(
      "grade", "grade the roster, or those named, and record the grades");
  command->add_option("names", grade.names, "submissions; none: the roster");
  command->add_flag("--again", grade.again, "measure again what was measured");
  command->callback([&] { action = [&] { return Grade(course, grade); }; });

  std::string category = "all", name;
  bool json = false;
  const auto table = [&](const char* name, const char* help, bool leaderboard) {
    CLI::App* sub = olympics->add_subcommand(name, help);
    sub->add_option("--category", category, "a category's name, or all");
    sub->add_flag("--json", json, "for scripts");
    sub->callback([&, leaderboard] {
      action = [&, leaderboard] {
        return Show(course, category, json, leaderboard);
      };
    });
  };
  table("scores", "every submission's grade, and why", false);
  table("leaderboard", "the ranking in each category", true);

  Student student;
  command = olympics->add_subcommand("register", "take part");
  command->add_option("name", student.submission,
                      "your submission's name; none: your login");
  command->add_option("--student", student.name, "your own name");
  command->add_option("--id", student.id, "your number in Canvas");
  command->add_option("--sis-id", student.sis_id, "your number at school");
  command->add_option("--login", student.login, "your login in the LMS");
  command->add_option("--section", student.section);
  command->add_option("--email", student.email);
  command->callback(
      [&] { action = [&] { return Register(course, student); }; });

  SubmitOptions submit;
  command = olympics->add_subcommand("submit",
                                     "hand a folder in, and have it graded");
  command->add_option("folder", submit.folder, "with model.cc; none: this one");
  command->add_option("--category", submit.category, "grade in that one alone");
  command->add_option("--as", submit.as, "for another submission than yours");
  CLI::Option* baseline = command->add_flag("--baseline", submit.baseline,
                                            "as your starting point");
  command->add_flag("--final", submit.final_phase, "as your last")
      ->excludes(baseline);
  command->callback([&] { action = [&] { return Submit(course, submit); }; });

  bool detailed = false;
  command = olympics->add_subcommand(
      "profile", "where a submission's time and memory go, layer by layer");
  command->add_option("name", name, "a submission; none: yours");
  command->add_flag("--detailed", detailed, "at batch 64 as well");
  command->add_flag("--json", json, "for scripts");
  command->callback([&] {
    action = [&] { return ProfileSubmission(course, name, detailed, json); };
  });

  std::string out;
  command = olympics->add_subcommand(
      "report", "a submission's portfolio: one page of HTML");
  command->add_option("name", name, "a submission; none: yours");
  command->add_option("--out", out, "a file; none: NAME_report.html");
  command->callback(
      [&] { action = [&] { return Report(course, name, out); }; });

  ExportOptions exported;
  command = olympics->add_subcommand("export", "grades for the course's LMS");
  command->add_option("--format", exported.format, "canvas, moodle, gradescope")
      ->required()
      ->check(CLI::IsMember({"canvas", "moodle", "gradescope"}));
  command->add_option("--out", exported.out,
                      "a file, or for gradescope a folder; none: stdout");
  command->callback([&] { action = [&] { return Export(course, exported); }; });

  std::vector<std::string> modules;
  bool again = false;
  CLI::App* module = app.add_subcommand("module", "TinyTorch's modules");
  module->require_subcommand(1);
  command = module->add_subcommand("test", "run the tests of modules");
  command->add_option("modules", modules,
                      "numbers (7), ranges (1-9), names (tensor), or all");
  command->add_flag("--again", again, "also those whose result is known");
  command->add_flag("--json", json, "for scripts");
  command->callback([&] {
    action = [&] { return TestModules(course, modules, again, json); };
  });

  CLI::App* checkpoint = app.add_subcommand("checkpoint", "how far you are");
  checkpoint->require_subcommand(1);
  command = checkpoint->add_subcommand(
      "status", "which modules pass their tests, as the tree is now");
  command->add_flag("--json", json, "for scripts");
  command->callback(
      [&] { action = [&] { return TestModules(course, {}, false, json); }; });

  CheckOptions check;
  CLI::App* course_command = app.add_subcommand("course", "for instructors");
  course_command->require_subcommand(1);
  command = course_command->add_subcommand(
      "check",
      "whether the categories' specs make sense, and what of this machine "
      "makes its figures less sure, with the mend");
  command->add_flag("--strict", check.strict,
                    "exit with 3 if there is anything to mend");
  command->add_flag("--json", check.json, "for scripts");
  command->callback(
      [&] { action = [&] { return CheckCourse(course, check); }; });

  const BoardCourse boards = {course.root};
  BoardEntry entry;
  std::string fingerprint;
  std::vector<std::string> targets;
  int port = 0, seconds = 60;
  CLI::App* board = app.add_subcommand("board", "edge hardware to grade on");
  board->require_subcommand(1);

  command = board->add_subcommand("add", "a board that is reached by SSH");
  command->add_option("name", entry.name, "what to call it")->required();
  command->add_option("destination", entry.destination, "[user@]host")
      ->required();
  command->add_option("--port", entry.port, "of its SSH server");
  command->add_option("--identity", entry.identity, "a private key's file");
  command->add_option("--fingerprint", fingerprint,
                      "of its host key, SHA256:..., as the board shows it");
  command->callback(
      [&] { action = [&] { return AddBoard(boards, entry, fingerprint); }; });

  command = board->add_subcommand("remove", "forget a board");
  command->add_option("name", name)->required();
  command->callback(
      [&] { action = [&] { return RemoveBoard(boards, name); }; });

  command = board->add_subcommand("list", "the boards that there are");
  command->add_flag("--json", json, "for scripts");
  command->callback([&] { action = [&] { return ListBoards(boards, json); }; });

  command = board->add_subcommand(
      "check", "what a board is, and what can be graded there");
  command->add_option("name", name)->required();
  command->add_flag("--json", json, "for scripts");
  command->callback([&] {
    action = [&]() -> absl::StatusOr<int> {
      const absl::StatusOr<std::vector<CategorySpec>> specs = LoadSpecs(course);
      if (!specs.ok()) return specs.status();
      return CheckBoard(boards, name, *specs, json);
    };
  });

  command =
      board->add_subcommand("run", "grade on a board, and record the grades");
  command->add_option("name", name)->required();
  command->add_option("targets", targets, "such as //submissions/...")
      ->required();
  command->callback(
      [&] { action = [&] { return RunOnBoard(boards, name, targets); }; });

  command = board->add_subcommand(
      "start", "an emulated board, on this machine's loopback interface");
  command->add_option("--port", port, "of its SSH server; none: a free one");
  command->add_option("--seconds", seconds, "until it must answer");
  command->callback(
      [&] { action = [&] { return StartBoard(boards, port, seconds); }; });

  command = board->add_subcommand("stop", "end the emulated board");
  command->callback([&] { action = [&] { return StopBoard(boards); }; });

  CLI11_PARSE(app, argc, argv);
  const absl::StatusOr<int> code = action();
  if (code.ok()) return *code;
  std::fprintf(stderr, "tito: %s\n",
               std::string(code.status().message()).c_str());
  return 1;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) { return olympics::Main(argc, argv); }
