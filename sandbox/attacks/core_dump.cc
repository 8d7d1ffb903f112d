// Crashes with much memory, to fill a disk with its image.
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "sandbox/attacks/attack.h"
int main() {
  std::memset(std::malloc(32 << 20), 1, 32 << 20);
  std::abort();
}
