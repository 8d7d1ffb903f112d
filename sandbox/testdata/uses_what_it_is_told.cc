// Touches argv[1] MiB, computes for argv[2] ms, writes argv[3] bytes.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <ctime>
int main(int, char** argv) {
  const size_t bytes = std::strtoul(argv[1], nullptr, 10) << 20;
  const double seconds = 1e-3 * std::atof(argv[2]);
  void* p = mmap(nullptr, bytes + 1, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED) return 1;
  std::memset(p, 1, bytes);
  timespec t = {};
  while (static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec) <
         seconds) {
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  }
  for (long left = std::atol(argv[3]); left > 0; left -= 100) {
    static char line[100];
    const size_t n = left < 100 ? left : 100;
    if (write(1, line, n) != static_cast<ssize_t>(n)) return 1;
  }
}
