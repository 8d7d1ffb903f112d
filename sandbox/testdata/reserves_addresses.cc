// 0 if it can reserve 64 GiB of addresses.
#include <sys/mman.h>
int main() {
  return mmap(nullptr, size_t{64} << 30, PROT_READ | PROT_WRITE,
              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) == MAP_FAILED;
}
