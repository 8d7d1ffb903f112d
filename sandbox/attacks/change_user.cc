// Becomes root.
#include "sandbox/attacks/attack.h"
int main() { attack::MustNotReach(setuid(0)); }
