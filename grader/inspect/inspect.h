// What the rules forbid, looked for in the text of a submission's sources. This
// is advice: early, and in a sentence that a student understands. What holds is
// the sandbox in which they are compiled (grader/compile) and run.
//
// Refused are: headers that are neither the C++ library's (files and processes
// excepted), nor TinyTorch's, nor the submission's own; code that runs before
// main; system calls in assembly; files embedded in the program; data in such
// amounts that it must be weights or answers; files that are not text, and
// characters that a compiler and a reader understand in two ways. Calls are
// judged when an object stands (grader/compile/symbols.h).
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
// of it names `path`, as "submissions/eve/model.cc", and the student's lines. A
// byte order mark is left out.
std::string CopyOf(const std::string& path, const std::string& text);

}  // namespace olympics

#endif  // GRADER_INSPECT_INSPECT_H_
