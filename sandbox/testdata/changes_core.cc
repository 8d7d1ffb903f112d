// Prints the cores it may run on, then asks for all of them.
#include <sched.h>

#include <cstdio>
int main() {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof(set), &set);
  std::printf("%d core\n", CPU_COUNT(&set));
  std::fflush(stdout);
  for (int i = 0; i < 64; ++i) CPU_SET(i, &set);
  return sched_setaffinity(0, sizeof(set), &set);
}
