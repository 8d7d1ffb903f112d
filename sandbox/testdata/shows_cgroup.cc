// 0 if it can see below which cgroup it is.
#include <cstdio>
#include <cstring>
int main() {
  std::FILE* file = std::fopen("/proc/self/cgroup", "r");
  if (file == nullptr) return 2;
  char line[512];
  int below = 0;
  while (std::fgets(line, sizeof(line), file) != nullptr) {
    const char* path = std::strrchr(line, ':');
    below += path != nullptr && std::strcmp(path, ":/\n") != 0;
    std::fputs(line, stdout);
  }
  return below > 0 ? 0 : 1;
}
