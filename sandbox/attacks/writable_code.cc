// Maps memory that is writable and executable at once.
#include <sys/mman.h>

#include "sandbox/attacks/attack.h"
int main() {
  if (mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) {
    attack::Contained("refused", errno);
  }
  attack::Escaped("code of its own making");
}
