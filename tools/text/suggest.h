// What somebody may have meant who typed a word that there is not: an unknown
// command, option, category, award or name.
#ifndef TOOLS_TEXT_SUGGEST_H_
#define TOOLS_TEXT_SUGGEST_H_

#include <string>
#include <vector>

namespace olympics {

// The one of `known` that is most like `word`, the first of several; "" where
// none is like it. The case of letters, and whether words are joined by _, - or
// a blank, makes no difference; a beginning ("alice" of "alice_chen") is like
// it; else about a third of the letters may be wrong, missing, added or swapped
// with the next.
//
//   Nearest("registr", {"register", "report"})   "register"
//   Nearest("xyz", {"register", "report"})       ""
std::string Nearest(const std::string& word,
                    const std::vector<std::string>& known);

// The end of a sentence that refuses `word`: "; did you mean register?", or ""
// where nothing is like it.
std::string DidYouMean(const std::string& word,
                       const std::vector<std::string>& known);

// "speed_demon" of "⚡ Speed Demon", "speed-demon" and "SPEED_DEMON": lower
// case, words joined by one _, signs left out.
std::string Plain(const std::string& text);

}  // namespace olympics

#endif  // TOOLS_TEXT_SUGGEST_H_
