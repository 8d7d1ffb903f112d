// Computes in several threads, each for less time than it may.
#include <pthread.h>

#include <ctime>

#include "sandbox/attacks/attack.h"
int main() {
  pthread_t threads[6];
  int started = 0;
  for (pthread_t& thread : threads) {
    started += pthread_create(
                   &thread, nullptr,
                   [](void*) -> void* {
                     timespec t = {};
                     while (t.tv_nsec < 700'000'000 && t.tv_sec == 0) {
                       clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
                     }
                     return nullptr;
                   },
                   nullptr) == 0;
  }
  for (int i = 0; i < started; ++i) pthread_join(threads[i], nullptr);
  attack::Escaped("threads computed in vain", started);
}
