#include "tools/board/commands.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "grader/board/facts.h"
#include "grader/report/figures.h"
#include "grader/report/files.h"
#include "grader/report/verdict.h"
#include "nlohmann/json.hpp"
#include "tools/board/emulator.h"
#include "tools/board/grade_on_board.h"
#include "tools/board/remote.h"
#include "tools/leaderboard/table.h"
#include "tools/process/process.h"
#include "tools/record/keep.h"
#include "tools/record/kept_evidence.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;

constexpr char kAgentTarget[] = "//grader/board:agent_package";
constexpr char kFullBoard[] = "//toolchains/board:full_board";

void Say(const std::string& line) {
  std::fprintf(stderr, "  %s\n", line.c_str());
}

absl::Status Build(const BoardCourse& course,
                   const std::vector<std::string>& targets) {
  std::vector<std::string> command = {"bazel", "build"};
  command.insert(command.end(), targets.begin(), targets.end());
  const absl::StatusOr<int> code =
      RunCommand(Inside(course.root, std::move(command)), true);
  if (!code.ok()) return code.status();
  return *code == 0 ? absl::OkStatus()
                    : absl::FailedPreconditionError(
                          "the board's programs could not be built; see above");
}

// Where Bazel puts the file of a label "//package:name".
std::string Built(const BoardCourse& course, const std::string& label,
                  const std::string& ending) {
  std::string path = label.substr(2);
  std::replace(path.begin(), path.end(), ':', '/');
  return absl::StrCat(course.root, "/bazel-bin/", path, ending);
}

absl::StatusOr<BoardEntry> Find(const BoardCourse& course,
                                const std::string& name) {
  ASSIGN_OR_RETURN(const std::vector<BoardEntry> boards,
                   LoadBoards(course.boards()));
  return FindBoard(boards, name);
}

// Adds it, or replaces the one of its name.
absl::Status Keep(const BoardCourse& course, const BoardEntry& board) {
  ASSIGN_OR_RETURN(std::vector<BoardEntry> boards, LoadBoards(course.boards()));
  std::erase_if(boards,
                [&](const BoardEntry& b) { return b.name == board.name; });
  boards.push_back(board);
  std::error_code error;
  fs::create_directories(course.state(), error);
  return SaveBoards(course.boards(), boards);
}

std::string HostOf(const BoardEntry& board) {
  const size_t at = board.destination.find('@');
  return at == std::string::npos ? board.destination
                                 : board.destination.substr(at + 1);
}

// A known_hosts file of the board's own, with that of its keys whose
// fingerprint this is.
absl::Status PinHostKey(const BoardCourse& course,
                        const std::string& fingerprint, BoardEntry& board) {
  ASSIGN_OR_RETURN(const std::string keys,
                   OutputOf({"ssh-keyscan", "-T", "10", "-p",
                             absl::StrCat(board.port), "--", HostOf(board)}));
  const std::string path =
      absl::StrCat(course.state(), "/known_hosts.", board.name);
  std::error_code error;
  fs::create_directories(course.state(), error);
  std::vector<std::string> seen;
  for (absl::string_view line : absl::StrSplit(keys, '\n')) {
    if (line.empty() || line[0] == '#') continue;
    RETURN_IF_ERROR(base::WriteFile(path, absl::StrCat(line, "\n")));
    // "256 SHA256:... host (ED25519)"
    const absl::StatusOr<std::string> shown =
        OutputOf({"ssh-keygen", "-l", "-f", path});
    const std::vector<std::string> words =
        absl::StrSplit(shown.ok() ? *shown : "", ' ');
    if (words.size() < 2) continue;
    if (words[1] == fingerprint) {
      board.known_hosts = path;
      return absl::OkStatus();
    }
    seen.push_back(words[1]);
  }
  fs::remove(path, error);
  return absl::FailedPreconditionError(
      seen.empty() ? absl::StrCat(HostOf(board), " shows no host key on port ",
                                  board.port)
                   : absl::StrCat("no host key of ", HostOf(board),
                                  " has that fingerprint; it shows ",
                                  absl::StrJoin(seen, " and "),
                                  ". Is it the board that you mean?"));
}

// A sentence for an ssh that failed, with what to do.
absl::Status NotReached(const BoardEntry& board, const std::string& errors) {
  std::string what(absl::StripAsciiWhitespace(errors));
  std::string hint = "is it on, and is the address right?";
  if (absl::StrContains(what, "Host key verification failed") ||
      absl::StrContains(what, "host key is known")) {
    hint = absl::StrCat(
        "show its fingerprint on the board (ssh-keygen -lf "
        "/etc/ssh/ssh_host_ed25519_key.pub) and pass it as --fingerprint");
  } else if (absl::StrContains(what, "Permission denied")) {
    hint = absl::StrCat("put a key there with `ssh-copy-id ", board.destination,
                        "`");
  }
  return absl::UnavailableError(
      absl::StrCat("the board ", board.name, ", ", board.destination,
                   ", cannot be reached (", what, "): ", hint));
}

