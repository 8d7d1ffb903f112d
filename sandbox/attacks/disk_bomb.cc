// Writes its output file without end.
#include <fcntl.h>

#include "sandbox/attacks/attack.h"
int main() {
  static char text[64 << 10];
  const int fd = open("/out/file", O_WRONLY);
  if (fd < 0) attack::Contained("no file", errno);
  long kib = 0;
  while (kib < 16 << 10) {
    const ssize_t n = write(fd, text, sizeof(text));
    if (n <= 0) attack::Contained("KiB at most", kib);
    kib += n >> 10;
  }
  attack::Escaped("KiB", kib);
}
