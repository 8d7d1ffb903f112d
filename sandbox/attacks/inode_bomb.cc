// Makes empty files until it may not.
#include <fcntl.h>

#include "sandbox/attacks/attack.h"
int main() {
  int count = 0;
  char name[64];
  while (count < 20'000) {
    std::snprintf(name, sizeof(name), "/tmp/%d", count);
    const int fd = open(name, O_WRONLY | O_CREAT, 0600);
    if (fd < 0) break;
    close(fd);
    ++count;
  }
  if (count > 8192) attack::Escaped("files", count);
  attack::Contained("files", count);
}
