// Says what it may do with its memory and its descriptors: "before" anybody
// settled it, and "after", a line each with an error number for each use.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace {

int ErrorOf(long result) { return result < 0 ? errno : 0; }

// The descriptor 3 is a file that may be read and written.
void Say(const char* when, char* memory, size_t bytes) {
  char byte = 0;
  iovec part = {&byte, 1};
  const int errors[] = {
      ErrorOf(madvise(memory, bytes, MADV_DONTNEED)),
      ErrorOf(madvise(memory, bytes, MADV_FREE)),
      ErrorOf(madvise(memory, bytes, MADV_NOHUGEPAGE)),
      ErrorOf(lseek(3, 0, SEEK_SET)),
      ErrorOf(read(3, &byte, 1)),
      ErrorOf(readv(3, &part, 1)),
      ErrorOf(write(3, &byte, 1)),
      ErrorOf(writev(3, &part, 1)),
  };
  char line[128];
  int size = std::snprintf(line, sizeof(line), "%s", when);
  for (const int error : errors) {
    size += std::snprintf(line + size, sizeof(line) - size, " %d", error);
  }
  line[size] = '\n';
  if (write(1, line, size + 1) != size + 1) std::exit(1);
}

}  // namespace

int main() {
  constexpr size_t kBytes = 1 << 20;
  void* memory = mmap(nullptr, kBytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return 1;
  Say("before", static_cast<char*>(memory), kBytes);
  while (lseek(3, 0, SEEK_CUR) >= 0) usleep(1000);
  Say("after", static_cast<char*>(memory), kBytes);
  return 0;
}
