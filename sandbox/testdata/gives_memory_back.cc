// Touches 64 MiB, gives them back, says so, and touches 16 MiB a while later.
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <initializer_list>

int main() {
  constexpr size_t kMiB = 1 << 20;
  // Of such size, blocks are mapped by themselves, and unmapped by free.
  for (const size_t mib : {64, 16}) {
    char* block = static_cast<char*>(std::malloc(mib * kMiB));
    if (block == nullptr) return 1;
    std::memset(block, 1, mib * kMiB);
    asm volatile("" : : "r"(block) : "memory");
    std::free(block);
    if (write(1, ".", 1) != 1) return 1;
    usleep(300'000);
  }
  sleep(30);
  return 0;
}
