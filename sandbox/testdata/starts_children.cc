// 0 if it can have 64 children at once.
#include <unistd.h>
int main() {
  for (int i = 0; i < 64; ++i) {
    const pid_t pid = fork();
    if (pid < 0) return 1;
    if (pid == 0) {
      while (true) sleep(1000);
    }
  }
}
