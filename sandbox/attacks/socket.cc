// Opens a socket of the family ATTACK_FAMILY.
#include <sys/socket.h>

#include "sandbox/attacks/attack.h"
int main() { attack::MustNotReach(socket(ATTACK_FAMILY, ATTACK_TYPE, 0)); }
