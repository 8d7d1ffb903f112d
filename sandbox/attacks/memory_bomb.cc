// Touches 256 MiB, four times what it may.
#include <cstdlib>
#include <cstring>

#include "sandbox/attacks/attack.h"
int main() {
  for (int mib = 0; mib < 256; ++mib) {
    char* p = static_cast<char*>(std::malloc(1 << 20));
    if (p == nullptr) attack::Contained("MiB at most", mib);
    std::memset(p, 1, 1 << 20);
  }
  attack::Escaped("MiB", 256);
}
