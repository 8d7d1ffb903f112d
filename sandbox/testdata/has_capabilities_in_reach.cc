// 0 if a capability could still be had, or the secure bits changed.
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/prctl.h>
int main() {
  const bool bounded = prctl(PR_CAPBSET_READ, CAP_SYS_ADMIN) == 0;
  const bool locked = (prctl(PR_GET_SECUREBITS) & SECBIT_NOROOT_LOCKED) != 0;
  return bounded && locked ? 1 : 0;
}
