// Opens a file until it may not.
#include <fcntl.h>

#include "sandbox/attacks/attack.h"
int main() {
  int count = 0;
  while (count < 4096 && open("/in/text", O_RDONLY) >= 0) ++count;
  if (count > 128) attack::Escaped("descriptors", count);
  attack::Contained("descriptors", count);
}
