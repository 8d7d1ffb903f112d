// The full emulated board: Debian's arm64 kernel under qemu-system-aarch64 with
// a small root and an SSH server on the loopback interface, reached as a real
// one is.
#ifndef TOOLS_BOARD_EMULATOR_H_
#define TOOLS_BOARD_EMULATOR_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/board/boards.h"

namespace olympics {

struct EmulatorOptions {
  // Of its own: keys, process id, console.log.
  std::string folder;
  std::string kernel, initramfs;  // //toolchains/board:full_board
  int port = 0;                   // on 127.0.0.1; 0: a free one
  int seconds = 60;               // until it must answer
  int disk_mib = 512;             // of the user's home
};

// Starts it and waits until it answers; it runs on after this process has
// ended. Keys are made the first time, and kept. FailedPrecondition: one runs
// already; DeadlineExceeded with the console's last lines: it does not answer.
absl::StatusOr<BoardEntry> StartEmulator(
    const EmulatorOptions& options,
    const std::function<void(const std::string&)>& progress);

// Ends it. NotFound: none runs.
absl::Status StopEmulator(const std::string& folder);

// The line of a known_hosts file, and dropbear's file, of an ed25519 key: its
// secret half as libsodium has it, 32 bytes of seed and 32 of public key.
std::string KnownHostsLine(int port, const std::string& secret_key);
std::string DropbearHostKey(const std::string& secret_key);

}  // namespace olympics

#endif  // TOOLS_BOARD_EMULATOR_H_
