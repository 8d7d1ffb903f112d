#include "tools/board/grade_on_board.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "google/protobuf/text_format.h"
#include "grader/evidence/file.h"
#include "grader/report/sha256.h"
#include "grader/report/sheet.h"
#include "grader/report/text.h"

namespace olympics {
namespace {

// The agent's exit codes.
constexpr int kBusy = 75;
constexpr int kCopySeconds = 600, kGradeSeconds = 1800;
constexpr int64_t kSpareMib = 16;

// Everything is in one folder of the user's.
constexpr char kEnter[] =
    "mkdir -p ~/.cache/tito-board && cd ~/.cache/tito-board && ";
constexpr char kAgent[] = "agent/grader/board/board_agent";

// What a remote command said of its failure, short.
std::string Said(const RemoteResult& result) {
  std::string said = PlainText(result.errors);
  while (!said.empty() && (said.back() == '\n' || said.back() == ' ')) {
    said.pop_back();
  }
  constexpr size_t kShown = 300;
  if (said.size() > kShown) said = "... " + said.substr(said.size() - kShown);
  return said.empty() ? absl::StrCat("exit code ", result.code) : said;
}

bool IsFull(const RemoteResult& result) {
  return absl::StrContains(result.errors, "No space left on device") ||
         absl::StrContains(result.errors, "Disk quota exceeded");
}

absl::Status StatusOf(const RemoteResult& result, const char* what) {
  if (result.code == 0) return absl::OkStatus();
  if (result.code == kNoConnection) {
    return absl::UnavailableError(Said(result));
  }
  if (IsFull(result)) {
    return absl::ResourceExhaustedError("its disk is full");
  }
  return absl::FailedPreconditionError(absl::StrCat(what, ": ", Said(result)));
}

// Unpacks `archive` there as the folder `name`, whole or not at all.
absl::Status Unpack(Remote& remote, const std::string& archive,
                    const std::string& name) {
  const std::string part = name + ".part";
  const RemoteResult result = remote.Run(
      {.command = absl::StrCat(kEnter, "rm -rf ", part, " && mkdir ", part,
                               " && tar -xzf - -C ", part, " && rm -rf ", name,
                               " && mv ", part, " ", name,
                               " || { e=$?; rm -rf ", part, "; exit $e; }"),
       .input_path = archive,
       .timeout_seconds = kCopySeconds});
  return StatusOf(result, "unpacking failed");
}

}  // namespace

absl::StatusOr<int64_t> UnpackedBytes(const std::string& gz) {
  if (gz.size() < 18 || gz[0] != '\x1f' || gz[1] != '\x8b') {
    return absl::DataLossError("it is no gzip file");
  }
  int64_t size = 0;
  for (int i = 0; i < 4; ++i) {
    size |= int64_t{static_cast<unsigned char>(gz[gz.size() - 4 + i])}
            << (8 * i);
  }
  return size;
}

absl::Status InstallAgent(Remote& remote, const std::string& agent_archive) {
  return Unpack(remote, agent_archive, "agent");
}

absl::StatusOr<BoardFacts> AskFacts(Remote& remote) {
  const RemoteResult result =
      remote.Run({.command = absl::StrCat(kEnter, "./", kAgent, " facts .")});
  RETURN_IF_ERROR(StatusOf(result, "the agent failed"));
  BoardFacts facts;
  if (!google::protobuf::TextFormat::ParseFromString(result.output, &facts) ||
      facts.boot_id().empty()) {
    return absl::FailedPreconditionError("its agent's answer makes no sense");
  }
  return facts;
}

namespace {

class Grading {
 public:
  Grading(Remote& remote, const std::string& board, const BoardArchive& archive,
          const BoardSession& session)
      : remote_(remote), board_(board), archive_(archive), session_(session) {}

  GradeReport Go(const std::string& agent_archive) {
    started_ = session_.now_unix_ms();
    session_.progress(absl::StrCat("connecting to ", board_));
    absl::Status status = InstallAgent(remote_, agent_archive);
    if (!status.ok()) return OfStatus(status);
    absl::StatusOr<BoardFacts> facts = AskFacts(remote_);
    if (!facts.ok()) return OfStatus(facts.status());
    facts_ = *std::move(facts);
    if (std::optional<GradeReport> bad = Copy(); bad.has_value()) return *bad;
    return Run();
  }

 private:
  // Nothing if it is there.
  std::optional<GradeReport> Copy() {
    const absl::StatusOr<std::string> bytes = base::ReadFile(archive_.path);
    if (!bytes.ok()) return Bad(GRADER_ERROR, bytes.status().ToString());
    const absl::StatusOr<int64_t> size = UnpackedBytes(*bytes);
    if (!size.ok()) {
      return Bad(GRADER_ERROR,
                 absl::StrCat(archive_.path, ": ",
                              std::string(size.status().message())));
    }
    folder_ = "run-" + Sha256Hex(*bytes).substr(0, 16);
    // What other gradings left makes room; a copy that is whole is kept.
    const RemoteResult look = remote_.Run(
        {.command = absl::StrCat(
             kEnter, "find . -mindepth 1 -maxdepth 1 -name 'run-*' ! -name ",
             folder_, " -exec rm -rf {} + ; test ! -d ", folder_,
             " || echo there")});
    if (look.code != 0) return OfResult(look, "looking for a copy failed");
    if (absl::StrContains(look.output, "there")) return std::nullopt;
    const absl::StatusOr<BoardFacts> now = AskFacts(remote_);
    if (!now.ok()) return OfStatus(now.status());
    const int64_t wanted = (*size >> 20) + kSpareMib;
    if (now->free_mib() < wanted) {
      return Bad(BOARD_FULL,
                 absl::StrCat("the board ", board_, " has ", now->free_mib(),
                              " MiB free on its disk, and a grading wants ",
                              wanted, ": make room, and grade again"));
    }
    session_.progress(absl::StrFormat(
        "copying %.1f MB", 1e-6 * static_cast<double>(bytes->size())));
    if (absl::Status s = Unpack(remote_, archive_.path, folder_); !s.ok()) {
      return OfStatus(s);
    }
    return std::nullopt;
  }

