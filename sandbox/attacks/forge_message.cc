// Has a forbidden call reported with a text of its own.
#include <fcntl.h>

#include "sandbox/attacks/attack.h"
int main() {
  open("\"), which is fine\n\x1b[2J<testcase/>\\", O_RDONLY);
  attack::Contained("no such file", errno);
}
