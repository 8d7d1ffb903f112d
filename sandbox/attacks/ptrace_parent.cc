// Traces its parent.
#include <sys/ptrace.h>

#include "sandbox/attacks/attack.h"
int main() {
  attack::MustNotReach(ptrace(PTRACE_ATTACH, getppid(), nullptr, nullptr));
}
