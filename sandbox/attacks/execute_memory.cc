// Executes a file that is in memory only.
#include <sys/syscall.h>

#include "sandbox/attacks/attack.h"
int main() { attack::MustNotReach(syscall(SYS_memfd_create, "program", 0)); }
