// Text as people see it: by characters and cells, and not byte by byte. A byte
// that is no UTF-8 counts as a character of its own.
#ifndef BASE_TEXT_H_
#define BASE_TEXT_H_

#include <cstddef>
#include <string>

namespace base {

// Returns how many cells of a terminal a text takes, by Unicode's tables:
// combining marks and the colours of a terminal ("ESC [ ... m") none, wide
// characters and emoji two.
//
//   DisplayWidth("Zoë")   // 3, however the ë is encoded
//   DisplayWidth("李")     // 2
int DisplayWidth(const std::string& text);

// Returns the first `most` characters of a text, and "…" where there were more.
// What is read as one character (a letter with its accents, an emoji of
// several) is not cut.
//
//   Shortened("Zoë B.", 3)   // "Zoë…"
std::string Shortened(const std::string& text, size_t most);

}  // namespace base

#endif  // BASE_TEXT_H_
