#include "sandbox/attacks/corpus.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "sandbox/jail.h"
#include "sandbox/text.h"

namespace sandbox {
namespace {

constexpr unsigned kNobody = 65534;
constexpr int64_t kMemory = 64 << 20;

constexpr Use kW = Use::kWorker, kT = Use::kTraining, kI = Use::kInterpreter;

Attack Refused(const char* program, Use use, const char* call,
               const char* call_aarch64 = nullptr) {
  return {program, use, Verdict::kViolation, 0, call, call_aarch64};
}
// It found no way, and said so.
Attack InVain(const char* program, Use use = kW) {
  return {program, use, Verdict::kExited, 0};
}
Attack AtLimit(const char* program, Verdict verdict, Use use = kW) {
  return {program, use, verdict};
}
Attack Timed(const char* program, Verdict verdict, double wall, double cpu) {
  Attack attack = AtLimit(program, verdict);
  attack.wall = wall;
  attack.cpu = cpu;
  return attack;
}

// Kernels without 32-bit programs have no such entry: it is a fault there.
Attack InterruptEntry() {
  Attack attack = Refused("interrupt_entry", kW,
                          "a system call of another architecture", "-");
  attack.or_signal = SIGSEGV;
  return attack;
}

}  // namespace

const std::vector<Attack>& Corpus() {
  static const auto* const corpus = new std::vector<Attack>{
      // Using up what there is.
      Refused("fork_bomb", kW, "clone (to start another process)"),
      Refused("vfork_bomb", kW, "vfork", "clone (to start another process)"),
      InVain("thread_bomb"),
      AtLimit("memory_bomb", Verdict::kMemoryLimit),
      AtLimit("memory_burst", Verdict::kMemoryLimit),
      AtLimit("thread_stacks", Verdict::kMemoryLimit),
      Refused("shared_memory_mapping", kW, "mmap (of shared memory)"),
      Refused("shared_memory_mapping", kI, "mmap (of shared memory)"),
      Timed("leader_leaves", Verdict::kMemoryLimit, 20, 10),
      Timed("leader_computes", Verdict::kCpuLimit, 20, 0.5),
      InVain("address_space"),
      {"stack_overflow", kW, Verdict::kCrashed, SIGSEGV},
      InVain("descriptor_bomb", kT),
      Refused("descriptor_copies", kW, "dup2", "dup3"),
      InVain("inode_bomb", kT),
      AtLimit("disk_bomb", Verdict::kFileLimit, kT),
      AtLimit("sparse_file", Verdict::kFileLimit, kT),
      InVain("tmp_bomb", kT),
      AtLimit("output_bomb", Verdict::kOutputLimit),
      AtLimit("error_bomb", Verdict::kOutputLimit),
      Timed("cpu_hog", Verdict::kCpuLimit, 20, 0.5),
      Timed("cpu_threads", Verdict::kCpuLimit, 20, 1),
      Timed("sleeper", Verdict::kWallLimit, 0.5, 10),
      Timed("stopped", Verdict::kWallLimit, 0.5, 10),
      {"core_dump", kW, Verdict::kCrashed, SIGABRT},
      Refused("lock_memory", kW, "mlockall"),
      Refused("io_setup", kW, "io_setup"),

      // Other processes.
      Refused("ptrace_parent", kW, "ptrace"),
      Refused("read_parent_memory", kW, "process_vm_readv"),
      Refused("write_parent_memory", kW, "process_vm_writev"),
      Refused("own_memory_file", kW, "openat(\"/proc/self/mem\")"),
      InVain("own_memory_file", kT),
      Refused("pidfd_open", kW, "pidfd_open"),
      Refused("pidfd_getfd", kW, "pidfd_getfd"),
      Refused("pidfd_send_signal", kW, "pidfd_send_signal"),
      Refused("process_madvise", kW, "process_madvise"),
      Refused("kcmp", kW, "kcmp"),
      Refused("kill_parent", kW, "kill"),
      Refused("kill_all", kW, "kill"),
      Refused("kill_keeper_thread", kW, "tgkill"),
      Refused("wide_signal", kW, "tgkill"),
      Refused("rt_sigqueueinfo", kW, "rt_sigqueueinfo"),
      Refused("setsid", kW, "setsid"),
      Refused("orphan", kW, "clone (to start another process)"),
      InVain("descriptor_owner"),

      // Other programs and other code.
      Refused("execute_shell", kW, "execve(\"/bin/sh\")"),
      Refused("execute_shell", kI, "execve(\"/bin/sh\")"),
      InVain("execute_again"),
      InVain("execute_other", kI),
      InVain("execute_other"),
      Refused("execute_memory", kW, "memfd_create(\"program\")"),
      Refused("execute_input", kT, "execve(\"/in/program\")"),
      Refused("write_code", kW, "mprotect (to make memory executable)"),
      Refused("write_code", kI, "mprotect (to make memory executable)"),
      Refused("writable_code", kW, "mmap (memory both writable and"),
      Refused("writable_code", kI, "mmap (memory both writable and"),
      Refused("load_framework", kW, "openat(\"/usr/lib/libtorch.so\")"),
      InVain("load_framework", kT),
      Refused("map_framework", kT, "mmap (/in/libframework.so as code)"),
      Refused("map_own_output", kT, "mmap (/tmp/library as code)"),
      InVain("map_own_output", kI),

      // The kernel's rarely used doors.
      Refused("io_uring_setup", kW, "io_uring_setup"),
      Refused("bpf", kW, "bpf"),
      Refused("perf_event_open", kW, "perf_event_open"),
      Refused("userfaultfd", kW, "userfaultfd"),
      Refused("keyctl", kW, "keyctl"),
      Refused("add_key", kW, "add_key"),
      Refused("request_key", kW, "request_key"),
      Refused("foreign_entry", kW, "a system call of another architecture",
              "system call 1073741996"),
      InterruptEntry(),
      Refused("modify_ldt", kW, "modify_ldt", "-"),
      Refused("iopl", kW, "iopl", "-"),
      Refused("kexec_load", kW, "kexec_load"),
      Refused("init_module", kW, "init_module"),
      Refused("reboot", kW, "reboot"),
      Refused("swapon", kW, "swapon"),
      Refused("acct", kW, "acct"),
      Refused("syslog", kW, "syslog"),
      Refused("name_to_handle_at", kW, "name_to_handle_at"),
      Refused("open_by_handle_at", kW, "open_by_handle_at"),
      Refused("fanotify_init", kW, "fanotify_init"),
      Refused("inotify_init1", kW, "inotify_init1"),
      Refused("splice", kW, "splice"),
      Refused("vmsplice", kW, "vmsplice"),
      Refused("personality", kW, "personality"),
      Refused("seccomp", kW, "seccomp"),

      // Namespaces and privileges.
      InVain("clone3_namespaces"),
      Refused("clone_namespaces", kW, "clone (to start another process)"),
      Refused("thread_namespaces", kW, "clone (to start another process)"),
      Refused("unshare_user", kW, "unshare"),
      Refused("setns", kW, "setns"),
      Refused("mount_tmpfs", kW, "mount(\"/\")"),
      Refused("umount2", kW, "umount2"),
      Refused("pivot_root", kW, "pivot_root"),
      Refused("fsopen", kW, "fsopen"),
      Refused("chroot_escape", kW, "chroot(\"/\")"),
      Refused("chroot_escape", kT, "chroot(\"/\")"),
      Refused("change_user", kW, "setuid"),
      Refused("capset", kW, "capset"),
      InVain("raise_limits"),
      InVain("undo_process_flags"),

      // Files.
      Refused("open_password_file", kW, "openat(\"/etc/passwd\")"),
      InVain("open_password_file", kT),
      InVain("climb_out", kT),
      InVain("change_input", kT),
      InVain("path_race", kT),
      Refused("symlink_output", kT, "symlink(\"/etc/shadow\")", "symlinkat"),
      Refused("hardlink_output", kT, "link(\"/out/file\")", "linkat"),

      // The network.
      Refused("socket_inet", kW, "socket"),
      Refused("socket_inet6", kW, "socket"),
      Refused("socket_unix", kW, "socket"),
      Refused("socket_netlink", kW, "socket"),
      Refused("socket_packet", kW, "socket"),
      Refused("socket_vsock", kW, "socket"),
      Refused("socket_alg", kW, "socket"),
      Refused("socket_bluetooth", kW, "socket"),

      // Clocks, cores and turns.
      Refused("clock_settime", kW, "clock_settime"),
      Refused("adjtimex", kW, "adjtimex"),
      Refused("timer_create", kW, "timer_create"),
      Refused("wait_for_signal", kW, "setitimer"),
      Refused("set_affinity", kW, "sched_setaffinity"),
      Refused("set_scheduler", kW, "sched_setscheduler"),
      Refused("setpriority", kW, "setpriority"),
      Refused("ioprio_set", kW, "ioprio_set"),

      // Messages for a later run.
      Refused("shmget", kW, "shmget"),
      Refused("msgget", kW, "msgget"),
      Refused("semget", kW, "semget"),
      Refused("mq_open", kW, "mq_open"),

      // What people see.
      InVain("type_for_user"),
      {"forge_outcome", kW, Verdict::kExited, 3},
      Refused("forge_message", kW, "openat(\"?), which is fine"),
  };
  return *corpus;
}

std::string Attack::Name() const {
  switch (use) {
    case Use::kWorker:
      return program;
    case Use::kTraining:
      return absl::StrCat(program, " (training)");
    case Use::kInterpreter:
      return absl::StrCat(program, " (interpreter)");
  }
  return program;
}

std::string Judge(const Attack& attack, const Outcome& outcome) {
  Verdict verdict = attack.verdict;
  int number = attack.number;
  const char* call = attack.call;
#if defined(__aarch64__)
  if (attack.call_aarch64 != nullptr) call = attack.call_aarch64;
#endif
  if (std::strcmp(call, "-") == 0) {
    verdict = Verdict::kExited;
    number = 0;
    call = "";
  }
  if (attack.or_signal != 0 && outcome.verdict == Verdict::kCrashed &&
      outcome.signal == attack.or_signal) {
    return "";
  }
  if (outcome.verdict != verdict) {
    return absl::StrCat("the verdict is ", VerdictName(outcome.verdict),
                        ", not ", VerdictName(verdict), ": ",
                        outcome.Describe(), "; ", outcome.output);
  }
  if (verdict == Verdict::kExited && outcome.exit_code != number) {
    return absl::StrCat("it ended with ", outcome.exit_code, ", not ", number,
                        ": ", outcome.output);
  }
  if (verdict == Verdict::kCrashed && outcome.signal != number) {
    return absl::StrCat("it crashed with signal ", outcome.signal, ", not ",
                        number);
  }
  if (!absl::StartsWith(outcome.violation, call)) {
    return absl::StrCat("the violation is ", outcome.violation, ", not ", call);
  }
  if (absl::StrContains(outcome.output, "ESCAPED")) return outcome.output;
  return "";
}

absl::StatusOr<Ground> Ground::Make() {
  Ground ground;
  char name[] = "/tmp/attacks-XXXXXX";
  if (mkdtemp(name) == nullptr) {
    return absl::InternalError("cannot make a directory in /tmp");
  }
  ground.directory_ = name;
  chmod(name, 0755);
  mkdir(ground.in().c_str(), 0777);
  chmod(ground.in().c_str(), 0777);
  for (const std::string& file :
       {ground.in() + "/text", ground.in() + "/libframework.so",
        ground.in() + "/program", ground.out()}) {
    std::ofstream(file) << "some text\n";
    if (chmod(file.c_str(), 0777) != 0) {
      return absl::InternalError(absl::StrCat("cannot prepare ", file));
    }
  }
  return ground;
}

Ground::~Ground() {
  std::error_code ignored;
  if (!directory_.empty()) std::filesystem::remove_all(directory_, ignored);
}

Policy PolicyOf(const Attack& attack, const Ground& ground) {
  PolicyBuilder builder = attack.use == Use::kWorker ? PolicyBuilder::Worker()
                          : attack.use == Use::kTraining
                              ? PolicyBuilder::Training()
                              : PolicyBuilder::Interpreter();
  builder.SetMemoryLimit(kMemory)
      .SetOutputLimit(64 << 10)
      .SetFileLimit(1 << 20)
      .SetThreadLimit(8)
      .SetWallLimit(absl::Seconds(attack.wall))
      .SetCpuLimit(absl::Seconds(attack.cpu));
  if (attack.use != Use::kWorker) {
    builder.AddReadOnly(ground.in(), "/in")
        .AddWritableFile(ground.out(), "/out/file")
        .AddTmp(1 << 20);
  }
  return builder.Build();
}

namespace {

int FirstCore() {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof(set), &set);
  for (int i = 0; i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(i, &set)) return i;
  }
  return -1;
}

