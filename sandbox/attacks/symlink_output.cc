// Puts a link in the place of its output, for whoever reads that later.
#include "sandbox/attacks/attack.h"
int main() {
  attack::MustFail(unlink("/out/file"), "removed its output");
  attack::MustFail(rename("/out/file", "/out/other"), "moved its output");
  attack::MustFail(symlink("/etc/shadow", "/out/link"), "made a link");
  attack::Contained("refused", errno);
}
