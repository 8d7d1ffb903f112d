// `tito board ...`: boards that a course has, and grading on them.
#ifndef TOOLS_BOARD_COMMANDS_H_
#define TOOLS_BOARD_COMMANDS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "categories/category.pb.h"
#include "tools/board/boards.h"

namespace olympics {

// Where the course's tree is, and tito's folder in it.
struct BoardCourse {
  std::string root;
  std::string apart = {};  // the folder of a season of its own; "": .tito
  std::string state() const { return apart.empty() ? root + "/.tito" : apart; }
  std::string boards() const { return state() + "/boards.json"; }
  std::string emulator() const { return state() + "/board"; }
};

// Each prints what it has to say, and gives an exit code: 0, or 3 where a board
// is unfit, or a grading on it ended in nothing that can be graded.

// `fingerprint`, "SHA256:...", is that of the board's host key, as the board
// itself shows it (`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub`); ""
// where the user's known_hosts has the key already.
absl::StatusOr<int> AddBoard(const BoardCourse& course, BoardEntry board,
                             const std::string& fingerprint);
absl::StatusOr<int> RemoveBoard(const BoardCourse& course,
                                const std::string& name);
absl::StatusOr<int> ListBoards(const BoardCourse& course, bool json);
// What it is, and whether each category that wants a board can be graded there.
absl::StatusOr<int> CheckBoard(const BoardCourse& course,
                               const std::string& name,
                               const std::vector<CategorySpec>& specs,
                               bool json);
// Grades what Bazel's `targets` hold of edge gradings, one after the other, and
// puts the reports on record.
absl::StatusOr<int> RunOnBoard(const BoardCourse& course,
                               const std::string& name,
                               const std::vector<std::string>& targets);
absl::StatusOr<int> StartBoard(const BoardCourse& course, int port,
                               int seconds);
absl::StatusOr<int> StopBoard(const BoardCourse& course);

}  // namespace olympics

#endif  // TOOLS_BOARD_COMMANDS_H_
