// The commands that can be typed, and their options. Parsing a command line
// sets Typed::action; nothing is done before that is called.
#ifndef TOOLS_CLI_COMMANDS_H_
#define TOOLS_CLI_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "tools/cli/typed.h"

namespace olympics {

// Below `tito olympics`: what students type.
void AddStudentCommands(Typed& t, CLI::App& olympics);

// Below `tito olympics`: what instructors type.
void AddInstructorCommands(Typed& t, CLI::App& olympics);

// `tito module` and `tito checkpoint`.
void AddModuleCommands(Typed& t);

// `tito course`, `tito verify` and `tito completion`.
void AddCourseCommands(Typed& t);

// `tito board`.
void AddBoardCommands(Typed& t);

}  // namespace olympics

#endif  // TOOLS_CLI_COMMANDS_H_
