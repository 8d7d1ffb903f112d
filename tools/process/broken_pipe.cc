#include "tools/process/broken_pipe.h"

#include <csignal>

namespace olympics {

void OutliveBrokenPipes() {
  struct sigaction before;
  // Who started us wants it ignored, by us and by what we start.
  if (sigaction(SIGPIPE, nullptr, &before) == 0 &&
      before.sa_handler == SIG_IGN) {
    return;
  }
  struct sigaction handled = {};
  handled.sa_handler = [](int) {};
  handled.sa_flags = SA_RESTART;
  sigemptyset(&handled.sa_mask);
  sigaction(SIGPIPE, &handled, nullptr);
}

}  // namespace olympics