  GradeReport Run() {
    const std::string in = absl::StrCat(kEnter, "cd ", folder_, " && ");
    const RemoteResult run = remote_.Run(
        {.command = absl::StrCat(in, "rm -rf out && mkdir out && exec ../",
                                 kAgent, " run -- ./grader/grade --contest=",
                                 archive_.contest, " --out=out"),
         .hold = true,
         .timeout_seconds = kGradeSeconds,
         .on_line = session_.progress});
    if (run.code == kBusy) {
      return Bad(GRADER_ERROR,
                 absl::StrCat("the board ", board_,
                              " is grading already: wait, and grade again"));
    }
    if (run.code == kNoConnection) return AfterLoss(run);
    const RemoteResult fetched =
        remote_.Run({.command = in + "cat out/grade.textproto"});
    GradeReport report;
    if (fetched.code == 0 && !fetched.output.empty() &&
        google::protobuf::TextFormat::ParseFromString(fetched.output,
                                                      &report)) {
      FetchEvidence(in, report);
      return report;
    }
    if (fetched.code == kNoConnection) return AfterLoss(fetched);
    if (IsFull(run)) {
      return Bad(BOARD_FULL,
                 absl::StrCat("the disk of the board ", board_,
                              " was full before the report was written: make "
                              "room, and grade again"));
    }
    return Bad(GRADER_ERROR, absl::StrCat("the grader on ", board_,
                                          " left no report: ", Said(run)));
  }

  // The grade is there: evidence that does not come is no reason to lose it.
  void FetchEvidence(const std::string& in, GradeReport& report) {
    if (report.evidence_sha256().empty()) return;
    if (session_.keep_evidence == nullptr) {
      report.clear_evidence_sha256();
      return;
    }
    RemoteResult fetched =
        remote_.Run({.command = absl::StrCat(in, "cat out/", kEvidenceFile)});
    const absl::Status status = StatusOf(fetched, "it could not be fetched");
    if (status.ok()) {
      session_.keep_evidence(std::move(fetched.output), report);
    } else {
      session_.keep_evidence(status, report);
    }
  }

  // Is it gone, or did it start anew?
  GradeReport AfterLoss(const RemoteResult& last) {
    session_.progress(
        absl::StrCat("lost the connection to ", board_, "; waiting for it"));
    constexpr int kEvery = 5;
    for (int waited = 0; waited < session_.wait_seconds; waited += kEvery) {
      session_.sleep(kEvery);
      const absl::StatusOr<BoardFacts> facts = AskFacts(remote_);
      if (absl::IsUnavailable(facts.status())) continue;
      // A board whose files are gone came up anew as well.
      const bool rebooted = !facts.ok() || facts->boot_id() != facts_.boot_id();
      return rebooted
                 ? Bad(BOARD_REBOOTED,
                       absl::StrCat("the board ", board_,
                                    " started anew during the run: look at "
                                    "its supply, and grade again"))
                 : Bad(BOARD_LOST,
                       absl::StrCat("the connection to the board ", board_,
                                    " broke during the run, and is there "
                                    "again: grade again"));
    }
    return Bad(
        BOARD_LOST,
        absl::StrCat("the board ", board_, " was lost during the run (",
                     Said(last), "), and did not come back for ",
                     session_.wait_seconds, " s: look at it, and grade again"));
  }

  GradeReport OfResult(const RemoteResult& result, const char* what) {
    return OfStatus(StatusOf(result, what));
  }

  GradeReport OfStatus(const absl::Status& status) {
    const std::string message(status.message());
    if (absl::IsUnavailable(status)) {
      return Bad(BOARD_LOST, absl::StrCat("the board ", board_,
                                          " cannot be reached: ", message));
    }
    if (absl::IsResourceExhausted(status)) {
      return Bad(BOARD_FULL,
                 absl::StrCat("the disk of the board ", board_,
                              " is full: make room, and grade again"));
    }
    return Bad(GRADER_ERROR, absl::StrCat("the board ", board_, ": ", message));
  }

  GradeReport Bad(Verdict verdict, const std::string& why) {
    GradeReport report = ErrorReport(verdict, why);
    report.set_submission(archive_.submission);
    report.set_category(archive_.category);
    report.set_started_unix_ms(started_);
    report.set_host(board_);
    *report.mutable_board() = facts_;
    return report;
  }

  Remote& remote_;
  const std::string board_;
  const BoardArchive& archive_;
  const BoardSession& session_;
  BoardFacts facts_;
  std::string folder_;
  int64_t started_ = 0;
};

}  // namespace

GradeReport GradeOnBoard(Remote& remote, const std::string& board,
                         const std::string& agent_archive,
                         const BoardArchive& archive,
                         const BoardSession& session) {
  return Grading(remote, board, archive, session).Go(agent_archive);
}

}  // namespace olympics
