#include "tools/board/emulator.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "tools/board/remote.h"
#include "tools/process/process.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;

constexpr char kKeyType[] = "ssh-ed25519";

// RFC 4251: a string is its length in four bytes, and itself.
std::string SshString(const std::string& text) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) {
    out += static_cast<char>(text.size() >> shift & 0xff);
  }
  return out + text;
}

// The process of an emulator that was started here, 0 if none runs.
pid_t RunningPid(const std::string& folder) {
  const absl::StatusOr<std::string> text = base::ReadFile(folder + "/pid");
  int pid = 0;
  if (!text.ok() || !absl::SimpleAtoi(*text, &pid) || pid <= 1) return 0;
  // The number may be another program's by now.
  const absl::StatusOr<std::string> command =
      base::ReadFile(absl::StrCat("/proc/", pid, "/cmdline"));
  return command.ok() && absl::StrContains(*command, "qemu-system-aarch64") &&
                 absl::StrContains(*command, folder + "/pid")
             ? pid
             : 0;
}

// A port that nobody listens on now.
absl::StatusOr<int> FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* any = reinterpret_cast<sockaddr*>(&address);
  const bool ok =
      fd >= 0 && bind(fd, any, size) == 0 && getsockname(fd, any, &size) == 0;
  if (fd >= 0) close(fd);
  if (!ok) return absl::UnavailableError("no free port on 127.0.0.1");
  return ntohs(address.sin_port);
}

absl::Status MakeKeys(const std::string& folder) {
  if (!fs::exists(folder + "/host_key")) {
    if (sodium_init() < 0) return absl::InternalError("libsodium");
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES],
        secret_key[crypto_sign_SECRETKEYBYTES];
    crypto_sign_keypair(public_key, secret_key);
    const std::string secret(reinterpret_cast<const char*>(secret_key),
                             sizeof(secret_key));
    RETURN_IF_ERROR(base::WriteFile(folder + "/host_key", secret));
    chmod((folder + "/host_key").c_str(), 0600);
  }
  if (fs::exists(folder + "/key")) return absl::OkStatus();
  const absl::StatusOr<int> made =
      RunCommand({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C",
                  "tito-board", "-f", folder + "/key"},
                 /*aside=*/true);
  if (!made.ok()) return made.status();
  return *made == 0 ? absl::OkStatus()
                    : absl::UnavailableError("ssh-keygen failed; see above");
}

// The initramfs with this course's keys in a second archive behind it.
absl::Status MakeInitrd(const EmulatorOptions& options,
                        const std::string& secret_key) {
  const std::string overlay = options.folder + "/overlay/board";
  std::error_code error;
  fs::create_directories(overlay, error);
  ASSIGN_OR_RETURN(const std::string key,
                   base::ReadFile(options.folder + "/key.pub"));
  for (const auto& [name, text] :
       std::vector<std::pair<std::string, std::string>>{
           {"authorized_keys", key},
           {"host_key", DropbearHostKey(secret_key)},
           {"disk_mib", absl::StrCat(options.disk_mib, "\n")}}) {
    RETURN_IF_ERROR(base::WriteFile(overlay + "/" + name, text));
  }
  const absl::StatusOr<int> packed = RunCommand(
      {"sh", "-c",
       "umask 077 && cd \"$1/overlay\" && find . | cpio --create --format=newc "
       "--owner=0:0 --quiet > ../overlay.cpio && cat \"$2\" ../overlay.cpio > "
       "../initrd && cd .. && rm -rf overlay overlay.cpio",
       "sh", options.folder, fs::absolute(options.initramfs).string()},
      /*aside=*/true);
  if (!packed.ok()) return packed.status();
  return *packed == 0 ? absl::OkStatus()
                      : absl::UnavailableError("packing failed; see above");
}

std::string LastLines(const std::string& path) {
  const absl::StatusOr<std::string> text = base::ReadFile(path);
  if (!text.ok()) return "its console is empty";
  constexpr size_t kShown = 600;
  return text->size() <= kShown ? *text : text->substr(text->size() - kShown);
}

}  // namespace

