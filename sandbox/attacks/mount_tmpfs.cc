// Mounts over its root.
#include <sys/mount.h>

#include "sandbox/attacks/attack.h"
int main() { attack::MustNotReach(mount("tmpfs", "/", "tmpfs", 0, nullptr)); }
