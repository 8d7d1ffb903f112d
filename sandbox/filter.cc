#include "sandbox/filter.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace sandbox {
namespace {

// What computing on memory and given descriptors takes.
constexpr const char* kCompute[] = {
    "brk",
    "clock_getres",
    "clock_gettime",
    "clock_nanosleep",
    "close",
    "fstat",
    "futex",
    "getcpu",
    "getegid",
    "geteuid",
    "getgid",
    "getpid",
    "getppid",
    "getrandom",
    "getrusage",
    "gettid",
    "gettimeofday",
    "getuid",
    "membarrier",
    "mremap",
    "munmap",
    "nanosleep",
    "restart_syscall",
    "rseq",
    "rt_sigaction",
    "rt_sigprocmask",
    "rt_sigreturn",
    "sched_getaffinity",
    "sched_yield",
    "set_robust_list",
    "set_tid_address",
    "sigaltstack",
    "sysinfo",
    "time",
    "times",
    "uname",
};

// What a program that settles (policy.h) does until then; others always. The
// last two to its output in any case.
constexpr const char* kUntilSettled[] = {"lseek", "madvise", "read",
                                         "readv", "write",   "writev"};
// Uses of madvise that drop nothing.
constexpr uint32_t kHarmlessAdvice[] = {
    MADV_NORMAL,   MADV_RANDOM,     MADV_SEQUENTIAL, MADV_WILLNEED,
    MADV_DONTDUMP, MADV_NOHUGEPAGE, MADV_HUGEPAGE,   MADV_DODUMP};

// What reading and writing mounted files takes beyond that.
constexpr const char* kFiles[] = {
    "access",    "chdir",      "creat",    "faccessat", "faccessat2",
    "fadvise64", "fdatasync",  "fsync",    "ftruncate", "getcwd",
    "getdents",  "getdents64", "lstat",    "mkdir",     "mkdirat",
    "open",      "openat",     "pread64",  "preadv",    "pwrite64",
    "pwritev",   "rename",     "renameat", "renameat2", "rmdir",
    "stat",      "statfs",     "fstatfs",  "statx",     "truncate",
    "unlink",    "unlinkat",
};

struct Answer {
  const char* call;
  int error;
};

// Tried by C libraries, or harmless to refuse: the error is the answer.
constexpr Answer kAnswered[] = {
    {"clone3", ENOSYS},  // then they use clone, whose flags can be checked
    {"ioctl", ENOTTY},         {"readlink", ENOENT},
    {"readlinkat", ENOENT},    {"setrlimit", EPERM},
    {"umask", EPERM},          {"chmod", EPERM},
    {"fchmod", EPERM},         {"fchmodat", EPERM},
    {"fallocate", EOPNOTSUPP},  // its room is in no limit
};

// An argument that the kernel takes for 32 bits is compared in these alone: the
// program can set the others as it likes.
scmp_arg_cmp Is32(unsigned argument, uint32_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, 0xffffffffu, value};
}

class Builder {
 public:
  Builder() : context_(seccomp_init(SCMP_ACT_NOTIFY)) {}
  ~Builder() {
    if (context_ != nullptr) seccomp_release(context_);
  }

  template <typename... Args>
  void Add(uint32_t action, const char* call, Args... args) {
    if (!status_.ok()) return;
    const int number = seccomp_syscall_resolve_name(call);
    // Not every architecture has every call.
    if (number == __NR_SCMP_ERROR || number < 0) return;
    const int error =
        seccomp_rule_add(context_, action, number, sizeof...(args), args...);
    if (error < 0) Fail(absl::StrCat("rule for ", call), error);
  }

  absl::StatusOr<std::vector<sock_filter>> Export() {
    if (context_ == nullptr) return absl::InternalError("libseccomp failed");
    if (!status_.ok()) return status_;
    Check("bad architecture",
          seccomp_attr_set(context_, SCMP_FLTATR_ACT_BADARCH,
                           SCMP_ACT_KILL_PROCESS));
    // A binary tree: a call costs about log2 of the rules, not their number.
    Check("optimisation",
          seccomp_attr_set(context_, SCMP_FLTATR_CTL_OPTIMIZE, 2));
    const int fd = memfd_create("filter", MFD_CLOEXEC);
    if (fd < 0) return absl::InternalError("memfd_create failed");
    Check("export", seccomp_export_bpf(context_, fd));
    const off_t size = lseek(fd, 0, SEEK_END);
    std::vector<sock_filter> program(size / sizeof(sock_filter));
    const ssize_t got = pread(fd, program.data(), size, 0);
    close(fd);
    if (got != size) Check("read back", -EIO);
    if (!status_.ok()) return status_;
    return program;
  }

 private:
  void Check(const char* what, int error) {
    if (error < 0 && status_.ok()) Fail(what, error);
  }
  void Fail(const std::string& what, int error) {
    status_ = absl::InternalError(
        absl::StrCat("libseccomp: ", what, ": ", std::strerror(-error)));
  }

