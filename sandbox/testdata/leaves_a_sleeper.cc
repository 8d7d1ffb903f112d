// Ends its first thread while another sleeps, and then ends well.
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>
int main() {
  pthread_t thread;
  pthread_create(
      &thread, nullptr,
      [](void*) -> void* {
        sleep(30);
        _exit(0);
      },
      nullptr);
  syscall(SYS_exit, 0);
}
