// Files between this process and a sandboxed program, which may run as another
// user: a folder for what it reads, and an output that it may write.
#ifndef GRADER_STAGE_STAGE_H_
#define GRADER_STAGE_STAGE_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace olympics {

// A temporary folder that any user may read and that its owner alone may write;
// gone with this.
class Stage {
 public:
  // Its name begins with `purpose`: "compile". Unavailable where none can be
  // made.
  static absl::StatusOr<Stage> Make(const std::string& purpose);
  ~Stage();
  Stage(Stage&& other) noexcept : folder_(std::exchange(other.folder_, "")) {}
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  // Where `name` lies, which may have folders: "include/tinytorch/cpu.h".
  std::string Path(const std::string& name) const;
  // A copy of the file under that name. Unavailable where there is no such file
  // or no room.
  absl::Status Copy(const std::string& file, const std::string& name) const;
  // A file of these bytes under that name.
  absl::Status Write(const std::string& name, const std::string& bytes) const;

 private:
  explicit Stage(std::string folder) : folder_(std::move(folder)) {}
  std::string folder_;
};

// A file, empty at first, that a sandboxed program of any user may write as
// long as this lives; afterwards its owner alone may.
//
//   absl::StatusOr<ProgramOutput> out = ProgramOutput::Make("/tmp/a/code.o");
//
// replaces a file or a link that is there, never what the link points to;
// Make("/dev/null") is FailedPrecondition, and nothing is changed.
class ProgramOutput {
 public:
  static absl::StatusOr<ProgramOutput> Make(const std::string& path);
  ~ProgramOutput();
  ProgramOutput(ProgramOutput&& other) noexcept
      : path_(std::exchange(other.path_, "")) {}
  ProgramOutput& operator=(ProgramOutput&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }

 private:
  explicit ProgramOutput(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace olympics

#endif  // GRADER_STAGE_STAGE_H_
