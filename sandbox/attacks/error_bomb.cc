// The same to stderr.
#include "sandbox/attacks/attack.h"
int main() {
  static char text[4096];
  for (int i = 0; i < 4096; ++i) {
    if (write(2, text, sizeof(text)) < 0) attack::Contained("closed", errno);
  }
  _exit(attack::kEscaped);
}
