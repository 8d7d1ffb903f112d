// Whatever a policy file holds, it is a valid policy or an error in words.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "sandbox/policy.h"
#include "sandbox/text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<sandbox::Policy> policy = sandbox::ParsePolicy(text);
  if (policy.ok() ? !sandbox::Validate(*policy).ok()
                  : policy.status().message().empty()) {
    std::abort();
  }
  return 0;
}
