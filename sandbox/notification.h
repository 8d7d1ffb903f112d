// Calls that the filter hands to the supervisor: what they are, in words.
#ifndef SANDBOX_NOTIFICATION_H_
#define SANDBOX_NOTIFICATION_H_

#include <linux/seccomp.h>

#include <string>

namespace sandbox {

enum class CallKind {
  kEnd,        // of a thread or of all
  kNewThread,  // of the same process
  kRefused,    // EINVAL: a use of fcntl, prctl or arch_prctl that is harmless
  kUntilSettled,  // EPERM once the program settled (policy.h)
  kAbsent,        // ENOENT: C++'s library looks for a file that is not there
  kForbidden,     // ends the program
};

// Judges by what is in registers alone, but for kAbsent, whose path is in the
// caller's memory: the answer is the same whatever it changes to.
CallKind KindOf(const seccomp_notif& call);

// The call and what is known of its arguments: `openat("/etc/passwd")`,
// `socket (AF_NETLINK)`, `mmap (/in/libtorch.so as code)`. For people: what the
// caller's memory holds may change meanwhile.
std::string DescribeCall(const seccomp_notif& call);

// Asks the kernel to wake caller and supervisor on the same core, which halves
// the time of an answer; kernels before 6.6 cannot.
void PreferSameCore(int listener);

}  // namespace sandbox

#endif  // SANDBOX_NOTIFICATION_H_
