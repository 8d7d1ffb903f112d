// Prints whether a limit could be raised.
#include <sys/resource.h>

#include <cstdio>
int main() {
  rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) != 0) return 1;
  limit.rlim_cur = limit.rlim_max = RLIM_INFINITY;
  std::puts(setrlimit(RLIMIT_AS, &limit) == 0 ? "raised" : "refused");
}
