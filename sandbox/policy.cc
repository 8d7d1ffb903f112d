#include "sandbox/policy.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace sandbox {
namespace {

struct LayerText {
  const char* name;
  const char* loss;
};
constexpr LayerText kLayerTexts[kLayers] = {
    {"mount", "the program would see this system's files"},
    {"network", "the program would see this system's network"},
    {"ipc", "the program could leave messages for others"},
    {"uts", "the program would see this system's name"},
    {"cgroupns", "the program would see where it is among the cgroups"},
    {"landlock", "files have one lock less: the mounts and system call filter"},
    {"seccomp", "the program could make any system call"},
    {"privileges", "the program would keep privileges in its own namespaces"},
    {"rlimits", "nothing would hold should the supervisor fail"},
    {"cgroup", "memory is watched every 10 ms, and not held by the kernel"},
};

absl::Status Invalid(const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat("sandbox: ", what));
}

absl::Status CheckGuestPath(const std::string& path) {
  if (path.size() < 2 || path[0] != '/') {
    return Invalid(absl::StrCat("the mount point \"", path,
                                "\" is not an absolute path below the root"));
  }
  for (const auto& part :
       std::vector<std::string>(absl::StrSplit(path.substr(1), '/'))) {
    if (part.empty() || part == "." || part == "..") {
      return Invalid(absl::StrCat("the mount point \"", path,
                                  "\" has an empty, . or .. part"));
    }
  }
  if (path.size() > 255) {
    return Invalid(absl::StrCat("the mount point \"", path.substr(0, 40),
                                "...\" is longer than 255 characters"));
  }
  if (path.find('\0') != std::string::npos) {
    return Invalid("a mount point has a zero byte");
  }
  return absl::OkStatus();
}

