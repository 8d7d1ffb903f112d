// Types into the terminal of whoever started it.
#include <sys/ioctl.h>

#include "sandbox/attacks/attack.h"
int main() {
  for (int fd = 0; fd < 3; ++fd) {
    if (ioctl(fd, TIOCSTI, "x") == 0) attack::Escaped("typed", fd);
    if (errno != ENOTTY && errno != EPERM && errno != EIO) {
      attack::Escaped("the terminal answered, error", errno);
    }
  }
  attack::Contained("no terminal", errno);
}
