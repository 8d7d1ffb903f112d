// Fills /tmp.
#include <fcntl.h>

#include "sandbox/attacks/attack.h"
int main() {
  static char text[64 << 10];
  long kib = 0;
  char name[64];
  for (int file = 0; file < 256; ++file) {
    std::snprintf(name, sizeof(name), "/tmp/%d", file);
    const int fd = open(name, O_WRONLY | O_CREAT, 0600);
    if (fd < 0 || write(fd, text, sizeof(text)) != sizeof(text)) break;
    close(fd);
    kib += sizeof(text) >> 10;
  }
  if (kib > 2048) attack::Escaped("KiB in /tmp", kib);
  attack::Contained("KiB in /tmp", kib);
}
