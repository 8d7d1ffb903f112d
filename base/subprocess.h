// Programs that we start and wait for, outside of any sandbox. What is not
// trusted runs in sandbox/jail.h.
//
//   const auto ended = base::Run({.command = {"ssh-keygen", "-l", "-f", path},
//                                 .output = base::Stream::Pipe()});
//   if (!ended.ok()) return ended.status();       // there is no ssh-keygen
//   if (ended->code != 0) ...                     // it ran, and failed
//   Use(ended->output);
#ifndef BASE_SUBPROCESS_H_
#define BASE_SUBPROCESS_H_

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace base {

// What one of a program's standard streams is.
class Stream {
 public:
  // Ours.
  static Stream Inherit() { return Stream(Kind::kInherit); }
  // /dev/null.
  static Stream Null() { return File("/dev/null"); }
  // A pipe whose other end we hold.
  static Stream Pipe() { return Stream(Kind::kPipe); }
  // A file or device that there is; it is read where the stream is the input,
  // else written from its beginning.
  static Stream File(std::string path) {
    Stream s(Kind::kFile);
    s.path_ = std::move(path);
    return s;
  }
  // A descriptor of ours, which stays ours too.
  static Stream Descriptor(int fd) {
    Stream s(Kind::kDescriptor);
    s.fd_ = fd;
    return s;
  }

 private:
  friend class Subprocess;
  enum class Kind { kInherit, kPipe, kFile, kDescriptor };
  explicit Stream(Kind kind) : kind_(kind) {}
  Kind kind_;
  std::string path_;
  int fd_ = -1;
};

struct SubprocessOptions {
  // The program, which is looked for on the PATH unless it holds a slash, and
  // its arguments.
  std::vector<std::string> command;
  Stream input = Stream::Inherit();
  Stream output = Stream::Inherit();
  Stream errors = Stream::Inherit();
  // Whether its standard error goes where its standard output goes; `errors`
  // then means nothing.
  bool errors_to_output = false;
  // Everything in its environment ("HOME=/root"); without: our environment.
  std::optional<std::vector<std::string>> environment = std::nullopt;
  // Whether it leads a process group of its own: then whatever it started and
  // left behind ends with it.
  bool own_group = false;
  // Descriptors that it has beside the standard ones: (ours, its number >= 3).
  // It has no others.
  std::vector<std::pair<int, int>> descriptors = {};
};

// A program that was started. No signal is blocked in it, and it ignores those
// that this process ignores: SIGPIPE is as the shell left it, unless somebody
// here has it ignored. It is ended and waited for when this object goes: none
// is ever left over. Movable. One thread at a time may use it.
class Subprocess {
 public:
  // Starts it. NotFound, which names the program and the cause, if it cannot
  // be run.
  static absl::StatusOr<Subprocess> Start(const SubprocessOptions& options);

  Subprocess(Subprocess&& other) noexcept { *this = std::move(other); }
  Subprocess& operator=(Subprocess&& other) noexcept;
  ~Subprocess();

  pid_t pid() const { return pid_; }
  // Our ends of its pipes; -1 where there is none, or it was closed.
  int input() const { return input_; }
  int output() const { return output_; }
  int errors() const { return errors_; }
  void CloseInput();

  // Writes to its input as much as it takes now, and returns how many bytes
  // these are. -1: it reads no more. Never raises SIGPIPE.
  ssize_t Write(const char* bytes, size_t size);

  // Waits at most so many seconds for its end. Returns its exit code, 128 + the
  // signal if one ended it, or nullopt if it still runs. Once it has ended it
  // says the same again.
  std::optional<int> Wait(
      double seconds = std::numeric_limits<double>::infinity());

  // Sends a signal to it, or to its whole group if it leads one. Nothing if it
  // has ended.
  void Signal(int signal);

  // Whether a signal ended it, and not an exit code that looks like that.
  bool signaled() const { return signaled_; }

 private:
  friend class Conversation;
  Subprocess() = default;
  void Release();

  pid_t pid_ = -1;
  int pidfd_ = -1;
  int input_ = -1, output_ = -1, errors_ = -1;
  bool group_ = false, signaled_ = false;
  std::optional<int> code_;
};

// How a program is spoken with until it ends.
struct Exchange {
  // Written to its input where that is a pipe, which is then closed. A program
  // that does not read it all is no error.
  std::string input = {};
  // Leave its input open until it has ended.
  bool hold_input = false;
  // After so many seconds it is ended by SIGKILL.
  double timeout_seconds = std::numeric_limits<double>::infinity();
  // The most bytes that are kept of each stream; what comes later is read and
  // dropped.
  size_t most = size_t{16} << 20;
  // Called with each line of its output as it comes, without the line break. A
  // line that is longer than `most_line` bytes comes in parts, of which all but
  // the first are dropped.
  std::function<void(const std::string&)> on_line = {};
  size_t most_line = size_t{64} << 10;
  // Called about five times a second and whenever something came.
  std::function<void()> on_tick = {};
};

// What became of a program.
struct Ended {
  // The exit code, or 128 + the signal that ended it.
  int code = 0;
  bool signaled = false;  // whether a signal ended it
  bool timed_out = false;
  // What came through the pipes that were asked for.
  std::string output, errors;
};

// Starts a program, speaks with it, and waits for its end. What it printed
// before it ended is read in whole; nobody waits for what processes that it
// left behind may print. NotFound if it cannot be run.
//
//   Run({.command = {"sh", "-c", "exit 7"}})->code          // 7
//   Run({.command = {"sleep", "60"}}, {.timeout_seconds = 1})->timed_out
absl::StatusOr<Ended> Run(const SubprocessOptions& options,
                          const Exchange& exchange = {});

}  // namespace base

#endif  // BASE_SUBPROCESS_H_
