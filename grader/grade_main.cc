// Grades one submission in one category. Run by the tests that
// olympics_submission makes, and by hand:
//
//   grade --contest=CONTEST.textproto [--seed=TEXT] [--out=DIR]
//
// Writes JUnit to $XML_OUTPUT_FILE, and grade.textproto, grade.json, turns.csv,
// evidence.binpb and a suite's logs to --out or $TEST_UNDECLARED_OUTPUTS_DIR.
// Exit code 0: passed; 1: not passed; 2: the grader itself failed. In each case
// the reports are written.
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "categories/digest.h"
#include "categories/spec.h"
#include "grader/attempt/digest.h"
#include "grader/board/facts.h"
#include "grader/clock/board_timer.h"
#include "grader/contest.pb.h"
#include "grader/evidence/file.h"
#include "grader/fresh/fresh.h"
#include "grader/host/basis.h"
#include "grader/host/host.h"
#include "grader/judge/again.h"
#include "grader/judge/judge.h"
#include "grader/judge/report_text.h"
#include "grader/judge/turns_csv.h"
#include "grader/random/secret.h"
#include "grader/referee/referee.h"
#include "grader/referee/samples.h"
#include "grader/report/files.h"
#include "grader/report/grade.pb.h"
#include "grader/report/junit.h"
#include "grader/report/sha256.h"
#include "grader/report/sheet.h"
#include "grader/report/text.h"
#include "grader/report/verdict.h"

