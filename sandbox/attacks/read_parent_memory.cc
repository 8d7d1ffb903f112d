// Reads its parent's memory.
#include <sys/uio.h>

#include "sandbox/attacks/attack.h"
int main() {
  char byte;
  const iovec local = {&byte, 1}, remote = {&byte, 1};
  attack::MustNotReach(process_vm_readv(getppid(), &local, 1, &remote, 1, 0));
}
