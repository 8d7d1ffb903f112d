// The wall's clock, as reports and records have it.
#ifndef TOOLS_PROCESS_CLOCK_H_
#define TOOLS_PROCESS_CLOCK_H_

#include <chrono>
#include <cstdint>

namespace olympics {

inline int64_t NowUnixMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace olympics

#endif  // TOOLS_PROCESS_CLOCK_H_
