// Prints every open descriptor and the environment.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
int main() {
  for (int fd = 0; fd < 1024; ++fd) {
    if (fcntl(fd, F_GETFD) >= 0) std::printf("fd %d\n", fd);
  }
  for (char** e = environ; *e != nullptr; ++e) std::printf("env %s\n", *e);
}
