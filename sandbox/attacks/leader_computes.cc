// Ends its first thread, ignores the signal of the CPU limit, and computes on.
#include <pthread.h>
#include <sys/syscall.h>

#include <atomic>
#include <csignal>

#include "sandbox/attacks/attack.h"
int main() {
  std::signal(SIGXCPU, SIG_IGN);
  pthread_t thread;
  const int error = pthread_create(
      &thread, nullptr,
      [](void*) -> void* {
        for (std::atomic<long> i = 0;; ++i) {
        }
      },
      nullptr);
  if (error != 0) attack::Contained("no thread", error);
  syscall(SYS_exit, 0);
}
