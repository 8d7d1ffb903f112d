// Copies /in/text to /out/copy, and reports what it could do beyond that.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
int main() {
  char text[256];
  const int in = open("/in/text", O_RDONLY);
  const ssize_t n = read(in, text, sizeof(text));
  const int out = open("/out/copy", O_WRONLY | O_TRUNC);
  if (n < 0 || write(out, text, n) != n) {
    std::perror("copy");
    return 1;
  }
  const auto able = [](const char* what, int fd) {
    std::printf("%s: %s\n", what, fd < 0 ? "no" : "yes");
  };
  able("write the input", open("/in/text", O_WRONLY));
  able("create beside the input", open("/in/new", O_WRONLY | O_CREAT, 0600));
  able("create beside the output", open("/out/new", O_WRONLY | O_CREAT, 0600));
  able("create in the root", open("/new", O_WRONLY | O_CREAT, 0600));
  able("see /etc", open("/etc/passwd", O_RDONLY));
  able("see /proc", open("/proc/self/status", O_RDONLY));
  able("replace the output", rename("/out/copy", "/out/other"));
}
