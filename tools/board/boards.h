// The boards that a course knows: a file of JSON in its .tito folder.
//
//   [{"name": "pi4", "destination": "pi@10.0.0.7", "port": 22,
//     "identity": "", "known_hosts": ""}]
//
// No password is ever kept: OpenSSH finds keys as it always does, or in the
// file `identity`.
#ifndef TOOLS_BOARD_BOARDS_H_
#define TOOLS_BOARD_BOARDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace olympics {

struct BoardEntry {
  std::string name;
  std::string destination;  // [user@]host, as ssh takes it
  int port = 22;
  std::string identity = {};     // a private key's file; "": as ssh finds one
  std::string known_hosts = {};  // a file of its own; "": the user's
};

// InvalidArgument with a sentence: a name that is not [A-Za-z0-9_-]+, a
// destination that ssh could take for an option or a command, a port that is
// none.
absl::Status ValidateBoard(const BoardEntry& board);

absl::StatusOr<std::vector<BoardEntry>> ParseBoards(const std::string& json);
std::string BoardsJson(const std::vector<BoardEntry>& boards);

// None where there is no such file.
absl::StatusOr<std::vector<BoardEntry>> LoadBoards(const std::string& path);
absl::Status SaveBoards(const std::string& path,
                        const std::vector<BoardEntry>& boards);

// NotFound names those that there are.
absl::StatusOr<BoardEntry> FindBoard(const std::vector<BoardEntry>& boards,
                                     const std::string& name);

}  // namespace olympics

#endif  // TOOLS_BOARD_BOARDS_H_
