#include "tools/text/suggest.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace olympics {
namespace {

// How many changes make one of the other: a letter added, left out, another, or
// swapped with the next.
size_t Distance(const std::string& a, const std::string& b) {
  // Of the beginnings of `a` that are two and one letter shorter, and this one.
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1),
      row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    before = last;
    last = row;
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1,
                         last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

}  // namespace

std::string Plain(const std::string& text) {
  std::string plain;
  for (const char c : text) {
    if (absl::ascii_isalnum(c)) {
      plain += absl::ascii_tolower(c);
    } else if (static_cast<unsigned char>(c) < 0x80 && !plain.empty() &&
               plain.back() != '_') {
      plain += '_';
    }
  }
  if (!plain.empty() && plain.back() == '_') plain.pop_back();
  return plain;
}

std::string Nearest(const std::string& word,
                    const std::vector<std::string>& known) {
  const std::string typed = Plain(word);
  if (typed.empty()) return "";
  constexpr size_t kBeginning = 3;  // letters that say enough
  // In half changes: of the first word of two, the other half is missing.
  size_t least = 2 * std::clamp<size_t>(typed.size() / 3, 1, 4) + 2;
  std::string nearest;
  for (const std::string& k : known) {
    const std::string candidate = Plain(k);
    const std::string first = candidate.substr(0, candidate.find('_'));
    size_t changes =
        std::min(2 * Distance(typed, candidate),
                 first == candidate ? std::string::npos
                                    : 2 * Distance(typed, first) + 1);
    if (typed.size() >= kBeginning && candidate.rfind(typed, 0) == 0) {
      changes = std::min<size_t>(changes, 1);
    }
    // Whoever changes every letter types another word.
    if (changes >= 2 * typed.size()) continue;
    if (changes < least) {
      least = changes;
      nearest = k;
    }
  }
  return nearest;
}

std::string DidYouMean(const std::string& word,
                       const std::vector<std::string>& known) {
  const std::string nearest = Nearest(word, known);
  return nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?");
}

}  // namespace olympics
