// Executes another file by its path: with this flag, of which the filter sees
// the number alone, a path is used where there is one.
#include <fcntl.h>
#include <sys/syscall.h>

#include <initializer_list>

#include "sandbox/attacks/attack.h"
int main(int, char** argv) {
  for (const char* path : {"/in/program", "/in/libframework.so"}) {
    syscall(SYS_execveat, 200, path, argv, nullptr, AT_EMPTY_PATH);
    // The file is a text: that it is no program is only said of what may run.
    if (errno == ENOEXEC) attack::Escaped("the kernel tried to run it");
  }
  attack::Contained("it was refused", errno);
}
