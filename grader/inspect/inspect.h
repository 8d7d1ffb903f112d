// What the rules forbid, looked for in a submission's sources before anything
// of them is compiled. The sandbox holds whatever gets past: this exists to
// refuse early, with a sentence that a student understands.
//
// Refused are: headers that are neither the C++ library's (files and processes
// excepted), nor TinyTorch's, nor the submission's own; names of calls that
// start processes, open files or sockets, load code or make system calls; code
// that runs before main; system calls in assembly; files embedded in the
// program; data in such amounts that it must be weights or answers; and files
// that are not text.
#ifndef GRADER_INSPECT_INSPECT_H_
#define GRADER_INSPECT_INSPECT_H_

#include <set>
#include <string>
#include <vector>

#include "grader/report/grade.pb.h"

namespace olympics {

struct SourceFile {
  std::string name;  // as students see it, "model.cc"
  std::string text;
};

// Bounds on literal data in all files together.
inline constexpr size_t kMaxStringBytes = 16 << 10;
inline constexpr size_t kMaxOneString = 4 << 10;
inline constexpr size_t kMaxNumbers = 4000;
inline constexpr size_t kMaxFileBytes = 256 << 10;

// In the order of the files and lines. None: nothing against it. `beside` are
// files that lie in the folder and are not handed in: who includes one hears
// what to add to BUILD.
//
//   Inspect({{"model.cc", "#include \"net.h\"\n"}}, {"net.h"})
//
// finds, of rule "include" in line 1: includes "net.h", which lies in the
// folder but is not in BUILD's hdrs: add hdrs = ["net.h"] there.
std::vector<Finding> Inspect(const std::vector<SourceFile>& files,
                             const std::set<std::string>& beside = {});

// The text as it is compiled: a copy lies elsewhere, and what the compiler says
// of it names `path`, as "submissions/eve/model.cc", and the student's lines.
std::string CopyOf(const std::string& path, const std::string& text);

}  // namespace olympics

#endif  // GRADER_INSPECT_INSPECT_H_
