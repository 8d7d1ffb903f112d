// What every attack ends with. An attack tries one thing; if the sandbox ends
// it there, so much the better, otherwise it says how it went.
#ifndef SANDBOX_ATTACKS_ATTACK_H_
#define SANDBOX_ATTACKS_ATTACK_H_

#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace attack {

inline constexpr int kContained = 0, kEscaped = 66;

// It worked, by this much or in this way.
[[noreturn]] inline void Escaped(const char* how, long number = 0) {
  std::printf("ESCAPED: %s (%ld)\n", how, number);
  std::fflush(stdout);
  _exit(kEscaped);
}

// It was refused, in this way.
[[noreturn]] inline void Contained(const char* how, long number = 0) {
  std::printf("contained: %s (%ld)\n", how, number);
  std::fflush(stdout);
  _exit(kContained);
}

// For a call that must fail.
inline void MustFail(long result, const char* what) {
  if (result >= 0) Escaped(what, result);
}

// Ends with how a call went that should not even reach the kernel's code for
// it: any answer of that code, an error too, means that it does.
[[noreturn]] inline void MustNotReach(long result) {
  if (result >= 0) Escaped("it succeeded", result);
  if (errno == EPERM || errno == ENOSYS) Contained("it was refused", errno);
  Escaped("the kernel's code for it answered, error", errno);
}

}  // namespace attack

#endif  // SANDBOX_ATTACKS_ATTACK_H_
