#include "sandbox/policy.h"

#include <utility>

namespace sandbox {

PolicyBuilder PolicyBuilder::Worker() { return PolicyBuilder(); }

PolicyBuilder PolicyBuilder::Training() {
  PolicyBuilder builder;
  builder.policy_.files = true;
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

PolicyBuilder& PolicyBuilder::AllowExecutableMappings() {
  policy_.executable_mappings = true;
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
  policy_.limits.memory_bytes = bytes;
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

}  // namespace sandbox
