// Calls that the filter hands to the supervisor: what they are, in words.
#ifndef SANDBOX_NOTIFICATION_H_
#define SANDBOX_NOTIFICATION_H_

#include <linux/seccomp.h>

#include <string>

namespace sandbox {

enum class CallKind { kEnd, kNewThread, kForbidden };

// Judges by what is in registers alone.
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
