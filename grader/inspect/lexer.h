// As much of C++'s lexical grammar as the inspector needs: what is code, what
// is a comment, and what is the content of a literal.
#ifndef GRADER_INSPECT_LEXER_H_
#define GRADER_INSPECT_LEXER_H_

#include <cstddef>
#include <string>
#include <vector>

namespace olympics {

struct Literal {
  int line;
  std::string text;  // as written, without quotes
};

struct Lexed {
  // The source with lines spliced at backslashes, comments replaced by a space,
  // and the content of strings and characters removed. Line breaks stay, so
  // that line n of `code` is line n of the source.
  std::string code;
  std::vector<Literal> strings;
  // Comments removed, strings left in.
  std::string without_comments;
  size_t numbers = 0;  // numeric literals
};

Lexed Lex(const std::string& source);

}  // namespace olympics

#endif  // GRADER_INSPECT_LEXER_H_
