#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/commands.h"
#include "tools/cli/queue.h"
#include "tools/cli/reports.h"
#include "tools/text/suggest.h"

namespace olympics {
namespace {

void AddGrading(Typed& t, CLI::App& olympics) {
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
  CLI::Option* queue = command->add_flag(
      "--queue", t.queue, "grade what waits, attempt by attempt");
  command
      ->add_flag("--stay", t.stays,
                 "with --queue: wait for more, until it is ended")
      ->needs(queue);
  command->callback([&t] {
    t.action = [&t]() -> absl::StatusOr<int> {
      if (!t.queue) return GradeSubmissions(t.course, t.grade);
      if (!t.grade.names.empty() || !t.grade.categories.empty() ||
          !t.grade.reports.empty() || t.grade.again) {
        return absl::InvalidArgumentError(
            "--queue grades what waits: name nothing else but --stay");
      }
      return GradeQueue(t.course, t.stays);
    };
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
}

void AddDecisions(Typed& t, CLI::App& olympics) {
  CLI::App* command =
      olympics.add_subcommand("award", "give an award, or withdraw it");
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
  command->add_option("--phase", t.phase,
                      "baseline or final: the one that is extended");
  command->add_option("--reason", t.reason, "why")->required();
  command->callback([&t] {
    t.action = [&t] {
      return Extend(t.course, t.name, t.until, t.phase, t.reason);
    };
  });
}

void AddExports(Typed& t, CLI::App& olympics) {
  CLI::App* command = olympics.add_subcommand(
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

}  // namespace

void AddInstructorCommands(Typed& t, CLI::App& olympics) {
  AddGrading(t, olympics);
  AddDecisions(t, olympics);
  AddExports(t, olympics);
}

}  // namespace olympics
