// Maps a library that was given to it as data.
#include <fcntl.h>
#include <sys/mman.h>

#include "sandbox/attacks/attack.h"
int main() {
  const int fd = open("/in/libframework.so", O_RDONLY);
  if (fd < 0) attack::Contained("no such file", errno);
  if (mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0) ==
      MAP_FAILED) {
    attack::Contained("refused", errno);
  }
  attack::Escaped("mapped a framework as code");
}
