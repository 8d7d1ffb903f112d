#include "grader/inspect/lexer.h"

#include <cctype>
#include <utility>

namespace olympics {
namespace {

bool IsWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Joins lines that end in a backslash; the line breaks taken out are put back
// after the joined line, so that later lines keep their numbers.
std::string Splice(const std::string& source) {
  std::string out;
  int owed = 0;
  for (size_t i = 0; i < source.size(); ++i) {
    const char c = source[i];
    if (c == '\r') continue;
    if (c == '\\') {
      size_t j = i + 1;
      while (j < source.size() &&
             (source[j] == ' ' || source[j] == '\t' || source[j] == '\r')) {
        ++j;
      }
      if (j < source.size() && source[j] == '\n') {
        ++owed;
        i = j;
        continue;
      }
    }
    out += c;
    if (c == '\n') {
      out.append(owed, '\n');
      owed = 0;
    }
  }
  return out;
}

class Lexer {
 public:
  explicit Lexer(const std::string& source) : s_(Splice(source)) {}

  Lexed Run() {
    while (at_ < s_.size()) {
      const char c = s_[at_];
      if (Starts("//")) {
        while (at_ < s_.size() && s_[at_] != '\n') ++at_;
      } else if (Starts("/*")) {
        SkipBlockComment();
      } else if (c == '"') {
        if (raw_prefix_) {
          RawString();
        } else {
          Quoted('"');
        }
      } else if (c == '\'') {
        Quoted('\'');
      } else if (std::isdigit(static_cast<unsigned char>(c)) != 0 &&
                 !in_word_) {
        Number();
        continue;
      } else if (Starts("%:")) {  // the digraph of #
        Emit('#');
        at_ += 2;
      } else {
        raw_prefix_ = c == 'R' && (!in_word_ || EncodingPrefix());
        in_word_ = IsWord(c);
        Emit(c);
        ++at_;
        continue;
      }
      raw_prefix_ = false;
      in_word_ = false;
    }
    return std::move(out_);
  }

 private:
  bool Starts(const char* text) const { return s_.compare(at_, 2, text) == 0; }

  // u8R, uR, UR and LR also begin raw strings.
  bool EncodingPrefix() const {
    size_t begin = at_;
    while (begin > 0 && IsWord(s_[begin - 1])) --begin;
    const std::string prefix = s_.substr(begin, at_ - begin);
    return prefix == "u8" || prefix == "u" || prefix == "U" || prefix == "L";
  }

  void Emit(char c) {
    out_.code += c;
    out_.without_comments += c;
    if (c == '\n') ++line_;
  }

  void SkipBlockComment() {
    at_ += 2;
    Emit(' ');
    while (at_ < s_.size() && !Starts("*/")) {
      if (s_[at_] == '\n') Emit('\n');
      ++at_;
    }
    at_ += 2;
  }

  void Quoted(char quote) {
    Literal literal{line_, ""};
    Emit(quote);
    ++at_;
    while (at_ < s_.size() && s_[at_] != quote && s_[at_] != '\n') {
      if (s_[at_] == '\\' && at_ + 1 < s_.size()) {
        literal.text += s_[at_++];
      }
      literal.text += s_[at_++];
    }
    out_.without_comments += literal.text;
    if (at_ < s_.size() && s_[at_] == quote) {
      Emit(quote);
      ++at_;
    }
    if (quote == '"') out_.strings.push_back(std::move(literal));
  }

  void RawString() {
    Literal literal{line_, ""};
    Emit('"');
    ++at_;
    std::string end = ")";
    while (at_ < s_.size() && s_[at_] != '(') end += s_[at_++];
    end += '"';
    ++at_;
    while (at_ < s_.size() && s_.compare(at_, end.size(), end) != 0) {
      literal.text += s_[at_];
      out_.without_comments += s_[at_];
      if (s_[at_] == '\n') {
        out_.code += '\n';
        ++line_;
      }
      ++at_;
    }
    at_ += end.size();
    Emit('"');
    out_.strings.push_back(std::move(literal));
  }

  // Digits, letters, points, separators and signed exponents.
  void Number() {
    ++out_.numbers;
    char before = 0;
    while (at_ < s_.size()) {
      const char c = s_[at_];
      const bool sign =
          (c == '+' || c == '-') &&
          (before == 'e' || before == 'E' || before == 'p' || before == 'P');
      const bool separator = c == '\'' && at_ + 1 < s_.size() &&
                             IsWord(s_[at_ + 1]) && IsWord(before);
      if (!IsWord(c) && c != '.' && !sign && !separator) break;
      Emit(c);
      before = c;
      ++at_;
    }
    raw_prefix_ = false;
    in_word_ = false;
  }

  const std::string s_;
  size_t at_ = 0;
  int line_ = 1;
  bool in_word_ = false;     // the last character belongs to an identifier
  bool raw_prefix_ = false;  // and it is the R before a raw string
  Lexed out_;
};

}  // namespace

Lexed Lex(const std::string& source) { return Lexer(source).Run(); }

}  // namespace olympics
