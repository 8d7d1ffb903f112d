// Copies a descriptor to the number by which the sandbox started it.
#include "sandbox/attacks/attack.h"
int main() { attack::MustNotReach(dup2(0, 200)); }
