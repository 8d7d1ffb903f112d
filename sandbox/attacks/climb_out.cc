// Climbs out of its root by every path that might lead there.
#include <fcntl.h>

#include <initializer_list>

#include "sandbox/attacks/attack.h"
int main() {
  for (const char* path :
       {"/in/../../../../../../etc/passwd", "../../../../etc/passwd",
        "/proc/1/root/etc/passwd", "/proc/self/cwd/etc/passwd",
        "/proc/self/fd/0/../../etc/passwd", "/dev/fd/0/etc/passwd",
        "/sys/kernel", "/dev/mem", "/run"}) {
    if (open(path, O_RDONLY) >= 0) attack::Escaped(path);
  }
  const int in = open("/in", O_RDONLY | O_DIRECTORY);
  if (openat(in, "../../etc/passwd", O_RDONLY) >= 0) {
    attack::Escaped("from a directory that it has");
  }
  attack::Contained("nothing is outside");
}
