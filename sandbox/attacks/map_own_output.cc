// Writes a library to where it may write, and maps that as code.
#include <fcntl.h>
#include <sys/mman.h>

#include "sandbox/attacks/attack.h"
int main() {
  const int fd = open("/tmp/library", O_RDWR | O_CREAT, 0700);
  if (fd < 0 || write(fd, "\x7f", 1) != 1) attack::Contained("no file", errno);
  if (mmap(nullptr, 1, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0) ==
      MAP_FAILED) {
    attack::Contained("refused", errno);
  }
  attack::Escaped("mapped its own file as code");
}