absl::StatusOr<Outcome> RunHere(const Attack& attack, const std::string& path,
                                const Ground& ground) {
  return Jail::Run(
      PolicyOf(attack, ground),
      {.program = path, .arguments = {"attack"}, .pin_cpu = FirstCore()});
}

// What a child has to say: "=" and the outcome and its output, or an error.
std::string Report(const absl::StatusOr<Outcome>& outcome) {
  if (!outcome.ok()) return std::string(outcome.status().message());
  return absl::StrCat("=", OutcomeToJson(*outcome), "\n=", outcome->output);
}

}  // namespace

bool BecomeUser() {
  if (setresgid(kNobody, kNobody, kNobody) != 0 ||
      setresuid(kNobody, kNobody, kNobody) != 0) {
    return false;
  }
  prctl(PR_SET_DUMPABLE, 1);  // as it is for who was never root
  return true;
}

bool CanBecomeUser() {
  if (getuid() != 0) return false;
  const pid_t pid = fork();
  if (pid == 0) _exit(BecomeUser() ? 0 : 1);
  int status = 1;
  return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

absl::StatusOr<Outcome> RunAttack(const Attack& attack, const std::string& path,
                                  const Ground& ground, bool as_user) {
  if (!as_user) return RunHere(attack, path, ground);
  // The program may lie where only root can go.
  const int program = open(path.c_str(), O_PATH | O_CLOEXEC);
  int pair[2];
  if (program < 0 || pipe2(pair, O_CLOEXEC) != 0) {
    return absl::NotFoundError(absl::StrCat("cannot open ", path));
  }
  const pid_t pid = fork();
  if (pid == 0) {
    std::string report = "cannot become an ordinary user";
    if (BecomeUser()) {
      report = Report(
          RunHere(attack, absl::StrCat("/proc/self/fd/", program), ground));
    }
    const ssize_t put = write(pair[1], report.data(), report.size());
    _exit(put == static_cast<ssize_t>(report.size()) ? 0 : 1);
  }
  close(pair[1]);
  close(program);
  std::string report;
  char part[4096];
  ssize_t got;
  while ((got = read(pair[0], part, sizeof(part))) > 0) {
    report.append(part, got);
  }
  close(pair[0]);
  int status = 0;
  if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0) {
    return absl::InternalError("the process for the user failed");
  }
  const size_t output = report.find("\n=");
  if (report.empty() || report[0] != '=' || output == std::string::npos) {
    return absl::InternalError(report);
  }
  absl::StatusOr<Outcome> outcome = ParseOutcome(report.substr(1, output - 1));
  if (outcome.ok()) outcome->output = report.substr(output + 2);
  return outcome;
}

}  // namespace sandbox
