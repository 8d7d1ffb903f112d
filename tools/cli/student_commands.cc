#include "tools/cli/commands.h"
#include "tools/cli/pages.h"
#include "tools/cli/site.h"

namespace olympics {
namespace {

void AddHandingIn(Typed& t, CLI::App& olympics) {
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
  command->add_flag("--with-grades", t.with_grades,
                    "with what is on record of the name; instructors say so");
  command->callback([&t] {
    t.action = [&t] {
      return Register(t.course, t.student, t.join, t.with_grades);
    };
  });

  command =
      olympics.add_subcommand("submit", "hand a folder in, and have it graded");
  command->add_option("folder", t.submit.folder,
                      "with model.cc; none: this one");
  command->add_option("--category", t.submit.category,
                      "grade in that one alone");
  command->add_option("--as", t.submit.as, "for another submission than yours");
  command->add_flag("--queue", t.submit.queue,
                    "not here and now: by whoever runs `grade --queue`");
  CLI::Option* baseline = command->add_flag("--baseline", t.submit.baseline,
                                            "as your starting point");
  command->add_flag("--final", t.submit.final_phase, "as your last")
      ->excludes(baseline);
  command->callback(
      [&t] { t.action = [&t] { return Submit(t.course, t.submit); }; });
}

void AddTables(Typed& t, CLI::App& olympics) {
  CLI::App* command =
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
}

void AddPages(Typed& t, CLI::App& olympics) {
  CLI::App* command = olympics.add_subcommand(
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
}

void AddVoting(Typed& t, CLI::App& olympics) {
  CLI::App* command =
      olympics.add_subcommand("vote", "for a peer, for an award");
  command->add_option("award", t.award, "innovation, documentation, teaching")
      ->required();
  command->add_option("name", t.name, "whom for")->required();
  command->add_option("--as", t.voter, "another voter than you");
  command->callback([&t] {
    t.action = [&t] { return CastVote(t.course, t.award, t.name, t.voter); };
  });
}

}  // namespace

void AddStudentCommands(Typed& t, CLI::App& olympics) {
  AddHandingIn(t, olympics);
  AddTables(t, olympics);
  AddPages(t, olympics);
  AddVoting(t, olympics);
}

}  // namespace olympics
