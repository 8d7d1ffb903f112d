// Takes 96 MiB for a moment, gives them back and ends well.
#include <sys/mman.h>

#include <cstring>

#include "sandbox/attacks/attack.h"
int main() {
  const size_t size = 96 << 20;
  void* p = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED) attack::Contained("no such mapping", errno);
  std::memset(p, 1, size);
  munmap(p, size);
  attack::Escaped("MiB for a moment", 96);
}
