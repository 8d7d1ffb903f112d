#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/subprocess.h"
#include "tools/board/remote.h"

namespace olympics {
namespace {

using base::Stream;

class SshRemote : public Remote {
 public:
  explicit SshRemote(const BoardEntry& board) : board_(board) {}

  RemoteResult Run(const RemoteCommand& command) override {
    const Stream input = command.hold ? Stream::Pipe()
                         : command.input_path.empty()
                             ? Stream::Null()
                             : Stream::File(command.input_path);
    absl::StatusOr<base::Ended> ended = base::Run(
        {.command = SshArguments(board_, command.command),
         .input = input,
         .output = Stream::Pipe(),
         .errors = Stream::Pipe()},
        {.hold_input = command.hold,
         .timeout_seconds = static_cast<double>(command.timeout_seconds),
         .on_line = command.on_line});
    if (!ended.ok()) {
      return {kNoConnection, "", std::string(ended.status().message())};
    }
    if (ended->timed_out) {
      absl::StrAppend(&ended->errors, "no end within ", command.timeout_seconds,
                      " s");
    }
    return {ended->signaled ? kNoConnection : ended->code,
            std::move(ended->output), std::move(ended->errors)};
  }

 private:
  const BoardEntry board_;
};

}  // namespace

std::vector<std::string> SshArguments(const BoardEntry& board,
                                      const std::string& command) {
  std::vector<std::string> words = {"ssh",
                                    "-T",
                                    "-oBatchMode=yes",
                                    "-oStrictHostKeyChecking=yes",
                                    "-oPasswordAuthentication=no",
                                    "-oConnectTimeout=10",
                                    "-oServerAliveInterval=5",
                                    "-oServerAliveCountMax=3",
                                    "-oClearAllForwardings=yes",
                                    "-oLogLevel=ERROR",
                                    absl::StrCat("-p", board.port)};
  if (!board.identity.empty()) {
    words.push_back("-oIdentitiesOnly=yes");
    words.push_back("-i" + board.identity);
  }
  if (!board.known_hosts.empty()) {
    words.push_back("-oUserKnownHostsFile=" + board.known_hosts);
    words.push_back("-oGlobalKnownHostsFile=/dev/null");
  }
  words.push_back("--");
  words.push_back(board.destination);
  words.push_back(command);
  return words;
}

std::unique_ptr<Remote> Ssh(const BoardEntry& board) {
  return std::make_unique<SshRemote>(board);
}

}  // namespace olympics
