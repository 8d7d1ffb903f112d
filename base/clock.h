// The two clocks: one that measures, and the one on the wall.
#ifndef BASE_CLOCK_H_
#define BASE_CLOCK_H_

#include <cstdint>
#include <string>

namespace base {

// Returns seconds of a clock that never jumps and is set by nobody. Only
// differences mean anything.
//
//   const double start = SteadySeconds();
//   ...
//   std::printf("took %.3f s\n", SteadySeconds() - start);
double SteadySeconds();

// Returns the milliseconds since 1970 (UTC) that the wall's clock shows, as
// reports and records have them. Somebody may set this clock back: never
// measure with it.
int64_t NowUnixMs();

// Returns a time as RFC 3339 writes it, in UTC, to the second.
//
//   Rfc3339(1796083200000)   // "2026-12-01T00:00:00Z"
std::string Rfc3339(int64_t unix_ms);

}  // namespace base

#endif  // BASE_CLOCK_H_
