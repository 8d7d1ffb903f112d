// 0 if a child of it can touch 192 MiB.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
int main() {
  const pid_t pid = fork();
  if (pid == 0) {
    const size_t size = 192 << 20;
    void* p = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) _exit(1);
    std::memset(p, 1, size);
    _exit(0);
  }
  int status = 1;
  return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0 ? 0 : 1;
}
