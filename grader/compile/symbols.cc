#include "grader/compile/symbols.h"

#include <cctype>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "grader/inspect/calls.h"

namespace olympics {
namespace {

bool IsWordCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// The first line in which the name stands as a word; 0: none.
int LineOf(const std::string& name, const std::string& text) {
  int line = 1;
  size_t counted = 0;
  for (size_t at = text.find(name); at != std::string::npos;
       at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    if ((at > 0 && IsWordCharacter(text[at - 1])) ||
        (end < text.size() && IsWordCharacter(text[end]))) {
      continue;
    }
    for (; counted < at; ++counted) line += text[counted] == '\n' ? 1 : 0;
    return line;
  }
  return 0;
}

// What people call it: "std::ifstream" for what is mangled.
std::string Spelled(const std::string& symbol) {
  if (!absl::StartsWith(symbol, "_Z")) return symbol;
  return absl::StrContains(symbol, "filesystem") ? "filesystem" : "fstream";
}

// Whether the compiler itself makes such definitions.
bool IsTheCompilers(const std::string& name) {
  return absl::StartsWith(name, "_Z") || absl::StartsWith(name, "DW.ref.");
}

Finding Found(const std::string& rule, const std::string& name,
              const std::vector<NamedText>& files, const std::string& message) {
  Finding f;
  f.set_rule(rule);
  f.set_message(message);
  for (const NamedText& file : files) {
    const int line = LineOf(name, file.text);
    if (line == 0) continue;
    f.set_file(file.name);
    f.set_line(line);
    return f;
  }
  f.set_file(files.empty() ? "" : files[0].name);
  return f;
}

}  // namespace

std::vector<Symbol> ParseSymbols(const std::string& nm) {
  std::vector<Symbol> symbols;
  for (absl::string_view line : absl::StrSplit(nm, '\n')) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    if (words.size() < 2 || words[0].empty() || words[1].size() != 1) continue;
    symbols.push_back({words[0], words[1][0]});
  }
  return symbols;
}

std::vector<Finding> JudgeSymbols(const std::vector<Symbol>& symbols,
                                  const std::vector<NamedText>& files) {
  std::vector<Finding> out;
  std::set<std::string> told;
  for (const Symbol& symbol : symbols) {
    if (symbol.undefined()) {
      const CallRule* const rule = CallRuleOf(symbol.name);
      if (rule == nullptr) continue;
      const std::string name = Spelled(symbol.name);
      if (!told.insert(name).second) continue;
      out.push_back(
          Found(rule->rule, name, files,
                absl::StrCat("calls ", name, ", which ", rule->message)));
      continue;
    }
    if (IsTheCompilers(symbol.name)) continue;
    if (!told.insert(symbol.name).second) continue;
    out.push_back(Found(
        "replaced_symbol", symbol.name, files,
        absl::StrCat("defines ", symbol.name,
                     " with C linkage, where it could stand in for the C "
                     "library's: put it into a namespace, or make it static")));
  }
  return out;
}

}  // namespace olympics
