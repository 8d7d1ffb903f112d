// Whatever the kernel's two files say, a place is found or an error given, and
// the place is below what is mounted. The input is both, split at a zero byte.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "sandbox/cgroup.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const size_t split = text.find('\0');
  if (split == std::string::npos) return 0;
  const absl::StatusOr<sandbox::CgroupPlace> place =
      sandbox::FindCgroupPlace(text.substr(0, split), text.substr(split + 1));
  if (place.ok() && (place->memory.empty() || place->pids.empty())) {
    std::abort();
  }
  return 0;
}
