// Reserves addresses without end, touching none.
#include <sys/mman.h>

#include "sandbox/attacks/attack.h"
int main() {
  long gib = 0;
  while (gib < 64) {
    if (mmap(nullptr, size_t{1} << 30, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
             0) == MAP_FAILED) {
      break;
    }
    ++gib;
  }
  if (gib > 4) attack::Escaped("GiB reserved", gib);
  attack::Contained("GiB reserved", gib);
}
