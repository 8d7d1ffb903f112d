// Hides memory in a shared mapping, which is no private memory of its own.
#include <sys/mman.h>

#include <cstring>

#include "sandbox/attacks/attack.h"
int main() {
  const size_t size = 128 << 20;
  void* p = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED) attack::Contained("no such mapping", errno);
  std::memset(p, 1, size);
  attack::Escaped("MiB shared", size >> 20);
}
