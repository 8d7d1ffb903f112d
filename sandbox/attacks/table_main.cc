// Prints what becomes of every attack: in this sandbox, from root and from an
// ordinary user, and in bubblewrap and firejail where they are installed, as a
// table in Markdown. Run it as root, on a machine that may be attacked: peers
// let some through.
//
//   tools/tito setup --benchmarks
//   bazel run //sandbox/attacks:table
//
// bubblewrap runs as an ordinary user, with all namespaces and a root of one
// file; firejail as root (its way of working), without a profile but with its
// seccomp filter, no capabilities and no network. Neither has limits of memory
// or time of its own, so that bombs go through; that is said, not held against
// them. "reached": the kernel's code for the call answered, as its attack
// surface.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "sandbox/attacks/corpus.h"

namespace sandbox {
namespace {

constexpr char kBubblewrap[] = "/usr/bin/bwrap";
constexpr char kFirejail[] = "/usr/bin/firejail";
constexpr int kSeconds = 8;

std::string Ours(const Attack& attack, const std::string& path,
                 const Ground& ground, bool as_user) {
  const absl::StatusOr<Outcome> outcome =
      RunAttack(attack, path, ground, as_user);
  if (!outcome.ok()) return std::string(outcome.status().message());
  const std::string wrong = Judge(attack, *outcome);
  if (!wrong.empty()) return absl::StrCat("**", wrong, "**");
  if (outcome->verdict == Verdict::kViolation) {
    return absl::StrCat("`", outcome->violation, "`");
  }
  if (outcome->verdict == Verdict::kExited) return "in vain";
  return VerdictName(outcome->verdict);
}

// What a peer makes of it, by what the attack itself says.
std::string Peer(std::vector<std::string> command, bool as_user) {
  int pair[2];
  if (pipe2(pair, O_CLOEXEC) != 0) return "?";
  const pid_t pid = fork();
  if (pid == 0) {
    setpgid(0, 0);
    if (as_user && !BecomeUser()) _exit(99);
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, 0);
    dup2(pair[1], 1);
    dup2(nothing, 2);
    std::vector<char*> argv;
    for (std::string& word : command) argv.push_back(word.data());
    argv.push_back(nullptr);
    execv(argv[0], argv.data());
    _exit(99);
  }
  close(pair[1]);
  std::string output;
  bool late = false;
  for (int waited = 0;;) {
    pollfd ready = {pair[0], POLLIN, 0};
    if (poll(&ready, 1, 1000) == 0 && ++waited == kSeconds) {
      late = true;
      break;
    }
    char part[4096];
    if (ready.revents == 0) continue;
    const ssize_t got = read(pair[0], part, sizeof(part));
    if (got <= 0) break;
    if (output.size() < 4096) output.append(part, got);
  }
  close(pair[0]);
  kill(-pid, SIGKILL);
  int status = 0;
  waitpid(pid, &status, 0);
  if (late) return "runs on";
  if (absl::StrContains(output, "the kernel's code for it answered") ||
      absl::StrContains(output, "the terminal answered")) {
    return "reached";
  }
  if (absl::StrContains(output, "ESCAPED") ||
      (WIFEXITED(status) && WEXITSTATUS(status) == 66)) {
    return "**through**";
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 99) return "?";
  return "held";
}

int Main() {
  const absl::StatusOr<Ground> ground = Ground::Make();
  if (!ground.ok()) return 1;
  // The programs where everybody can run them.
  char name[] = "/tmp/attack-programs-XXXXXX";
  if (mkdtemp(name) == nullptr) return 1;
  const std::string there = name;
  chmod(name, 0755);
  const bool user = CanBecomeUser();
  const bool bubblewrap = access(kBubblewrap, X_OK) == 0 && user;
  const bool firejail = access(kFirejail, X_OK) == 0 && getuid() == 0;
  std::printf(
      "| attack | sandbox, %s | sandbox, user | bubblewrap | firejail "
      "|\n|---|---|---|---|---|\n",
      getuid() == 0 ? "root" : "user");
  std::map<std::string, int> counts;
  int wrong = 0;
  for (const Attack& attack : Corpus()) {
    const std::string path = std::string("sandbox/attacks/") + attack.program;
    const std::string copy = there + "/" + attack.program;
    std::filesystem::copy_file(path, copy);
    chmod(copy.c_str(), 0755);
    const std::string ours = Ours(attack, path, *ground, false);
    const std::string ours_user =
        user ? Ours(attack, path, *ground, true) : "–";
    std::string bwrap = "–", fire = "–";
    if (bubblewrap) {
      std::vector<std::string> command = {
          kBubblewrap, "--unshare-all", "--die-with-parent", "--ro-bind",
          copy,        "/attack"};
      if (attack.use != Use::kWorker) {
        command.insert(command.end(),
                       {"--ro-bind", ground->in(), "/in", "--bind",
                        ground->out(), "/out/file", "--tmpfs", "/tmp"});
      }
      command.push_back("/attack");
      bwrap = Peer(command, true);
    }
    if (firejail && attack.use == Use::kWorker) {
      fire = Peer({kFirejail, "--quiet", "--noprofile", "--seccomp",
                   "--caps.drop=all", "--net=none", copy},
                  false);
    }
    std::printf("| %s | %s | %s | %s | %s |\n", attack.Name().c_str(),
                ours.c_str(),
                ours_user == ours ? "the same" : ours_user.c_str(),
                bwrap.c_str(), fire.c_str());
    std::fflush(stdout);
    wrong += absl::StrContains(ours, "**") + absl::StrContains(ours_user, "**");
    ++counts["bubblewrap " + bwrap];
    ++counts["firejail " + fire];
    std::filesystem::remove(copy);
  }
  std::printf("\n%zu attacks, %d not contained here.\n", Corpus().size(),
              wrong);
  for (const auto& [what, count] : counts) {
    std::printf("- %s: %d\n", what.c_str(), count);
  }
  std::filesystem::remove_all(there);
  return wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace sandbox

int main() { return sandbox::Main(); }
