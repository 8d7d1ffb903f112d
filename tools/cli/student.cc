#include "tools/cli/student.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/files.h"
#include "tools/cli/build_files.h"
#include "tools/cli/grading.h"
#include "tools/cli/in_tree.h"
#include "tools/cli/queue.h"
#include "tools/course/config.h"
#include "tools/course/policy.h"
#include "tools/course/registering.h"
#include "tools/course/roster.h"
#include "tools/intake/attempts.h"
#include "tools/intake/intake.h"
#include "tools/leaderboard/leaderboard.h"
#include "tools/leaderboard/outcome.h"
#include "tools/modules/modules.h"
#include "tools/process/lock.h"
#include "tools/process/process.h"
#include "tools/record/build_events.h"

namespace olympics {

namespace fs = std::filesystem;

namespace {

// What changes the files of the tree that all share does so one at a time.
absl::StatusOr<std::unique_ptr<FileLock>> LockTree(const Course& course) {
  if (absl::Status s = base::MakeFolder(course.shared()); !s.ok()) return s;
  return FileLock::Take(course.shared() + "/lock");
}

}  // namespace

absl::StatusOr<int> GradeSubmissions(const Course& course,
                                     const GradeOptions& options) {
  const absl::StatusOr<std::unique_ptr<FileLock>> lock = LockGrading(course);
  if (!lock.ok()) return lock.status();
  const absl::StatusOr<Graded> graded = GradeAndKeep(course, options);
  if (!graded.ok()) return graded.status();
  std::printf("\n");
  if (options.reports.empty()) {
    PrintOutcomes(*graded,
                  [](const GradeReport& r) { return r.verdict() != PASSED; });
    std::printf("%s\n", CountText(graded->reports, graded->added).c_str());
  } else {
    std::printf("%zu graded, in %s; `tito olympics record %s` records them\n",
                graded->reports.size(), options.reports.c_str(),
                options.reports.c_str());
  }
  const bool failed = std::any_of(
      graded->reports.begin(), graded->reports.end(), [](const GradeReport& r) {
        return r.verdict() == GRADER_ERROR || r.verdict() == NOT_BUILT;
      });
  return failed ? 3 : 0;
}

namespace {

// Whether the name, and what it is to be called on a leaderboard, are nobody's.
absl::Status MayTakeName(const Course& course, const Roster& roster,
                         const Student& student, bool with_grades) {
  if (with_grades && GuestOf(course).has_value()) {
    return absl::PermissionDeniedError(
        "whose grades they are is an instructor's to say: --with-grades is "
        "theirs");
  }
  if (absl::Status s = ValidateSubmissionName(student.submission); !s.ok()) {
    return s;
  }
  const absl::StatusOr<std::vector<Student>> students = LoadStudents(course);
  if (!students.ok()) return students.status();
  const absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
  if (!entries.ok()) return entries.status();
  return MayRegister(student,
                     {roster, *students, *entries,
                      fs::exists(course.folder(student.submission))},
                     with_grades);
}

// A guest has one name, and is not in a team for having said so.
absl::Status MayBeGuest(const Course& course, bool join) {
  if (!GuestOf(course).has_value()) return absl::OkStatus();
  if (join) {
    return absl::PermissionDeniedError(
        "a team takes its members' word: ask an instructor to join you to it");
  }
  const absl::StatusOr<std::string> mine = NameOrMine(course, "");
  if (!mine.ok() || !MayHandInAs(course, *mine).ok()) return absl::OkStatus();
  return absl::AlreadyExistsError(
      absl::StrCat("you are registered as ", *mine, " already"));
}

}  // namespace

absl::StatusOr<int> Register(const Course& course, Student student, bool join,
                             bool with_grades) {
  if (student.submission.empty()) student.submission = Who(course);
  if (student.name.empty()) student.name = student.submission;
  const auto lock = LockTree(course);
  if (!lock.ok()) return lock.status();
  const absl::StatusOr<Roster> roster = LoadRoster(course);
  if (!roster.ok()) return roster.status();
  if (absl::Status s = MayTakeName(course, *roster, student, with_grades);
      !s.ok()) {
    return s;
  }
  if (absl::Status s = MayBeGuest(course, join); !s.ok()) return s;
  const std::string path = course.students();
  const absl::StatusOr<std::string> before =
      fs::exists(path) ? base::ReadFile(path) : absl::StatusOr<std::string>("");
  if (!before.ok()) return before.status();
  const absl::StatusOr<std::string> after =
      StudentsWith(*before, student, join);
  if (!after.ok()) return after.status();
  if (absl::Status s = base::WriteFile(path, *after); !s.ok()) return s;
  if (absl::Status s = WriteMine(course, student.submission); !s.ok()) return s;
  std::printf(
      "%s is registered. Next: cp -r submissions/strided my_submission, make "
      "it yours,\nand `tito olympics submit --baseline my_submission`\n",
      student.submission.c_str());
  const absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
  if (!entries.ok()) return entries.status();
  const absl::StatusOr<CourseConfig> config = LoadConfig(course);
  if (!config.ok()) return config.status();
  const absl::StatusOr<Names> names =
      LoadNames(course, *config, *entries, roster->own);
  if (!names.ok()) return names.status();
  if (!names->empty()) {
    std::printf("On the leaderboard you are %s.\n",
                NameOf(*names, student.submission).c_str());
  }
  return 0;
}

absl::StatusOr<int> Submit(const Course& course, SubmitOptions options) {
  const absl::StatusOr<std::string> name = ActingAs(course, options.as);
  if (!name.ok()) return name.status();
  if (absl::Status s = MayHandInAs(course, *name); !s.ok()) return s;
  if (!options.category.empty()) {
    const absl::StatusOr<std::string> category =
        CategoryNamed(course, options.category);
    if (!category.ok()) return category.status();
    options.category = *category;
  }
  const std::string phase = options.baseline      ? kBaselinePhase
                            : options.final_phase ? kFinalPhase
                                                  : "";
  std::vector<std::string> categories = DefaultCategories();
  if (!options.category.empty()) categories = {options.category};
  // The tree's account can read more than the guest, whose folder it must be.
  const std::optional<Guest> guest = GuestOf(course);
  absl::StatusOr<Intake> intake =
      ReadIntake(options.folder, categories,
                 guest.has_value() ? std::optional<unsigned int>(guest->uid)
                                   : std::nullopt);
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
  std::string deadline, digest;
  {
    const auto lock = LockTree(course);
    if (!lock.ok()) return lock.status();
    const absl::StatusOr<CourseConfig> config = LoadConfig(course);
    if (!config.ok()) return config.status();
    const absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
    if (!entries.ok()) return entries.status();
    const int64_t now = base::NowUnixMs();
    if (absl::Status s = MayHandIn(*config, *entries, *name, phase, now);
        !s.ok()) {
      return s;
    }
    deadline = DeadlineNote(*config, *entries, *name, phase, now);
    // Kept first: nobody is handed in whose files are not there.
    const absl::StatusOr<std::string> kept =
        KeepAttempt(course.state(), FilesOf(*name, *intake));
    if (!kept.ok()) return kept.status();
    digest = *kept;
    Event event;
    HandIn* hand_in = event.mutable_hand_in();
    hand_in->set_submission(*name);
    hand_in->set_phase(phase);
    hand_in->set_category(options.category);
    hand_in->set_digest(digest);
    for (const std::string& c : intake->arguments["categories"].values) {
      hand_in->add_categories(c);
    }
    // A name on the roster has a folder. One that has is changed when it is
    // graded, and not while an earlier attempt is.
    if (!fs::exists(course.folder(*name))) {
      if (absl::Status s =
              PutAttempt(course.state(), course.root, *name, digest, now);
          !s.ok()) {
        return s;
      }
    }
    const absl::StatusOr<std::string> roster = base::ReadFile(course.roster());
    if (!roster.ok()) return roster.status();
    const std::string with = RosterWith(*roster, *name);
    if (with != *roster) {
      if (absl::Status s = base::WriteFile(course.roster(), with); !s.ok())
        return s;
    }
    // Last: whoever is killed before has handed nothing in, and what waits is
    // on the roster.
    if (absl::Status s = AddEvent(course, event); !s.ok()) return s;
  }
  std::fprintf(stderr, "%s: %zu files handed in%s%s%s\n", name->c_str(),
               intake->files.size() + 1, deadline.empty() ? "" : "; ",
               deadline.c_str(), options.queue ? "" : "; grading");
  if (options.queue) return SayPlace(course, *name);
  const absl::StatusOr<std::unique_ptr<FileLock>> lock = LockGrading(course);
  if (!lock.ok()) return lock.status();
  const absl::StatusOr<Graded> graded =
      GradeAndKeep(course, {.names = {*name},
                            .category = options.category,
                            .digest = digest,
                            .phase = phase});
  if (!graded.ok()) return graded.status();
  std::printf("\n");
  PrintOutcomes(*graded, [](const GradeReport&) { return true; });
  const bool passed =
      std::all_of(graded->reports.begin(), graded->reports.end(),
                  [](const GradeReport& r) { return r.verdict() == PASSED; });
  return passed ? 0 : 3;
}

namespace {

absl::StatusOr<Season> SeasonIn(const Course& course, std::string category,
                                View view) {
  const bool all = IsAll(category);
  if (!all) {
    const absl::StatusOr<std::string> name = CategoryNamed(course, category);
    if (!name.ok()) return name.status();
    category = *name;
  }
  absl::StatusOr<Season> season = LoadSeason(course, view);
  if (!season.ok() || all) return season;
  return OnlyCategory(*std::move(season), category);
}

}  // namespace

absl::StatusOr<int> ShowScores(const Course& course,
                               const std::string& category, bool json) {
  const absl::StatusOr<Season> season = SeasonIn(course, category, View::kOwn);
  if (!season.ok()) return season.status();
  return Answer(json ? ScoresJson(*season) : ScoresText(*season, Colour()));
}

absl::StatusOr<int> ShowLeaderboard(const Course& course,
                                    const std::string& category, bool json) {
  const absl::StatusOr<Season> season =
      SeasonIn(course, category, View::kPublic);
  if (!season.ok()) return season.status();
  return Answer(json ? LeaderboardJson(*season)
                     : ForTerminal(LeaderboardText(*season)));
}

absl::StatusOr<int> ProfileSubmission(const Course& course, std::string name,
                                      bool detailed, bool json) {
  const absl::StatusOr<std::string> mine = NameOrMine(course, name);
  if (!mine.ok()) return mine.status();
  name = *mine;
  if (absl::Status s = KnownSubmission(course, name); !s.ok()) return s;
  if (!fs::exists(absl::StrCat(course.root, "/submissions/", name, "/BUILD"))) {
    return absl::NotFoundError(absl::StrCat(
        "there is no submission ", name,
        "; hand one in with `tito olympics submit`, or name another"));
  }
  const absl::StatusOr<int> code = RunCommand(
      Inside(course.root,
             {"bazel", "run",
              absl::StrCat("//submissions/", name, ":run_benchmark"), "--",
              json       ? "--json"
              : detailed ? "--detailed"
                         : "--profile"}),
      /*aside=*/false);
  if (!code.ok()) return code.status();
  return *code == 0 ? 0 : 3;
}

absl::StatusOr<int> TestModules(const Course& course,
                                const std::vector<std::string>& names,
                                bool again, bool json) {
  const absl::StatusOr<std::vector<Module>> modules = ParseModules(names);
  if (!modules.ok()) return modules.status();
  std::vector<std::string> arguments;
  if (again) arguments.push_back("--nocache_test_results");
  for (const Module& m : *modules) arguments.push_back(TestTargets(m));
  const absl::StatusOr<BuildEvents> events =
      RunTests(course, arguments, Told::kNothing);
  if (!events.ok()) return events.status();
  const std::vector<ModuleStatus> status = StatusOf(*modules, *events);
  std::fputs(json ? ModulesJson(status).c_str()
                  : ForTerminal(ModulesText(status)).c_str(),
             stdout);
  return std::all_of(status.begin(), status.end(),
                     [](const ModuleStatus& s) { return s.ok(); })
             ? 0
             : 3;
}

}  // namespace olympics
