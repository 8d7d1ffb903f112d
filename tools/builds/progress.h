// What a run of Bazel is doing, in a student's words: what is done, what
// remains, and for about how long. Pure: lines and times in, text out; run.h
// feeds it.
#ifndef TOOLS_BAZEL_PROGRESS_H_
#define TOOLS_BAZEL_PROGRESS_H_

#include <map>
#include <string>
#include <vector>

namespace olympics {

// Reads the lines that `bazel test --curses=no --color=no` prints.
//
//   Progress progress;
//   progress.ReadLine("[87 / 92] Training eve; 12s linux-sandbox", 20);
//   progress.Status(20)  // "Building, 87 of 92 steps; training eve (12 s);
//   ..."
//
// Seconds are since the start of the run, and never go back. Lines that are
// none of Bazel's are passed over.
class Progress {
 public:
  void ReadLine(const std::string& line, double seconds);

  // What the training of `name` printed last: "epoch 3/10 loss 0.41". An empty
  // text changes nothing.
  void TrainingSaid(const std::string& name, const std::string& line);

  // One line for a terminal, of the state `seconds` after the start. "" before
  // there is anything to say.
  std::string Status(double seconds) const;

  // About how many seconds the rest takes; below 0 where nothing is known yet.
  double Left(double seconds) const;

  // The trainings that run at this moment.
  std::vector<std::string> Training() const;

  // What Bazel and the compiler said of what failed, a block each, without
  // Bazel's folders: "submissions/eve/model.cc:3:1: error: ...".
  const std::vector<std::string>& failures() const { return failures_; }

 private:
  struct Run {
    double began = 0;  // by its own count of seconds
    double seen = 0;   // when a line last named it
    std::string said;  // its own last line
  };

  void ReadCounted(const std::string& rest, double seconds);

  int done_ = 0, total_ = 0;
  int tests_done_ = 0, tests_total_ = 0;
  double building_since_ = -1, testing_since_ = -1;
  int done_at_first_ = 0;
  std::string testing_;
  bool analyzing_ = false, in_failure_ = false;
  std::map<std::string, Run> training_;
  std::vector<std::string> failures_;
};

// A line of Bazel's or the compiler's as students know their files: without
// the folders that Bazel builds in.
std::string WithoutBuildFolders(std::string line);

// "about 40 s", "about 3 min".
std::string AboutSeconds(double seconds);

}  // namespace olympics

#endif  // TOOLS_BAZEL_PROGRESS_H_
