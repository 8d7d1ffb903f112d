// Three children compute for 0.1 s each.
#include <sys/wait.h>
#include <unistd.h>

#include <ctime>
int main() {
  for (int i = 0; i < 3; ++i) {
    if (fork() == 0) {
      timespec t = {};
      while (t.tv_nsec < 100'000'000) {
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
      }
      _exit(0);
    }
  }
  while (wait(nullptr) > 0) {
  }
}
