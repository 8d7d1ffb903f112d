// Writes one byte far beyond what its file may hold.
#include <fcntl.h>

#include "sandbox/attacks/attack.h"
int main() {
  const int fd = open("/out/file", O_WRONLY);
  if (fd < 0) attack::Contained("no file", errno);
  attack::MustFail(pwrite(fd, "x", 1, off_t{1} << 32), "a file of 4 GiB");
  attack::Contained("refused", errno);
}
