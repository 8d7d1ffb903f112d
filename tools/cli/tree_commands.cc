#include <cstdio>
#include <string>
#include <vector>

#include "tools/cli/commands.h"
#include "tools/cli/completion.h"
#include "tools/cli/pages.h"
#include "tools/course/policy.h"

namespace olympics {

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

}  // namespace olympics
