// Touches every page, 1 MiB at a time, without end.
#include <cstdlib>
#include <cstring>
int main() {
  while (true) {
    void* p = std::malloc(1 << 20);
    if (p == nullptr) return 3;
    std::memset(p, 1, 1 << 20);
  }
}
