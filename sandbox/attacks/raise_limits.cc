// Raises its limits.
#include <sys/resource.h>

#include "sandbox/attacks/attack.h"
int main() {
  const rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
  for (int i = 0; i < 16; ++i) {
    rlimit now;
    if (getrlimit(static_cast<__rlimit_resource>(i), &now) != 0) continue;
    if (now.rlim_max == RLIM_INFINITY) continue;
    attack::MustFail(setrlimit(static_cast<__rlimit_resource>(i), &none),
                     "raised a limit");
  }
  attack::Contained("refused", errno);
}
