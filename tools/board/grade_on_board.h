// A grading on a board: the archive of a contest is copied there, the grader
// runs there, and its report comes back. Whatever goes wrong is a report, too,
// with a verdict of its own, and can be tried again: nothing on the board is
// trusted to be whole unless it was renamed into place.
#ifndef TOOLS_BOARD_GRADE_ON_BOARD_H_
#define TOOLS_BOARD_GRADE_ON_BOARD_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/report/grade.pb.h"
#include "tools/board/remote.h"

namespace olympics {

// What the rule board_grade_test packs.
struct BoardArchive {
  std::string submission, category;
  std::string path;     // <submission>_<category>.tar.gz
  std::string contest;  // a path in it
};

struct BoardSession {
  // A line for the person who waits.
  std::function<void(const std::string&)> progress;
  std::function<void(int seconds)> sleep;
  std::function<int64_t()> now_unix_ms;
  // How long a board that was lost is waited for.
  int wait_seconds = 120;
  // Called with the evidence that the report names, or why it did not come; it
  // may take the name out of the report. None: it is left on the board.
  std::function<void(const absl::StatusOr<std::string>& bytes,
                     GradeReport& report)>
      keep_evidence = {};
};

// Copies the agent there, with which everything else is done. Unavailable,
// ResourceExhausted (no room) or FailedPrecondition with a sentence.
absl::Status InstallAgent(Remote& remote, const std::string& agent_archive);

// What the board is, by the agent.
absl::StatusOr<BoardFacts> AskFacts(Remote& remote);

// Installs the agent, copies the archive and grades. `board` is its name, for
// the sentences.
GradeReport GradeOnBoard(Remote& remote, const std::string& board,
                         const std::string& agent_archive,
                         const BoardArchive& archive,
                         const BoardSession& session);

// The size of what a .gz file holds, below 4 GiB: its last four bytes.
absl::StatusOr<int64_t> UnpackedBytes(const std::string& gz);

}  // namespace olympics

#endif  // TOOLS_BOARD_GRADE_ON_BOARD_H_
