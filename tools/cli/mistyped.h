// Words of a command line that there are not, and what may have been meant.
#ifndef TOOLS_CLI_MISTYPED_H_
#define TOOLS_CLI_MISTYPED_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"

namespace olympics {

// A sentence for the first of `words` (without the program's name) that is no
// command and no option of `app` where it stands, or for the command that is
// missing at their end; "" where there is nothing to say. `elsewhere` are
// commands that somebody else understands, to be suggested as well.
//
//   olympics registr alice    no command "registr"; did you mean register?
//   scores                    no command "scores"; did you mean olympics
//   scores? olympics submit --basline no option "--basline" of tito olympics
//   submit; did
//                             you mean --baseline?
std::string Mistyped(const CLI::App& app, const std::vector<std::string>& words,
                     const std::vector<std::string>& elsewhere);

}  // namespace olympics

#endif  // TOOLS_CLI_MISTYPED_H_
