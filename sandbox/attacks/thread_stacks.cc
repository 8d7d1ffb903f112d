// Hides memory in a thread's huge stack.
#include <pthread.h>
#include <sys/mman.h>

#include <cstring>

#include "sandbox/attacks/attack.h"
namespace {
constexpr size_t kBytes = 128 << 20;
}  // namespace
int main() {
  void* stack = mmap(nullptr, kBytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) attack::Contained("no such mapping", errno);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, stack, kBytes);
  pthread_t thread;
  const int error = pthread_create(
      &thread, &attributes,
      [](void* low) -> void* {
        std::memset(low, 1, kBytes - (1 << 20));
        return nullptr;
      },
      stack);
  if (error != 0) attack::Contained("no such thread", error);
  pthread_join(thread, nullptr);
  attack::Escaped("MiB of stack", kBytes >> 20);
}