  scmp_filter_ctx context_;
  absl::Status status_;
};

// What of a policy its filter depends on.
struct Kind {
  bool files, executable_mappings, settles;
  bool operator<(const Kind& o) const {
    return std::tie(files, executable_mappings, settles) <
           std::tie(o.files, o.executable_mappings, o.settles);
  }
};

absl::StatusOr<std::vector<sock_filter>> Compile(const Kind& policy) {
  Builder b;
  for (const char* call : kCompute) b.Add(SCMP_ACT_ALLOW, call);
  if (!policy.settles) {
    for (const char* call : kUntilSettled) b.Add(SCMP_ACT_ALLOW, call);
  } else {
    for (const uint32_t advice : kHarmlessAdvice) {
      b.Add(SCMP_ACT_ALLOW, "madvise", Is32(2, advice));
    }
    for (const uint32_t output : {STDOUT_FILENO, STDERR_FILENO}) {
      b.Add(SCMP_ACT_ALLOW, "write", Is32(0, output));
      b.Add(SCMP_ACT_ALLOW, "writev", Is32(0, output));
    }
  }
  if (policy.files) {
    for (const char* call : kFiles) b.Add(SCMP_ACT_ALLOW, call);
    b.Add(SCMP_ACT_ALLOW, "newfstatat");
  } else {
    // fstat in newer C libraries: the descriptor itself, no path.
    b.Add(SCMP_ACT_ALLOW, "newfstatat",
          SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH));
  }
  for (const Answer& a : kAnswered) b.Add(SCMP_ACT_ERRNO(a.error), a.call);

  // Memory that is code can only be what the program was started with. And no
  // memory is shared without a file that bounds it: what a program gave back of
  // its own mapping would be kept, and seen by no meter that looks at mappings.
  const scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
  static_assert((MAP_PRIVATE & MAP_SHARED) == 0);
  b.Add(SCMP_ACT_ALLOW, "mprotect", no_code);
  b.Add(SCMP_ACT_ALLOW, "mmap", no_code,
        SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_SHARED, 0));
  b.Add(SCMP_ACT_ALLOW, "mmap", no_code,
        SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_SHARED | MAP_ANONYMOUS, MAP_SHARED));
  if (policy.executable_mappings) {
    // Code comes from files alone, and cannot be written.
    b.Add(SCMP_ACT_ALLOW, "mmap",
          SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE, PROT_EXEC),
          SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, 0));
  }
  b.Add(SCMP_ACT_ALLOW, "execveat", Is32(0, kProgramFd),
        Is32(4, AT_EMPTY_PATH));
  // abort() and raise(): signals to the process's own threads. In its PID
  // namespace it is 2; 1 is its keeper.
  b.Add(SCMP_ACT_ALLOW, "tgkill", Is32(0, kProgramPid));
  // Limits may be read, flags of descriptors too, and threads named; other uses
  // are answered with an error, by the supervisor where they are rare.
  b.Add(SCMP_ACT_ALLOW, "prlimit64", SCMP_A2(SCMP_CMP_EQ, 0));
  b.Add(SCMP_ACT_ERRNO(EPERM), "prlimit64", SCMP_A2(SCMP_CMP_NE, 0));
  b.Add(SCMP_ACT_ALLOW, "fcntl", Is32(1, F_GETFD));
  b.Add(SCMP_ACT_ALLOW, "fcntl", Is32(1, F_GETFL));
  for (const uint32_t command : {F_DUPFD, F_SETFD, F_SETFL, F_DUPFD_CLOEXEC}) {
    b.Add(SCMP_ACT_ERRNO(EINVAL), "fcntl", Is32(1, command));
  }
  b.Add(SCMP_ACT_ALLOW, "prctl", Is32(0, PR_SET_NAME));
#if defined(__x86_64__)
  constexpr uint32_t kArchSetFs = 0x1002, kArchCetStatus = 0x3001;
  b.Add(SCMP_ACT_ALLOW, "arch_prctl", Is32(0, kArchSetFs));
  b.Add(SCMP_ACT_ERRNO(EINVAL), "arch_prctl", Is32(0, kArchCetStatus));
#endif
  return b.Export();
}

}  // namespace

absl::StatusOr<std::vector<sock_filter>> CompileFilter(const Policy& policy) {
  static auto* const mutex = new std::mutex;
  static auto* const compiled = new std::map<Kind, std::vector<sock_filter>>;
  const Kind kind = {policy.files, policy.executable_mappings, policy.settles};
  const std::lock_guard<std::mutex> lock(*mutex);
  const auto found = compiled->find(kind);
  if (found != compiled->end()) return found->second;
  absl::StatusOr<std::vector<sock_filter>> filter = Compile(kind);
  if (filter.ok()) compiled->emplace(kind, *filter);
  return filter;
}

std::string SyscallName(int number) {
  const std::unique_ptr<char, void (*)(void*)> name(
      seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number), std::free);
  if (name == nullptr) return absl::StrCat("system call ", number);
  return name.get();
}

}  // namespace sandbox
