// Takes back what the sandbox set of its process.
#include <sys/prctl.h>

#include <csignal>

#include "sandbox/attacks/attack.h"
int main() {
  attack::MustFail(prctl(PR_SET_DUMPABLE, 0), "hid from its supervisor");
  attack::MustFail(prctl(PR_SET_PDEATHSIG, 0), "will outlive its parent");
  attack::MustFail(prctl(PR_SET_SECCOMP, 1), "changed its filter");
  attack::MustFail(prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0), "new privileges");
  attack::MustFail(prctl(PR_MCE_KILL, PR_MCE_KILL_SET, PR_MCE_KILL_EARLY, 0, 0),
                   "changed its fate on memory errors");
  attack::MustFail(prctl(PR_SET_CHILD_SUBREAPER, 1), "takes orphans");
  attack::MustFail(prctl(PR_SET_TIMERSLACK, 1), "changed its timers");
  attack::MustFail(prctl(PR_SET_MM, PR_SET_MM_START_CODE, 4096, 0, 0),
                   "moved its code");
  attack::Contained("refused", errno);
}
