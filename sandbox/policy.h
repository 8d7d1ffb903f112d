// What a program in the sandbox may do. Everything that a policy does not allow
// is forbidden: a call that it does not list ends the program.
//
//   sandbox::Policy policy = sandbox::PolicyBuilder::Training()
//                                .AddReadOnly("/data/train", "/train")
//                                .AddWritableFile("/tmp/w", "/out/weights")
//                                .SetWallLimit(absl::Seconds(60))
//                                .Build();
//
// The program sees a root of its own that holds only what Add... put there. No
// policy gives network, other processes' memory, new namespaces, or privileges.
//
// Protection is made of layers, each of which would hold by itself. All are on.
// A kernel or a user may lack two of them, Landlock and cgroups; unless they
// are required, the program then runs without and the outcome says so.
#ifndef SANDBOX_POLICY_H_
#define SANDBOX_POLICY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace sandbox {

// User and PID namespaces, no_new_privs, closed descriptors and a cleared
// environment are not in the list: they cannot be left out.
enum class Layer : unsigned {
  kMount,            // a root of its own
  kNetwork,          // no network interface but a loopback that is down
  kIpc,              // no System V IPC or POSIX queues but its own
  kUts,              // a host name of its own
  kCgroupNamespace,  // does not see where it is in the tree of cgroups
  kLandlock,         // files, TCP, abstract sockets and signals by Landlock
  kSeccomp,          // system calls by a list
  kPrivileges,       // no capabilities, secure bits locked, no bounding set
  kLimits,           // rlimits
  kCgroup,           // memory, threads and CPU by the kernel's controllers
};
inline constexpr int kLayers = 10;

// "mount", "network", ..., as `sandbox run --require` takes them.
const char* LayerName(Layer layer);
// What a program could do without it, for people.
const char* LayerLoss(Layer layer);
std::optional<Layer> LayerNamed(const std::string& name);

class LayerSet {
 public:
  constexpr LayerSet() = default;
  static constexpr LayerSet All() { return LayerSet((1u << kLayers) - 1); }
  constexpr bool Has(Layer layer) const { return (bits_ & Bit(layer)) != 0; }
  constexpr void Add(Layer layer) { bits_ |= Bit(layer); }
  constexpr void Remove(Layer layer) { bits_ &= ~Bit(layer); }

 private:
  explicit constexpr LayerSet(unsigned bits) : bits_(bits) {}
  static constexpr unsigned Bit(Layer layer) {
    return 1u << static_cast<unsigned>(layer);
  }
  unsigned bits_ = 0;
};

struct Mount {
  std::string host;  // a file or directory, resolved when the sandbox starts
  // Absolute, without "." and "..", and not within another mount.
  std::string guest;
  bool writable = false;
};

inline constexpr int kMaxMounts = 32;
inline constexpr int kMaxOpenFiles = 128;
inline constexpr int kMaxThreads = 4096;
inline constexpr int kMaxCores = 4096;

struct Limits {
  absl::Duration wall = absl::Seconds(60);
  absl::Duration cpu = absl::Seconds(60);  // of the whole tree
  // Of the program: resident, and where there are cgroups also page cache and
  // kernel memory on its behalf.
  int64_t memory_bytes = int64_t{1} << 30;
  int64_t output_bytes = int64_t{1} << 20;  // stdout and stderr together
  int64_t file_bytes = int64_t{1} << 28;    // of any file that it writes
  int64_t stack_bytes = int64_t{8} << 20;
  int open_files = 64;
  int threads = 16;  // in all, the first one included
  // CPU time a second, at most this many; 0: no limit. Needs cgroups.
  double cores = 0;

  // With a stack that is not larger.
  void SetMemory(int64_t bytes) {
    memory_bytes = bytes;
    if (stack_bytes > bytes) stack_bytes = bytes;
  }
};

struct Policy {
  std::vector<Mount> mounts;
  Limits limits;
  // May open and read what is mounted, and write what is mounted to be written;
  // otherwise any open is a violation.
  bool files = false;
  // May map files from read-only mounts as code, which a dynamically linked
  // program needs. Memory that is or was writable never becomes code.
  bool executable_mappings = false;
  // Once Jail::Settle was called it may use no descriptor but its output's, and
  // drop no memory that it could have again by touching it: a meter that looks
  // at what is resident then sees whatever it uses. These calls fail with EPERM
  // then. Not with `files`.
  bool settles = false;
  // The size of a private, empty, writable /tmp; 0: none.
  int64_t tmp_bytes = 0;
  LayerSet layers = LayerSet::All();
  LayerSet required;  // beyond those that every system has
};

// InvalidArgument, in one sentence, where a policy contradicts itself.
absl::Status Validate(const Policy& policy);

class Weakening;  // weakening.h

class PolicyBuilder {
 public:
  // A worker: computes on the descriptors that it was given. No files at all.
  static PolicyBuilder Worker();
  // Reads and writes what is mounted, and nothing else.
  static PolicyBuilder Training();
  // A dynamically linked program, such as Python: reads what is mounted, and
  // maps it as code.
  static PolicyBuilder Interpreter();

  PolicyBuilder& AddReadOnly(std::string host, std::string guest);
  // `host` must exist; the program can change what it holds, not replace it.
  PolicyBuilder& AddWritableFile(std::string host, std::string guest);
  PolicyBuilder& AddTmp(int64_t bytes);
  PolicyBuilder& AllowExecutableMappings();
  PolicyBuilder& Settles();
  PolicyBuilder& SetWallLimit(absl::Duration limit);
  PolicyBuilder& SetCpuLimit(absl::Duration limit);
  PolicyBuilder& SetMemoryLimit(int64_t bytes);
  PolicyBuilder& SetOutputLimit(int64_t bytes);
  PolicyBuilder& SetFileLimit(int64_t bytes);
  PolicyBuilder& SetThreadLimit(int threads);
  PolicyBuilder& SetCoreLimit(double cores);
  // A system without this layer is an error.
  PolicyBuilder& Require(Layer layer);
  // Takes a layer away. Who calls this shows in the BUILD file, by a dependency
  // on //sandbox:weakening.
  PolicyBuilder& Without(Layer layer, const Weakening& token);

  Policy Build() const { return policy_; }

 private:
  PolicyBuilder() = default;
  Policy policy_;
};

}  // namespace sandbox

#endif  // SANDBOX_POLICY_H_
