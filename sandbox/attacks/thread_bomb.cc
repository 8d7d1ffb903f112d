// Starts threads without end; 64 would do as proof.
#include <pthread.h>

#include "sandbox/attacks/attack.h"
int main() {
  int threads = 1;
  while (threads < 64) {
    pthread_t thread;
    const int error = pthread_create(
        &thread, nullptr,
        [](void*) -> void* {
          while (true) sleep(10);
        },
        nullptr);
    if (error != 0) break;
    ++threads;
  }
  if (threads > 12) attack::Escaped("threads", threads);
  attack::Contained("threads", threads);
}
