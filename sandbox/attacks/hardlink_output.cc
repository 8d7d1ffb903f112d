// Keeps a second name for its output.
#include "sandbox/attacks/attack.h"
int main() {
  attack::MustFail(link("/out/file", "/tmp/file"), "made a second name");
  attack::Contained("refused", errno);
}
