// Functions of the C and C++ libraries that a submission has no use for and may
// not call. The sandbox holds whoever finds another way; this says so early.
#ifndef GRADER_INSPECT_CALLS_H_
#define GRADER_INSPECT_CALLS_H_

#include <string>

namespace olympics {

struct CallRule {
  const char* rule;     // the Finding's: "process", "file", ...
  const char* names;    // linker names, "|" between them
  const char* message;  // what such a call does: "uses the network"
};

// What forbids the function of this linker name, or nullptr. Names of C++ are
// as the compiler mangles them; those of the file streams and of
// std::filesystem are found by their beginning.
//
//   CallRuleOf("fopen")->rule is "file"; CallRuleOf("sqrt") is nullptr.
const CallRule* CallRuleOf(const std::string& symbol);

}  // namespace olympics

#endif  // GRADER_INSPECT_CALLS_H_
