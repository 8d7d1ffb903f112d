// A program as a file: what it asks the kernel for when it is started, which no
// filter of system calls sees.
#ifndef SANDBOX_EXECUTABLE_H_
#define SANDBOX_EXECUTABLE_H_

#include <string>

#include "absl/status/statusor.h"

namespace sandbox {

// Reads the headers of the program that `fd` is open for. OK where it is a
// 64-bit ELF program whose stack cannot be executed and none of whose segments
// is both writable and executable, so that memory which was written never
// becomes code by its own headers. Otherwise InvalidArgument, a sentence with
// `name`.
//
//   gcc hello.c                      has "/lib64/ld-linux-x86-64.so.2";
//   gcc -static hello.c              has "";
//   gcc -static -z execstack hello.c has none: "its stack would be executable".
struct Executable {
  std::string interpreter;  // the loader that it names; "": it is static
};
absl::StatusOr<Executable> CheckExecutable(int fd, const std::string& name);

}  // namespace sandbox

#endif  // SANDBOX_EXECUTABLE_H_
