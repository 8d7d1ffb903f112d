// Runs one program of the grader's own beside it.
#ifndef GRADER_FRESH_PROGRAM_H_
#define GRADER_FRESH_PROGRAM_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace olympics {

// Runs a command, whose first word is a path, gives it `input` on its standard
// input and returns what it writes to its standard output. Unavailable, with
// one clause: it cannot be run, ended badly (then with the last line of its
// standard error), or did not end within so many seconds and was ended.
//
//   OutputOfProgram({"/bin/cat"}, "words", 10)   // is "words"
absl::StatusOr<std::string> OutputOfProgram(std::vector<std::string> command,
                                            const std::string& input,
                                            int seconds);

}  // namespace olympics

#endif  // GRADER_FRESH_PROGRAM_H_
