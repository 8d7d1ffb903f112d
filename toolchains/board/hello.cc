// Shows that the board runs programs, hands arguments over, and is an aarch64
// Linux.
#include <sys/utsname.h>

#include <cstdio>
#include <string>

int main(int argc, char** argv) {
  utsname name;
  if (uname(&name) != 0) return 1;
  std::printf("%s %s, %d arguments\n", name.sysname, name.machine, argc - 1);
  const bool right = std::string(name.machine) == "aarch64" && argc == 3 &&
                     std::string(argv[2]) == "two words";
  return right ? 0 : 1;
}
