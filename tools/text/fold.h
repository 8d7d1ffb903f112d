// Names as people compare them, and not byte for byte.
#ifndef TOOLS_TEXT_FOLD_H_
#define TOOLS_TEXT_FOLD_H_

#include <string>

namespace olympics {

// A key that is the same for names that a reader, a mail server or an LMS takes
// for one: without regard to case, to blanks at the ends or doubled, to how
// accents are encoded, to letters of full width, and to characters that show
// nothing (Unicode's NFKC_Casefold). Text that is no UTF-8 is its own key.
//
//   Folded(" Bold  FOX") == Folded("bold fox"); Folded("a@X.edu") is "a@x.edu".
std::string Folded(const std::string& name);

// Why a name would not read as what it is; "" where it does: it is no UTF-8,
// begins or ends with a blank, holds a character that shows nothing or turns
// the direction of text, or mixes Latin letters with Greek or Cyrillic ones,
// many of which look the same.
std::string WhyMisread(const std::string& name);

}  // namespace olympics

#endif  // TOOLS_TEXT_FOLD_H_
