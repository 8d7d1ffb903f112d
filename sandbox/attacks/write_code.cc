// Writes code, then makes it executable.
#include <sys/mman.h>

#include <cstring>

#include "sandbox/attacks/attack.h"
int main() {
  char* p = static_cast<char*>(mmap(nullptr, 4096, PROT_READ | PROT_WRITE,
                                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  std::memset(p, 0, 4096);
  if (mprotect(p, 4096, PROT_READ | PROT_EXEC) != 0) {
    attack::Contained("refused", errno);
  }
  attack::Escaped("code of its own making");
}
