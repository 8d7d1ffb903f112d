// Locks memory, which cannot be swapped out or reclaimed.
#include <sys/mman.h>

#include "sandbox/attacks/attack.h"
int main() { attack::MustNotReach(mlockall(MCL_CURRENT | MCL_FUTURE)); }
