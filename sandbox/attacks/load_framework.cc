// Opens a framework's library where a system would have it.
#include <fcntl.h>

#include "sandbox/attacks/attack.h"
int main() {
  if (open("/usr/lib/libtorch.so", O_RDONLY) >= 0) {
    attack::Escaped("opened a framework");
  }
  attack::Contained("no such file", errno);
}
