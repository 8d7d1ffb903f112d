// What happens when nobody reads any more what a program prints.
#ifndef TOOLS_PROCESS_BROKEN_PIPE_H_
#define TOOLS_PROCESS_BROKEN_PIPE_H_

namespace olympics {

// From now on, writing to a pipe that nobody reads fails with EPIPE, and does
// not end this process. Programs that it starts have SIGPIPE as this process
// had it from its shell: the signal is handled here, and not ignored, as what
// is ignored stays so in every program that is started.
void OutliveBrokenPipes();

}  // namespace olympics

#endif  // TOOLS_PROCESS_BROKEN_PIPE_H_
