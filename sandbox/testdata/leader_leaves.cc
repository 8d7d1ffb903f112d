// Its first thread ends, another one computes.
#include <pthread.h>

namespace {

void* Compute(void*) {
  volatile int turns = 0;
  while (true) turns = 1 - turns;
  return nullptr;
}

}  // namespace

int main() {
  pthread_t thread;
  if (pthread_create(&thread, nullptr, Compute, nullptr) != 0) return 1;
  pthread_exit(nullptr);
}