absl::StatusOr<BoardFacts> FactsOf(const BoardCourse& course,
                                   const BoardEntry& board) {
  const std::unique_ptr<Remote> remote = Ssh(board);
  const RemoteResult there = remote->Run({.command = "true"});
  if (there.code != 0) return NotReached(board, there.errors);
  RETURN_IF_ERROR(Build(course, {kAgentTarget}));
  absl::Status status =
      InstallAgent(*remote, Built(course, kAgentTarget, ".tar.gz"));
  absl::StatusOr<BoardFacts> facts = absl::UnknownError("");
  if (status.ok()) {
    facts = AskFacts(*remote);
    status = facts.status();
  }
  if (status.ok()) return facts;
  return absl::Status(status.code(),
                      absl::StrCat("the board ", board.name, ": ",
                                   std::string(status.message())));
}

std::string FactsText(const BoardFacts& f) {
  std::vector<std::vector<std::string>> rows = {
      {"model", f.model().empty() ? "unknown" : f.model()},
      {"kernel", f.kernel()},
      {"memory", absl::StrCat(f.memory_mib(), " MiB")},
      {"free disk", absl::StrCat(f.free_mib(), " MiB")},
      {"temperature",
       f.celsius() > 0 ? absl::StrFormat("%.1f °C", f.celsius()) : "no sensor"},
      {"throttled",
       (f.throttled() & 0xf) == 0 ? "no" : ThrottledText(f.throttled())}};
  if (f.emulated())
    rows.push_back({"time", "simulated: a count of instructions"});
  return Table({"", ""}, rows);
}

}  // namespace

absl::StatusOr<int> AddBoard(const BoardCourse& course, BoardEntry board,
                             const std::string& fingerprint) {
  RETURN_IF_ERROR(ValidateBoard(board));
  if (!board.identity.empty()) {
    board.identity = fs::absolute(board.identity).string();
    if (!fs::exists(board.identity)) {
      return absl::NotFoundError(
          absl::StrCat("there is no key ", board.identity));
    }
  }
  if (!fingerprint.empty()) {
    RETURN_IF_ERROR(PinHostKey(course, fingerprint, board));
  }
  ASSIGN_OR_RETURN(const BoardFacts facts, FactsOf(course, board));
  RETURN_IF_ERROR(Keep(course, board));
  std::printf("%s: added\n%s", board.name.c_str(), FactsText(facts).c_str());
  return 0;
}

absl::StatusOr<int> RemoveBoard(const BoardCourse& course,
                                const std::string& name) {
  RETURN_IF_ERROR(Find(course, name).status());
  ASSIGN_OR_RETURN(std::vector<BoardEntry> boards, LoadBoards(course.boards()));
  std::erase_if(boards, [&](const BoardEntry& b) { return b.name == name; });
  RETURN_IF_ERROR(SaveBoards(course.boards(), boards));
  std::error_code error;
  fs::remove(absl::StrCat(course.state(), "/known_hosts.", name), error);
  std::printf("%s: removed\n", name.c_str());
  return 0;
}

absl::StatusOr<int> ListBoards(const BoardCourse& course, bool json) {
  const absl::StatusOr<std::vector<BoardEntry>> boards =
      LoadBoards(course.boards());
  if (!boards.ok()) return boards.status();
  if (json) {
    std::fputs(BoardsJson(*boards).c_str(), stdout);
    return 0;
  }
  if (boards->empty()) {
    std::puts(
        "No boards yet: `tito board add NAME pi@HOST`, or `tito board start` "
        "for an emulated one.");
    return 0;
  }
  std::vector<std::vector<std::string>> rows;
  for (const BoardEntry& b : *boards) {
    rows.push_back({b.name, b.destination, absl::StrCat(b.port)});
  }
  std::fputs(Table({"name", "destination", ">port"}, rows).c_str(), stdout);
  return 0;
}

absl::StatusOr<int> CheckBoard(const BoardCourse& course,
                               const std::string& name,
                               const std::vector<CategorySpec>& specs,
                               bool json) {
  ASSIGN_OR_RETURN(const BoardEntry board, Find(course, name));
  ASSIGN_OR_RETURN(const BoardFacts facts, FactsOf(course, board));
  if (!json) std::fputs(FactsText(facts).c_str(), stdout);
  int code = 0;
  auto unfit = nlohmann::ordered_json::object();
  for (const CategorySpec& spec : specs) {
    if (!spec.has_board()) continue;
    const std::string why = Unfit(facts, spec.board());
    if (!why.empty()) code = 3;
    unfit[spec.name()] = why;
    if (!json) {
      std::printf("\n%s: %s\n", spec.title().c_str(),
                  why.empty() ? "can be graded here" : why.c_str());
    }
  }
  if (json) {
    auto out = nlohmann::ordered_json::parse(ToJson(facts));
    out["unfit"] = unfit;
    std::puts(out.dump(2).c_str());
  }
  return code;
}

