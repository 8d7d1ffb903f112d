// Has signals sent to others by way of a descriptor's owner.
#include <fcntl.h>

#include "sandbox/attacks/attack.h"
int main() {
  attack::MustFail(fcntl(0, F_SETOWN, 1), "set an owner");
  attack::MustFail(fcntl(0, F_SETLEASE, F_RDLCK), "took a lease");
  attack::MustFail(fcntl(1, F_SETFL, O_ASYNC), "asked for signals");
  attack::MustFail(fcntl(1, F_SETPIPE_SZ, 1 << 20), "took pipe memory");
  attack::Contained("refused", errno);
}
