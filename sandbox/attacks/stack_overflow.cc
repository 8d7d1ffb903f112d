// Recurses until its stack ends.
#include "sandbox/attacks/attack.h"
namespace {
volatile int sink, deepest = 64 << 10;
// Not a tail call: what comes back is used.
int Recurse(int depth) {
  volatile char frame[4096];
  frame[0] = static_cast<char>(depth);
  if (depth >= deepest) return depth;
  const int below = Recurse(depth + 1);
  return below + frame[0];
}
}  // namespace
int main() {
  sink = Recurse(0);
  attack::Escaped("KiB of stack", deepest * 4L);
}
