// The old way out of a root: a second one, and up from there.
#include "sandbox/attacks/attack.h"
int main() { attack::MustNotReach(chroot("/")); }
