// Executes another program.
#include "sandbox/attacks/attack.h"
int main(int, char** argv) {
  execve("/bin/sh", argv, nullptr);
  attack::Contained("no such program", errno);
}