absl::Status CheckMounts(const Policy& policy) {
  if (policy.mounts.size() > kMaxMounts) {
    return Invalid(absl::StrCat("there are more than ", kMaxMounts, " mounts"));
  }
  if (!policy.files && (!policy.mounts.empty() || policy.tmp_bytes > 0)) {
    return Invalid(
        "the policy mounts files but lets none be opened; allow files or "
        "mount none");
  }
  if (!policy.layers.Has(Layer::kMount) &&
      (!policy.mounts.empty() || policy.tmp_bytes > 0)) {
    return Invalid("mounts need the mount layer, which is switched off");
  }
  std::set<std::string> seen;
  if (policy.tmp_bytes > 0) seen.insert("/tmp");
  for (const Mount& m : policy.mounts) {
    if (absl::Status status = CheckGuestPath(m.guest); !status.ok()) {
      return status;
    }
    if (m.host.empty()) {
      return Invalid(
          absl::StrCat("nothing is named to be mounted at ", m.guest));
    }
    if (!seen.insert(m.guest).second) {
      return Invalid(absl::StrCat("two mounts are at ", m.guest));
    }
  }
  // A mount point within another mount would be made, or followed through a
  // link, in this system's own folder.
  for (const std::string& outer : seen) {
    for (const std::string& inner : seen) {
      if (absl::StartsWith(inner, outer + "/")) {
        return Invalid(absl::StrCat("the mount at ", inner,
                                    " lies within the one at ", outer));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckLimits(const Limits& l) {
  if (l.wall <= absl::ZeroDuration() || l.cpu <= absl::ZeroDuration() ||
      l.memory_bytes <= 0 || l.output_bytes < 0 || l.file_bytes < 0 ||
      l.stack_bytes <= 0 || l.threads < 1 || !(l.cores >= 0)) {
    return Invalid("a limit of the policy is zero or negative");
  }
  if (l.threads > kMaxThreads) {
    return Invalid(absl::StrCat("threads is ", l.threads,
                                ", and must be from 1 to ", kMaxThreads));
  }
  // Less is less than a cgroup can hold a program to.
  if (l.cores != 0 && !(l.cores >= 0.01 && l.cores <= kMaxCores)) {
    return Invalid(absl::StrCat("cores is ", l.cores,
                                ", and must be 0 for no limit, or "
                                "from 0.01 to ",
                                kMaxCores));
  }
  if (l.open_files < 4 || l.open_files > kMaxOpenFiles) {
    return Invalid(absl::StrCat("open_files is ", l.open_files,
                                ", and must be from 4 to ", kMaxOpenFiles));
  }
  // More would overflow in nanoseconds.
  if (l.wall > absl::Hours(24 * 365) || l.cpu > absl::Hours(24 * 365)) {
    return Invalid("a time limit is longer than a year");
  }
  if (l.memory_bytes > int64_t{1} << 50 || l.file_bytes > int64_t{1} << 60 ||
      l.stack_bytes > l.memory_bytes) {
    return Invalid(
        "a limit is beyond what memory and files can be, or the stack's is "
        "larger than the memory's");
  }
  return absl::OkStatus();
}

}  // namespace

const char* LayerName(Layer layer) {
  return kLayerTexts[static_cast<int>(layer)].name;
}

const char* LayerLoss(Layer layer) {
  return kLayerTexts[static_cast<int>(layer)].loss;
}

std::optional<Layer> LayerNamed(const std::string& name) {
  for (int i = 0; i < kLayers; ++i) {
    if (name == kLayerTexts[i].name) return static_cast<Layer>(i);
  }
  return std::nullopt;
}

absl::Status Validate(const Policy& policy) {
  for (int i = 0; i < kLayers; ++i) {
    const Layer layer = static_cast<Layer>(i);
    if (policy.required.Has(layer) && !policy.layers.Has(layer)) {
      return Invalid(absl::StrCat("the layer ", LayerName(layer),
                                  " is both required and switched off"));
    }
  }
  if (policy.settles && policy.files) {
    return Invalid("a program that settles opens no files; allow one of both");
  }
  if (policy.tmp_bytes < 0) return Invalid("the size of /tmp is negative");
  if (absl::Status status = CheckLimits(policy.limits); !status.ok()) {
    return status;
  }
  return CheckMounts(policy);
}

PolicyBuilder PolicyBuilder::Worker() { return PolicyBuilder(); }

PolicyBuilder PolicyBuilder::Training() {
  PolicyBuilder builder;
  builder.policy_.files = true;
  return builder;
}

PolicyBuilder PolicyBuilder::Interpreter() {
  PolicyBuilder builder;
  builder.policy_.files = true;
  builder.policy_.executable_mappings = true;
  return builder;
}

PolicyBuilder& PolicyBuilder::AddReadOnly(std::string host, std::string guest) {
  policy_.mounts.push_back({std::move(host), std::move(guest), false});
  return *this;
}

PolicyBuilder& PolicyBuilder::AddWritableFile(std::string host,
                                              std::string guest) {
  policy_.mounts.push_back({std::move(host), std::move(guest), true});
  return *this;
}

PolicyBuilder& PolicyBuilder::AddTmp(int64_t bytes) {
  policy_.tmp_bytes = bytes;
  return *this;
}

PolicyBuilder& PolicyBuilder::AllowExecutableMappings() {
  policy_.executable_mappings = true;
  return *this;
}

PolicyBuilder& PolicyBuilder::Settles() {
  policy_.settles = true;
  return *this;
}

PolicyBuilder& PolicyBuilder::SetWallLimit(absl::Duration limit) {
  policy_.limits.wall = limit;
  return *this;
}

PolicyBuilder& PolicyBuilder::SetCpuLimit(absl::Duration limit) {
  policy_.limits.cpu = limit;
  return *this;
}

PolicyBuilder& PolicyBuilder::SetMemoryLimit(int64_t bytes) {
  policy_.limits.SetMemory(bytes);
  return *this;
}

PolicyBuilder& PolicyBuilder::SetOutputLimit(int64_t bytes) {
  policy_.limits.output_bytes = bytes;
  return *this;
}

PolicyBuilder& PolicyBuilder::SetFileLimit(int64_t bytes) {
  policy_.limits.file_bytes = bytes;
  return *this;
}

PolicyBuilder& PolicyBuilder::SetThreadLimit(int threads) {
  policy_.limits.threads = threads;
  return *this;
}

PolicyBuilder& PolicyBuilder::SetCoreLimit(double cores) {
  policy_.limits.cores = cores;
  return *this;
}

PolicyBuilder& PolicyBuilder::Require(Layer layer) {
  policy_.required.Add(layer);
  return *this;
}

PolicyBuilder& PolicyBuilder::Without(Layer layer, const Weakening&) {
  policy_.layers.Remove(layer);
  return *this;
}

}  // namespace sandbox
