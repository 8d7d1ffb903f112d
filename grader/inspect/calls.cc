#include "grader/inspect/calls.h"

#include <string>
#include <unordered_map>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace olympics {
namespace {

constexpr CallRule kCalls[] = {
    {"process",
     "fork|vfork|_Fork|clone|clone3|execl|execlp|execle|execv|execvp|execve|"
     "execvpe|fexecve|execveat|posix_spawn|posix_spawnp|system|popen|kill|"
     "tgkill|ptrace|daemon|wait|waitpid|wait4|sigaction|signal",
     "starts, ends or looks into processes"},
    {"dynamic_code",
     "dlopen|dlmopen|dlsym|dlvsym|mprotect|pkey_mprotect|memfd_create",
     "loads or makes code at run time"},
    {"system_call",
     "syscall|__syscall|prctl|arch_prctl|seccomp|ioctl|fcntl|fcntl64",
     "makes system calls of its own"},
    {"network",
     "socket|socketpair|connect|bind|listen|accept|accept4|sendto|recvfrom|"
     "sendmsg|recvmsg|getaddrinfo|gethostbyname",
     "uses the network"},
    {"memory",
     "mmap|mmap64|munmap|mremap|madvise|posix_madvise|mlock|mlockall|shm_open|"
     "shmget|mincore|process_madvise|brk|sbrk",
     "deals with pages of memory, which TinyTorch's tensors and new do"},
    {"file",
     "open|open64|openat|openat64|creat|fopen|fopen64|freopen|freopen64|fdopen|"
     "opendir|readlink|rename|renameat|unlink|unlinkat|remove|tmpfile|"
     "tmpfile64|"
     "mkstemp|getenv|secure_getenv|read|pread|pread64|readv|write|pwrite|"
     "pwrite64|writev|lseek|lseek64|dup|dup2|dup3|close",
     "reaches for files or the environment"},
};

// std::filesystem::..., and the streams that open files, in any template.
constexpr const char* kFileNames[] = {
    "_ZNSt10filesystem",      "_ZNKSt10filesystem",     "_ZNSt13basic_filebuf",
    "_ZNSt14basic_ifstream",  "_ZNSt14basic_ofstream",  "_ZNSt13basic_fstream",
    "_ZTVSt14basic_ifstream", "_ZTVSt14basic_ofstream", "_ZTVSt13basic_fstream",
};

// The C library's other names of a function, as the plain one: __open,
// _IO_fopen,
// __libc_system, openat64, fopen@GLIBC_2.2.5.
std::string Plain(absl::string_view symbol) {
  symbol = symbol.substr(0, symbol.find('@'));
  for (const char* prefix : {"__GI_", "__libc_", "__IO_", "_IO_new_", "_IO_"}) {
    absl::ConsumePrefix(&symbol, prefix);
  }
  while (absl::ConsumePrefix(&symbol, "_")) {
  }
  absl::ConsumeSuffix(&symbol, "64");
  return std::string(symbol);
}

}  // namespace

const CallRule* CallRuleOf(const std::string& symbol) {
  static const auto* const rules = [] {
    auto* made = new std::unordered_map<std::string, const CallRule*>;
    for (const CallRule& rule : kCalls) {
      for (const auto& name :
           std::vector<std::string>(absl::StrSplit(rule.names, '|'))) {
        made->emplace(Plain(name), &rule);
      }
    }
    return made;
  }();
  if (!absl::StartsWith(symbol, "_Z")) {
    const auto found = rules->find(Plain(symbol));
    return found == rules->end() ? nullptr : found->second;
  }
  for (const char* name : kFileNames) {
    if (absl::StartsWith(symbol, name)) return rules->at("fopen");
  }
  return nullptr;
}

}  // namespace olympics