namespace olympics {
namespace {

struct Options {
  std::string contest, out, seed;
};

std::string HostName() {
  char name[256] = {};
  gethostname(name, sizeof(name) - 1);
  return name;
}

// What ended the grading, as a report of its own.
GradeReport ReportOf(Verdict verdict, const absl::Status& status) {
  return ErrorReport(verdict, std::string(status.message()));
}

// The specs that the contest is held under, as far as they can be read.
void AddSpecs(const Contest& contest, GradeReport& report) {
  const auto add = [&](const std::string& name, const std::string& digest) {
    for (const SpecOnRecord& s : report.specs()) {
      if (s.name() == name) return;
    }
    SpecOnRecord* on_record = report.add_specs();
    on_record->set_name(name);
    on_record->set_digest(digest);
  };
  // As in its file: not as it is on an emulated board.
  const absl::StatusOr<CategorySpec> spec = LoadSpec(contest.spec());
  if (spec.ok()) add(spec->name(), DigestOf(*spec));
  for (const Entry& entry : contest.entries()) {
    const absl::StatusOr<TaskSpec> task = LoadTask(entry.task());
    if (task.ok()) add("tasks/" + task->name(), DigestOf(*task));
  }
}

// What was graded; an error of the grader's where that cannot be known.
absl::StatusOr<std::string> ReadDigest(const Contest& contest) {
  absl::StatusOr<std::string> digest = base::ReadFile(contest.digest());
  if (digest.ok() && !IsAttemptDigest(*digest)) {
    return absl::DataLossError(
        absl::StrCat(contest.digest(), " holds no digest of a submission"));
  }
  return digest;
}

absl::Status ReadTraining(const Contest& contest, Evidence& evidence) {
  for (int i = 0; i < contest.entries_size(); ++i) {
    const Entry& entry = contest.entries(i);
    TaskEvidence& t = evidence.tasks[i];
    if (absl::Status s = ReadTextProto(entry.training(), t.training); !s.ok()) {
      return s;
    }
    const absl::StatusOr<std::string> weights =
        base::ReadFile(entry.baseline_weights());
    if (!weights.ok()) return weights.status();
    t.baseline_weights_bytes = static_cast<int64_t>(weights->size());
  }
  return absl::OkStatus();
}

// The course's own samples; nothing where the task has none.
absl::StatusOr<std::optional<DataSet>> HeldOutOf(const Contest& contest,
                                                 const TaskSpec& task) {
  if (!task.has_held_out()) return std::optional<DataSet>();
  std::string paths[2];
  const std::string* const names[] = {&task.held_out().images(),
                                      &task.held_out().labels()};
  for (int i = 0; i < 2; ++i) {
    for (const std::string& path : contest.held_out()) {
      if (std::filesystem::path(path).filename() == *names[i]) paths[i] = path;
    }
    if (paths[i].empty()) {
      return absl::NotFoundError(absl::StrCat(
          "tasks/", task.name(), " names the held-out file \"", *names[i],
          "\", which is not in categories/tasks/held_out: put it there, or "
          "take held_out out of the task"));
    }
  }
  absl::StatusOr<DataSet> set = OpenDataSet(task, paths[0], paths[1]);
  if (!set.ok()) return set.status();
  return std::optional<DataSet>(*std::move(set));
}

// `board` is what it was graded on, where the category asks for one. `seen` is
// what it was judged by, where it was judged.
GradeReport Grade(const Contest& contest, const SecretSeed& seed,
                  CategorySpec& spec, Notes& notes,
                  std::optional<BoardFacts>& board,
                  std::optional<Evidence>& seen) {
  absl::StatusOr<CategorySpec> loaded = LoadSpec(contest.spec());
  if (!loaded.ok()) return ReportOf(BAD_SPEC, loaded.status());
  spec = *std::move(loaded);
  Evidence evidence;
  if (spec.has_board()) {
    board = ReadBoardFacts(".");
    if (const std::string why = Unfit(*board, spec.board()); !why.empty()) {
      return ErrorReport(BOARD_UNFIT, why);
    }
    if (board->emulated()) spec = Simulated(spec);
  }
  evidence.division = spec.has_suite() ? contest.division() : "";
  evidence.host = ExamineHost("", board.has_value() && board->emulated());
  bool whole = true;
  std::vector<TaskData> data;
  for (const Entry& entry : contest.entries()) {
    const absl::StatusOr<TaskSpec> task = LoadTask(entry.task());
    if (!task.ok()) return ReportOf(BAD_SPEC, task.status());
    TaskEvidence& t = evidence.tasks.emplace_back();
    t.task = *task;
    t.closed = evidence.division == "closed";
  }
  if (evidence.tasks.empty()) {
    return ReportOf(GRADER_ERROR,
                    absl::InvalidArgumentError("the contest has no entries"));
  }
  absl::Status status =
      ReadTextProto(contest.inspection(), evidence.inspection);
  for (const std::string& path : contest.compilations()) {
    Inspection objects;
    if (status.ok()) status = ReadTextProto(path, objects);
    evidence.inspection.mutable_findings()->MergeFrom(objects.findings());
    if (status.ok() && objects.carried().empty()) {
      status = absl::DataLossError(
          absl::StrCat(path, " does not say what its objects carry"));
    }
    evidence.carried.insert(evidence.carried.end(), objects.carried().begin(),
                            objects.carried().end());
  }
  if (status.ok()) status = ReadTraining(contest, evidence);
  if (!status.ok()) return ReportOf(GRADER_ERROR, status);
  for (const TaskEvidence& t : evidence.tasks) {
    whole = whole && t.training.ok();
    absl::StrAppend(&notes.worker_output, t.training.output());
  }
  if (evidence.inspection.findings_size() == 0 && whole) {
    for (int i = 0; i < contest.entries_size(); ++i) {
      const Entry& e = contest.entries(i);
      absl::StatusOr<DataSet> set =
          OpenDataSet(evidence.tasks[i].task, e.images(), e.labels(),
                      e.images_sha256(), e.labels_sha256());
      if (!set.ok()) return ReportOf(BAD_DATASET, set.status());
      absl::StatusOr<DataSet> training = OpenDataSet(
          evidence.tasks[i].task, e.training_images(), e.training_labels());
      if (!training.ok()) return ReportOf(BAD_DATASET, training.status());
      absl::StatusOr<std::optional<DataSet>> held_out =
          HeldOutOf(contest, evidence.tasks[i].task);
      if (!held_out.ok()) return ReportOf(BAD_DATASET, held_out.status());
      data.push_back(
          {*std::move(set), *std::move(training), *std::move(held_out)});
      status =
          AddFresh({e.fresh().begin(), e.fresh().end()}, seed, data.back());
      if (absl::IsInvalidArgument(status)) return ReportOf(BAD_SPEC, status);
      if (!status.ok()) return ReportOf(GRADER_ERROR, status);
    }
    for (const HostFinding& f : evidence.host) {
      std::printf("  host: %s is %s; %s\n", f.what().c_str(), f.state().c_str(),
                  f.mend().c_str());
    }
    notes.worker_output.clear();
    status = Referee(contest, spec, data, seed, evidence, notes,
                     [](const std::string& line) {
                       std::printf("  %s\n", line.c_str());
                       std::fflush(stdout);
                     });
    if (!status.ok()) return ReportOf(GRADER_ERROR, status);
    for (const TaskEvidence& t : evidence.tasks) {
      if (t.ending.has_value()) notes.worker_output = t.ending->output;
    }
    if (board.has_value()) {
      const std::string why = Throttled(*board, ReadBoardFacts("."));
      if (!why.empty()) return ErrorReport(BOARD_THROTTLED, why);
    }
    if (std::string turns = TurnsCsv(evidence); !turns.empty()) {
      notes.logs["turns.csv"] = std::move(turns);
    }
  }
  GradeReport report = Judge(spec, evidence);
  report.mutable_basis()->set_spec_sha256(SpecSha256(spec));
  seen = std::move(evidence);
  return report;
}

// Puts the evidence among what is written, and its digest into the report.
void AddEvidence(JudgedEvidence judged, Notes& notes, GradeReport& report) {
  std::string bytes = PackEvidence(judged);
  report.set_evidence_sha256(Sha256Hex(bytes));
  std::printf("  evidence: %zu bytes\n", bytes.size());
  notes.logs[kEvidenceFile] = std::move(bytes);
}

// The same, once more where it is unstable.
GradeReport GradeUntilStable(const Contest& contest, const std::string& seed,
                             CategorySpec& spec, Notes& notes,
                             std::optional<BoardFacts>& board) {
  const auto start = std::chrono::steady_clock::now();
  for (int time = 1;; ++time) {
    notes = Notes();
    std::optional<Evidence> seen;
    GradeReport report = Grade(
        contest, seed.empty() ? SecretSeed::Fresh() : SecretSeed::Of(seed),
        spec, notes, board, seen);
    const std::chrono::duration<double> taken =
        std::chrono::steady_clock::now() - start;
    if (!GradesOnceMore(report, time, taken.count())) {
      report.set_reason(report.reason() + TriedAgain(report, time));
      if (seen.has_value()) {
        AddEvidence({spec, time, *std::move(seen)}, notes, report);
      }
      return report;
    }
    std::printf("  unstable: %s; once more\n", report.reason().c_str());
    std::fflush(stdout);
  }
}

absl::Status WriteAll(const GradeReport& report, const Notes& notes,
                      const std::string& out) {
  const char* xml = std::getenv("XML_OUTPUT_FILE");
  if (xml != nullptr) {
    if (absl::Status s = base::WriteFile(xml, JUnitXml(report)); !s.ok())
      return s;
  }
  const char* undeclared = std::getenv("TEST_UNDECLARED_OUTPUTS_DIR");
  const std::string dir = !out.empty()            ? out
                          : undeclared != nullptr ? undeclared
                                                  : "";
  if (dir.empty()) return absl::OkStatus();
  for (const auto& [name, text] : notes.logs) {
    const std::filesystem::path path = dir + "/" + name;
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (absl::Status s = base::WriteFile(path, text); !s.ok()) return s;
  }
  absl::Status s =
      base::WriteFile(dir + "/grade.textproto", ToTextProto(report));
  if (!s.ok()) return s;
  return base::WriteFile(dir + "/grade.json", ToJson(report));
}

int Main(int argc, char** argv) {
  Options o;
  CLI::App app{"Grades one submission in one category."};
  app.add_option("--contest", o.contest, "a Contest textproto")->required();
  app.add_option("--seed", o.seed,
                 "asks the same questions as for the same text; drawn if not "
                 "given, so that nobody foresees them");
  app.add_option("--out", o.out, "a folder for the reports");
  CLI11_PARSE(app, argc, argv);

  // Before any program of anybody else's has run: see BoardTimer.
  JoinBoard();
  const auto start = std::chrono::system_clock::now();
  const auto steady_start = std::chrono::steady_clock::now();
  Contest contest;
  CategorySpec spec;
  Notes notes;
  std::optional<BoardFacts> board;
  absl::Status read = ReadTextProto(o.contest, contest);
  const absl::StatusOr<std::string> digest =
      read.ok() ? ReadDigest(contest) : absl::StatusOr<std::string>("");
  if (!digest.ok()) read = digest.status();
  GradeReport report =
      read.ok() ? GradeUntilStable(contest, o.seed, spec, notes, board)
                : ReportOf(GRADER_ERROR, read);
  report.set_worker_output(PlainText(notes.worker_output));
  if (board.has_value()) {
    report.set_simulated(board->emulated());
    *report.mutable_board() = *std::move(board);
  }
  using std::chrono::duration_cast;
  using std::chrono::milliseconds;
  AddSpecs(contest, report);
  if (digest.ok()) report.set_digest(*digest);
  report.set_submission(contest.submission());
  report.set_category(spec.name());
  report.set_started_unix_ms(
      duration_cast<milliseconds>(start.time_since_epoch()).count());
  report.set_seconds(std::chrono::duration<double>(
                         std::chrono::steady_clock::now() - steady_start)
                         .count());
  report.set_host(PlainText(HostName()));
  report.mutable_basis()->MergeFrom(BasisOf(""));
  report.set_processor(report.basis().processor());
  std::printf("\n%s", ReportText(report).c_str());
  if (absl::Status s = WriteAll(report, notes, o.out); !s.ok()) {
    std::fprintf(stderr, "grade: %s\n", std::string(s.message()).c_str());
    return 2;
  }
  if (report.verdict() == PASSED) return 0;
  return report.verdict() == UNSTABLE || IsResult(report.verdict()) ? 1 : 2;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) { return olympics::Main(argc, argv); }
