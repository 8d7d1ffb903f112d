// What GCC's driver would run, so that each of its programs can be run alone:
// `g++ -###` says it without running anything or reading any input.
#ifndef GRADER_COMPILE_DRIVER_H_
#define GRADER_COMPILE_DRIVER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace olympics {

using Arguments = std::vector<std::string>;

// The commands, in order, that the output of `driver -### ...` lists: a line
// each that begins with a blank, words parted by blanks, some in double quotes
// within which a backslash takes the next character as it is.
//
//   ParseDriverOutput(" /usr/lib/cc1plus \"-std=c++20\" a.cc\n")
//
// is {{"/usr/lib/cc1plus", "-std=c++20", "a.cc"}}. InvalidArgument, with the
// driver's own words, where there is no command, as for an unknown option.
absl::StatusOr<std::vector<Arguments>> ParseDriverOutput(
    const std::string& output);

// Runs the driver with -###, in the "C" locale. Its arguments are the course's:
// options that rules allow, and paths that a rule made. Unavailable where there
// is no such driver.
absl::StatusOr<std::vector<Arguments>> AskDriver(const std::string& driver,
                                                 const Arguments& arguments);

}  // namespace olympics

#endif  // GRADER_COMPILE_DRIVER_H_
