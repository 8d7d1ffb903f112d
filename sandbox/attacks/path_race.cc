// Opens a file whose name another thread changes at the same time.
#include <fcntl.h>
#include <pthread.h>

#include <atomic>
#include <cstring>

#include "sandbox/attacks/attack.h"
namespace {
char path[32] = "/in/text";
std::atomic<bool> done{false};
}  // namespace
int main() {
  pthread_t thread;
  const int error = pthread_create(
      &thread, nullptr,
      [](void*) -> void* {
        while (!done) {
          std::memcpy(path, "/etc/passwd", 12);
          std::memcpy(path, "/in/text", 9);
        }
        return nullptr;
      },
      nullptr);
  if (error != 0) return 1;
  for (int i = 0; i < 2'000; ++i) {
    char byte = 0;
    const int fd = open(path, O_RDONLY);
    if (fd < 0) continue;
    // The input starts with an s, a password file with root.
    if (read(fd, &byte, 1) == 1 && byte != 's') attack::Escaped("opened it");
    close(fd);
  }
  done = true;
  pthread_join(thread, nullptr);
  attack::Contained("never");
}
