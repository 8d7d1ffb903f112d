// Whatever an outcome file holds, what is read from it reads back the same in
// both forms.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "sandbox/outcome.h"
#include "sandbox/text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<sandbox::Outcome> o = sandbox::ParseOutcome(text);
  if (!o.ok()) return 0;
  for (const std::string& again :
       {sandbox::OutcomeToJson(*o), sandbox::OutcomeToTextproto(*o)}) {
    const absl::StatusOr<sandbox::Outcome> back = sandbox::ParseOutcome(again);
    // JSON has no number that is none.
    if (!back.ok()) {
      if (std::isfinite(o->wall_seconds) && std::isfinite(o->user_seconds) &&
          std::isfinite(o->system_seconds)) {
        std::abort();
      }
      continue;
    }
    if (back->verdict != o->verdict || back->exit_code != o->exit_code ||
        back->peak_memory_bytes != o->peak_memory_bytes ||
        back->missing.size() != o->missing.size()) {
      std::abort();
    }
  }
  return 0;
}
