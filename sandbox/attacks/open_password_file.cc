// Reads a file of the system.
#include <fcntl.h>

#include "sandbox/attacks/attack.h"
int main() {
  const int fd = open("/etc/passwd", O_RDONLY);
  if (fd < 0) attack::Contained("no such file", errno);
  attack::Escaped("opened /etc/passwd", fd);
}
