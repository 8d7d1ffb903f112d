#include "sandbox/descriptors.h"

#include <fcntl.h>
#include <unistd.h>

#include "absl/status/status.h"

namespace sandbox {

absl::Status KeepStandardDescriptors() {
  while (true) {
    bool all = true;
    for (int fd = 0; fd <= 2; ++fd) all = all && fcntl(fd, F_GETFD) >= 0;
    if (all) return absl::OkStatus();
    // The lowest number that is free, and so one of the three.
    const int fd = open("/dev/null", O_RDWR);
    if (fd < 0) {
      return absl::UnavailableError(
          "sandbox: standard input, output or error is closed, and /dev/null "
          "cannot be opened in its place");
    }
    if (fd > 2) {  // another thread was faster
      close(fd);
    }
  }
}

}  // namespace sandbox
