// What of a machine makes timed runs less sure, as isolate-check-environment
// looks for it: read from the kernel's files, decided by pure comparison.
#ifndef GRADER_HOST_HOST_H_
#define GRADER_HOST_HOST_H_

#include <string>
#include <vector>

#include "grader/report/grade.pb.h"

namespace olympics {

// One finding for each thing that is not as a quiet machine's: the processors'
// frequency governor and turbo, SMT siblings that share a core, swap in use,
// transparent huge pages, randomised addresses, other load, a single core, a
// virtual machine's stolen time, no energy meter. None: nothing against it.
// What cannot be read is passed over: it does not exist on that machine. `root`
// is where the system's files are, "" for here. Nothing is found against an
// emulated board: what it is like is nobody's to mend, and its figures are not
// timed.
std::vector<HostFinding> ExamineHost(const std::string& root = "",
                                     bool emulated = false);

// The same for scripts: an array of objects "what", "state", "mend".
std::string HostJson(const std::vector<HostFinding>& findings);

// The same for people, aligned; a sentence where there are none.
std::string HostText(const std::vector<HostFinding>& findings);

}  // namespace olympics

#endif  // GRADER_HOST_HOST_H_
