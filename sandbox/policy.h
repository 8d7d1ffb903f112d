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
#ifndef SANDBOX_POLICY_H_
#define SANDBOX_POLICY_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace sandbox {

struct Mount {
  std::string host;   // a file or directory, resolved when the sandbox starts
  std::string guest;  // absolute, without "." and ".."
  bool writable = false;
};

struct Limits {
  absl::Duration wall = absl::Seconds(60);
  absl::Duration cpu = absl::Seconds(60);   // of the whole tree
  int64_t memory_bytes = int64_t{1} << 30;  // resident, of the program
  int64_t output_bytes = int64_t{1} << 20;  // stdout and stderr together
  int64_t file_bytes = int64_t{1} << 28;    // of any file that it writes
  int64_t stack_bytes = int64_t{8} << 20;
  int open_files = 64;
  int threads = 16;  // in all, the first one included
};

struct Policy {
  std::vector<Mount> mounts;
  Limits limits;
  // May open, read and write what is mounted; otherwise any open is a
  // violation.
  bool files = false;
  // May map files and memory as code, which a dynamically linked program needs.
  bool executable_mappings = false;
};

class PolicyBuilder {
 public:
  // A worker: computes on the descriptors that it was given. No files at all.
  static PolicyBuilder Worker();
  // Reads and writes what is mounted, and nothing else.
  static PolicyBuilder Training();

  PolicyBuilder& AddReadOnly(std::string host, std::string guest);
  // `host` must exist; the program can change what it holds, not replace it.
  PolicyBuilder& AddWritableFile(std::string host, std::string guest);
  PolicyBuilder& AllowExecutableMappings();
  PolicyBuilder& SetWallLimit(absl::Duration limit);
  PolicyBuilder& SetCpuLimit(absl::Duration limit);
  PolicyBuilder& SetMemoryLimit(int64_t bytes);
  PolicyBuilder& SetOutputLimit(int64_t bytes);
  PolicyBuilder& SetFileLimit(int64_t bytes);
  PolicyBuilder& SetThreadLimit(int threads);

  Policy Build() const { return policy_; }

 private:
  PolicyBuilder() = default;
  Policy policy_;
};

}  // namespace sandbox

#endif  // SANDBOX_POLICY_H_