absl::StatusOr<int> RunOnBoard(const BoardCourse& course,
                               const std::string& name,
                               const std::vector<std::string>& targets) {
  const absl::StatusOr<BoardEntry> board = Find(course, name);
  if (!board.ok()) return board.status();
  ASSIGN_OR_RETURN(
      const std::string labels,
      OutputOf(Inside(
          course.root,
          {"bazel", "query", "--noshow_progress", "--ui_event_filters=-info",
           absl::StrCat("kind('^board_grade_test rule', set(",
                        absl::StrJoin(targets, " "), "))")})));
  std::vector<BoardArchive> archives;
  std::vector<std::string> to_build = {kAgentTarget};
  for (absl::string_view line :
       absl::StrSplit(labels, '\n', absl::SkipEmpty())) {
    // "//submissions/alice:alice_edge_expert"
    const std::string label(line);
    if (label.rfind("//submissions/", 0) != 0) continue;
    BoardArchive& a = archives.emplace_back();
    a.submission = label.substr(14, label.find(':') - 14);
    a.category = label.substr(label.find(':') + 2 + a.submission.size());
    a.path = Built(course, label, ".tar.gz");
    a.contest = label.substr(2) + ".textproto";
    std::replace(a.contest.begin(), a.contest.end(), ':', '/');
    to_build.push_back(label + ".tar.gz");
  }
  if (archives.empty()) {
    return absl::NotFoundError(absl::StrCat(
        "nothing in ", absl::StrJoin(targets, " "),
        " is graded on a board: a submission's BUILD file must enter "
        "edge_expert"));
  }
  RETURN_IF_ERROR(Build(course, to_build));
  const std::unique_ptr<Remote> remote = Ssh(*board);
  const std::string agent = Built(course, kAgentTarget, ".tar.gz");
  std::vector<GradeReport> reports;
  std::vector<std::vector<std::string>> rows;
  bool whole = true;
  for (const BoardArchive& archive : archives) {
    std::fprintf(stderr, "%s in %s on %s:\n", archive.submission.c_str(),
                 archive.category.c_str(), name.c_str());
    const GradeReport report = GradeOnBoard(
        *remote, name, agent, archive,
        {.progress = Say,
         .sleep = [](int seconds) { sleep(seconds); },
         .now_unix_ms = base::NowUnixMs,
         .keep_evidence =
             [&course](const auto& bytes, GradeReport& r) {
               const absl::Status s = KeepEvidenceOf(course.state(), bytes, r);
               if (!s.ok()) Say(std::string(s.message()));
             }});
    rows.push_back(
        {archive.submission, archive.category, VerdictWord(report.verdict()),
         report.has_metric()
             ? FigureText(report.metric().value(), report.metric().unit())
             : "-",
         report.reason().empty() ? MarksText(report) : report.reason()});
    whole = whole && IsResult(report.verdict());
    reports.push_back(report);
    // Each as soon as it is there: the next may take long.
    RETURN_IF_ERROR(KeepReports(course.state(), {report}).status());
  }
  std::fputs(
      Table({"submission", "category", "verdict", ">measured", "reason"}, rows)
          .c_str(),
      stdout);
  return whole ? 0 : 3;
}

absl::StatusOr<int> StartBoard(const BoardCourse& course, int port,
                               int seconds) {
  RETURN_IF_ERROR(Build(course, {kFullBoard}));
  const double start = base::SteadySeconds();
  const absl::StatusOr<BoardEntry> board =
      StartEmulator({.folder = course.emulator(),
                     .kernel = "/opt/tinytorch-olympics/linux-arm64/vmlinuz",
                     .initramfs = Built(course, kFullBoard, ".cpio"),
                     .port = port,
                     .seconds = seconds},
                    Say);
  if (!board.ok()) return board.status();
  RETURN_IF_ERROR(Keep(course, *board));
  std::printf(
      "%s: ready after %.1f s, at %s port %d. `tito board run %s //...` grades "
      "there, `tito board stop` ends it.\n",
      board->name.c_str(), base::SteadySeconds() - start,
      board->destination.c_str(), board->port, board->name.c_str());
  return 0;
}

absl::StatusOr<int> StopBoard(const BoardCourse& course) {
  RETURN_IF_ERROR(StopEmulator(course.emulator()));
  std::puts("emulated: stopped");
  return 0;
}

}  // namespace olympics
