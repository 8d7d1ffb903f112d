// Kills everything that it may.
#include <csignal>

#include "sandbox/attacks/attack.h"
int main() { attack::MustNotReach(kill(-1, SIGCONT)); }
