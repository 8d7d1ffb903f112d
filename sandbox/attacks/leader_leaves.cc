// Ends its first thread and takes 256 MiB in another: a meter that looks at the
// first one sees nothing any more.
#include <pthread.h>
#include <sys/syscall.h>

#include <cstdlib>
#include <cstring>

#include "sandbox/attacks/attack.h"
int main() {
  pthread_t thread;
  const int error = pthread_create(
      &thread, nullptr,
      [](void*) -> void* {
        sleep(1);  // after the first one's end
        for (int mib = 0; mib < 256; ++mib) {
          char* p = static_cast<char*>(std::malloc(1 << 20));
          if (p == nullptr) attack::Contained("MiB at most", mib);
          std::memset(p, 1, 1 << 20);
        }
        sleep(1);
        attack::Escaped("MiB", 256);
      },
      nullptr);
  if (error != 0) attack::Contained("no thread", error);
  syscall(SYS_exit, 0);
}
