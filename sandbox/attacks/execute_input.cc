// Executes a program that was mounted as data.
#include <fcntl.h>

#include "sandbox/attacks/attack.h"
int main(int, char** argv) {
  char* const none[] = {nullptr};
  execve("/in/program", argv, none);
  if (errno == EACCES || errno == EPERM) attack::Contained("refused", errno);
  attack::Escaped("it was no right that was missing, error", errno);
}
