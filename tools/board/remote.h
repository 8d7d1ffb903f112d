// Commands on another machine: an interface, so that what is decided by their
// outcomes can be tested, and OpenSSH's client behind it.
#ifndef TOOLS_BOARD_REMOTE_H_
#define TOOLS_BOARD_REMOTE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tools/board/boards.h"

namespace olympics {

struct RemoteCommand {
  std::string command;  // for the shell of the user there
  // What standard input gets: this file, or if `hold` nothing, but it ends only
  // when the connection does.
  std::string input_path = {};
  bool hold = false;
  int timeout_seconds = 60;
  // Called with each line of its standard output, as it comes.
  std::function<void(const std::string&)> on_line = {};
};

struct RemoteResult {
  // The command's exit code; kNoConnection where there is no connection, or no
  // more.
  int code = 0;
  std::string output, errors;  // at most 16 MiB of each
};
inline constexpr int kNoConnection = 255;

class Remote {
 public:
  virtual ~Remote() = default;
  virtual RemoteResult Run(const RemoteCommand& command) = 0;
};

// By the system's ssh: never a password, never an unknown host key; a board
// that does not answer for 15 seconds is lost.
std::unique_ptr<Remote> Ssh(const BoardEntry& board);

// Its arguments, for tests.
std::vector<std::string> SshArguments(const BoardEntry& board,
                                      const std::string& command);

}  // namespace olympics

#endif  // TOOLS_BOARD_REMOTE_H_
