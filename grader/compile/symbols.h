// What an object file says of itself: the functions that it calls and those
// that it puts in place of others. Judged here in place of the source's text,
// which macros, pasted names and namespaces can make say anything.
#ifndef GRADER_COMPILE_SYMBOLS_H_
#define GRADER_COMPILE_SYMBOLS_H_

#include <string>
#include <vector>

#include "grader/report/grade.pb.h"

namespace olympics {

struct Symbol {
  std::string name;  // as the linker sees it
  char type = '?';   // nm's letter: 'U' undefined, 'w' weakly so, 'T' code, ...
  bool undefined() const { return type == 'U' || type == 'w' || type == 'v'; }
};

// From the output of `nm --format=posix`: a name, a letter and what does not
// matter here, a line each. Other lines are passed over.
std::vector<Symbol> ParseSymbols(const std::string& nm);

// One of a submission's files, to find the line of.
struct NamedText {
  std::string name;  // "model.cc"
  std::string text;
};

// What is against linking the object of the first of these files: calls that
// CallRuleOf forbids, and definitions with C linkage, which would stand in for
// the C library's own. Each finding names the first line of any of the files in
// which the name stands, 0 where it is spelled in no line. In the symbols'
// order, each name once.
std::vector<Finding> JudgeSymbols(const std::vector<Symbol>& symbols,
                                  const std::vector<NamedText>& files);

}  // namespace olympics

#endif  // GRADER_COMPILE_SYMBOLS_H_
