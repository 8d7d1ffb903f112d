// Waits for longer than it may, using no CPU time.
#include "sandbox/attacks/attack.h"
int main() {
  sleep(3);
  attack::Escaped("seconds", 3);
}
