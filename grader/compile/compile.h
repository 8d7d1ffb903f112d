// A submission's sources become objects, and objects a program, inside the
// sandbox: the compiler, the assembler, the linker and nm read what a student
// wrote where there is nothing else to be read (tools.h).
#ifndef GRADER_COMPILE_COMPILE_H_
#define GRADER_COMPILE_COMPILE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/compile/driver.h"
#include "grader/compile/tools.h"
#include "grader/report/grade.pb.h"

namespace olympics {

// One source of a submission and what it may include.
struct Source {
  std::string file;     // the inspected copy that is compiled
  std::string package;  // where it lies as students see it: "submissions/eve"
  // Files of the submission: path here, name within the package. The source
  // itself must be one; the compiler quotes lines of the originals.
  std::vector<std::pair<std::string, std::string>> own;
  // Headers that are not the submission's: path here, name as included.
  std::vector<std::pair<std::string, std::string>> headers;
};

// What the compiler made of it.
struct Compiled {
  bool ok = false;
  // Why not, or warnings: in the student's names and lines.
  std::string said;
  // The output of `nm --format=posix --extern-only` (symbols.h).
  std::string symbols;
  // Whether it holds text that the compiler did not write (carried.h).
  bool assembly = false;
};

// Compiles one source into the object file `object`. `driver` is GCC's, as the
// rule found it, with the course's options. A source that does not compile, or
// at whose compilation a limit was reached, is not an error: `said` tells it.
//
//   Source s = {.file = "m.cc", .package = "submissions/eve",
//               .own = {{"m.cc", "m.cc"}}, .headers = {}};
//   Compile(*tools, "/usr/bin/g++", {"-O2"}, s, "m.o")
//
// is ok for "int x;" and says "submissions/eve/m.cc:1:..." for "int x" (behind
// the inspection's #line).
absl::StatusOr<Compiled> Compile(const Toolchain& toolchain,
                                 const std::string& driver,
                                 const Arguments& options, const Source& source,
                                 const std::string& object,
                                 const ToolLimits& limits = {});

// What a compiled object brings with it (carried.h), read and disassembled:
// everything but the part's `source`. InvalidArgument where it cannot be read.
absl::StatusOr<CarriedPart> Measure(const Toolchain& toolchain,
                                    const std::string& object, bool assembly);

// One word of a linker's command line: an option, or a file by its index.
struct LinkWord {
  std::string option;  // where `file` is empty
  std::string file;    // an object or an archive, by its path here
};

// Links a static program of `package`, "submissions/eve". What the linker says
// of undefined or doubly defined names is no error but `said`, as above;
// `symbols` is empty.
absl::StatusOr<Compiled> Link(const Toolchain& toolchain,
                              const std::string& driver,
                              const std::vector<LinkWord>& words,
                              const std::string& program,
                              const std::string& package);

// What the compiler said, fit to be shown to its student: PlainText, without
// the sandbox's own folders, lines of 400 bytes at most and 200 of them, 32 KiB
// in all.
std::string Diagnostics(const std::string& said);

}  // namespace olympics

#endif  // GRADER_COMPILE_COMPILE_H_