std::string KnownHostsLine(int port, const std::string& secret_key) {
  const std::string blob =
      SshString(kKeyType) + SshString(secret_key.substr(32, 32));
  std::string base64(
      sodium_base64_encoded_len(blob.size(), sodium_base64_VARIANT_ORIGINAL),
      '\0');
  sodium_bin2base64(base64.data(), base64.size(),
                    reinterpret_cast<const unsigned char*>(blob.data()),
                    blob.size(), sodium_base64_VARIANT_ORIGINAL);
  base64.pop_back();  // the NUL
  return absl::StrCat("[127.0.0.1]:", port, " ", kKeyType, " ", base64, "\n");
}

std::string DropbearHostKey(const std::string& secret_key) {
  return SshString(kKeyType) + SshString(secret_key);
}

absl::StatusOr<BoardEntry> StartEmulator(
    const EmulatorOptions& options,
    const std::function<void(const std::string&)>& progress) {
  const std::string& folder = options.folder;
  std::error_code error;
  fs::create_directories(folder, error);
  if (RunningPid(folder) != 0) {
    return absl::FailedPreconditionError(
        "the emulated board runs already; `tito board stop` ends it");
  }
  chmod(folder.c_str(), 0700);
  RETURN_IF_ERROR(MakeKeys(folder));
  ASSIGN_OR_RETURN(const std::string secret,
                   base::ReadFile(folder + "/host_key"));
  if (secret.size() != crypto_sign_SECRETKEYBYTES) {
    return absl::DataLossError(absl::StrCat(
        folder, "/host_key is damaged: remove it, and start again"));
  }
  RETURN_IF_ERROR(MakeInitrd(options, secret));
  int port = options.port;
  if (port == 0) {
    ASSIGN_OR_RETURN(const int free, FreePort());
    port = free;
  }
  absl::Status hosts =
      base::WriteFile(folder + "/known_hosts", KnownHostsLine(port, secret));
  if (!hosts.ok()) return hosts;
  const BoardEntry board = {"emulated", "root@127.0.0.1", port, folder + "/key",
                            folder + "/known_hosts"};
  progress("starting the emulated board");
  fs::remove(folder + "/console.log", error);
  // Its time is a count of instructions while it works, and the wall's while
  // it waits.
  ASSIGN_OR_RETURN(
      const int started,
      RunCommand({"qemu-system-aarch64",
                  "-M",
                  "virt",
                  "-cpu",
                  "cortex-a72",
                  "-smp",
                  "1",
                  "-m",
                  "1024",
                  "-nodefaults",
                  "-display",
                  "none",
                  "-icount",
                  "shift=1",
                  "-serial",
                  "file:" + folder + "/console.log",
                  "-netdev",
                  absl::StrCat("user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:",
                               port, "-:22"),
                  "-device",
                  "virtio-net-device,netdev=net",
                  "-kernel",
                  options.kernel,
                  "-initrd",
                  folder + "/initrd",
                  "-append",
                  "console=ttyAMA0 quiet loglevel=3 panic=1",
                  "-daemonize",
                  "-pidfile",
                  folder + "/pid"},
                 /*aside=*/true));
  if (started != 0) {
    return absl::UnavailableError("qemu-system-aarch64 failed; see above");
  }
  const std::unique_ptr<Remote> remote = Ssh(board);
  const double begin = base::SteadySeconds();
  RemoteResult answer;
  while (base::SteadySeconds() - begin < options.seconds) {
    answer = remote->Run({.command = "true", .timeout_seconds = 15});
    if (answer.code == 0) return board;
    if (RunningPid(folder) == 0) break;
    usleep(500'000);
  }
  const std::string console = LastLines(folder + "/console.log");
  StopEmulator(folder).IgnoreError();
  return absl::DeadlineExceededError(
      absl::StrCat("the emulated board did not answer within ", options.seconds,
                   " s (", answer.errors, "); its console: ", console));
}

absl::Status StopEmulator(const std::string& folder) {
  const pid_t pid = RunningPid(folder);
  if (pid == 0) return absl::NotFoundError("no emulated board runs");
  kill(pid, SIGTERM);
  for (int i = 0; i < 100 && RunningPid(folder) != 0; ++i) {
    if (i == 50) kill(pid, SIGKILL);
    usleep(100'000);
  }
  std::error_code error;
  fs::remove(folder + "/pid", error);
  fs::remove(folder + "/initrd", error);
  return absl::OkStatus();
}

}  // namespace olympics
