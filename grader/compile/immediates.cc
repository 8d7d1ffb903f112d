// The parts of carried.h that read text: a disassembly, and a compiler's
// output.
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "grader/compile/carried.h"

namespace olympics {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsWord(char c) { return absl::ascii_isalnum(c) || c == '_'; }

// Reads "-0x1f" or "12" at `at`, and moves behind it. Without leading zeros, in
// little-endian bytes; a negative number's are its size's.
bool ReadNumber(absl::string_view text, size_t& at, std::string& out) {
  size_t from = at;
  if (from < text.size() && text[from] == '-') ++from;
  if (from >= text.size() || !IsDigit(text[from])) return false;
  const std::string digits(text.substr(from, 20));
  char* end = nullptr;
  uint64_t value = std::strtoull(digits.c_str(), &end, 0);
  at = from + static_cast<size_t>(end - digits.c_str());
  // As objdump writes negative immediates: 0xffff....
  if (value >> 63 != 0) value = 0 - value;
  do {
    out.push_back(static_cast<char>(value));
    value >>= 8;
  } while (value != 0);
  return true;
}

// Of one instruction's operands.
void AddNumbers(absl::string_view operands, std::string& out) {
  for (size_t i = 0; i < operands.size(); ++i) {
    const char c = operands[i];
    const char before = i > 0 ? operands[i - 1] : ' ';
    std::string number;
    if (c == '$' || c == '#') {
      size_t at = i + 1;
      if (!ReadNumber(operands, at, number)) continue;
      out += number;
      i = at - 1;
      continue;
    }
    // A displacement begins an operand: "-0x8(%rbp)".
    if ((c != '-' && !IsDigit(c)) ||
        (before != ',' && before != ' ' && before != ':' && before != '*')) {
      continue;
    }
    size_t at = i;
    if (!ReadNumber(operands, at, number)) continue;
    const absl::string_view base =
        operands.substr(std::min(at, operands.size()));
    if (absl::StartsWith(base, "(") && !absl::StartsWith(base, "(%rsp") &&
        !absl::StartsWith(base, "(%rbp") && !absl::StartsWith(base, "(%rip")) {
      out += number;
    }
    i = at - 1;
  }
}

// What GCC writes for x86-64 and AArch64, but for .cfi_*.
bool IsGccs(absl::string_view directive) {
  static const auto& known = *new std::set<absl::string_view>{
      ".align",      ".arch",      ".arch_extension", ".balign", ".bss",
      ".comm",       ".cpu",       ".data",           ".file",   ".global",
      ".globl",      ".hidden",    ".ident",          ".local",  ".p2align",
      ".previous",   ".protected", ".section",        ".set",    ".size",
      ".text",       ".type",      ".variant_pcs",    ".weak",   ".weakref",
      ".tlsdesccall"};
  return known.count(directive) > 0 || absl::StartsWith(directive, ".cfi_");
}

bool IsData(absl::string_view directive) {
  static const auto& known = *new std::set<absl::string_view>{
      ".2byte",   ".4byte", ".8byte", ".ascii", ".byte",  ".hword",   ".long",
      ".octa",    ".quad",  ".short", ".skip",  ".space", ".sleb128", ".string",
      ".uleb128", ".value", ".word",  ".xword", ".zero"};
  return known.count(directive) > 0;
}

// Statements are parted by line breaks and, outside of quotes, semicolons. What
// GCC writes in no statement, and what would make the next one hard to see, is
// given as one: remarks within a line, and characters in single quotes.
template <typename Function>
void EachStatement(absl::string_view text, const Function& use) {
  size_t from = 0;
  bool quoted = false;
  for (size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : '\n';
    if (quoted && c == '\\' && i + 1 < text.size() && text[i + 1] != '\n') {
      ++i;
      continue;
    }
    if (!quoted && (c == '\'' || absl::StartsWith(text.substr(i), "/*"))) {
      use(text.substr(i, 1));
    }
    if (c == '"') quoted = !quoted;
    if (c == '\n') quoted = false;
    if (c != '\n' && (c != ';' || quoted)) continue;
    use(absl::StripAsciiWhitespace(text.substr(from, i - from)));
    from = i + 1;
  }
}

// What follows its labels: "a: .L2: ret" is "ret".
absl::string_view WithoutLabels(absl::string_view statement) {
  while (true) {
    const size_t end = statement.find_first_of(" \t:\"");
    if (end == absl::string_view::npos || statement[end] != ':') {
      return statement;
    }
    statement = absl::StripLeadingAsciiWhitespace(statement.substr(end + 1));
  }
}

// Which sections hold code. Each says so where it is named first.
class Sections {
 public:
  // Of `.section name,"flags",...`, or `.section name` again.
  bool IsCode(absl::string_view statement) {
    const absl::string_view words = absl::StripLeadingAsciiWhitespace(
        statement.substr(std::string(".section").size()));
    const size_t comma = words.find(',');
    const std::string name(words.substr(0, comma));
    const auto known = code_.find(name);
    if (comma == absl::string_view::npos) {
      // Those that the assembler knows need not say it.
      return known == code_.end() ? name != ".rodata" : known->second;
    }
    const absl::string_view flags = words.substr(comma);
    const size_t open = std::min(flags.find('"'), flags.size());
    const size_t close = flags.find('"', open + 1);
    const bool code = absl::StrContains(flags.substr(open, close - open), "x");
    return code_[name] = code_[name] || code;
  }

 private:
  std::map<std::string, bool> code_;
};

}  // namespace

std::string ImmediatesOf(const std::string& disassembly) {
  std::string out;
  for (absl::string_view line : absl::StrSplit(disassembly, '\n')) {
    // "  1f:\tmov    $0x1,%eax  # a remark"; headings have no tab.
    const size_t colon = line.find(":\t");
    if (colon == absl::string_view::npos) continue;
    absl::string_view text = line.substr(colon + 2);
    text = text.substr(0, std::min(text.find("//"), text.find(" # ")));
    const size_t blank = text.find_first_of(" \t");
    if (blank == absl::string_view::npos) continue;
    // Paddings of the assembler's.
    if (absl::StrContains(text, "nop")) continue;
    // AArch64's stack: "[sp, #16]", "[x29, #-8]!", "add x29, sp, #0x10".
    if (absl::StrContains(text, "sp,") || absl::StrContains(text, "[x29,") ||
        absl::StrContains(text, "[sp]")) {
      continue;
    }
    AddNumbers(text.substr(blank), out);
  }
  return out;
}

bool HoldsAssembly(absl::string_view compiled) {
  bool found = false, code = true;
  Sections sections;
  EachStatement(compiled, [&](absl::string_view statement) {
    const absl::string_view s = WithoutLabels(statement);
    if (found || s.empty()) return;
    if (s[0] == '#') found = s == "#APP";
    // A label or an instruction; "{evex}" comes before one.
    if (s[0] != '.') {
      found = found || (!IsWord(s[0]) && s[0] != '#' && s[0] != '{');
      return;
    }
    const absl::string_view word = s.substr(0, s.find_first_of(" \t,="));
    if (word == ".text") code = true;
    if (word == ".data" || word == ".bss") code = false;
    if (word == ".section") code = sections.IsCode(s);
    found = IsData(word) ? code : !IsGccs(word);
  });
  return found;
}

}  // namespace olympics
