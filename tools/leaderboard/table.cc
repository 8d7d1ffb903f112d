#include "tools/leaderboard/table.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"
#include "base/utf8.h"

namespace olympics {
namespace {

// The next character of a UTF-8 text; of what is not valid, a byte.
uint32_t Next(const std::string& s, size_t& at) {
  uint32_t code = 0;
  const size_t size = base::DecodeUtf8(s, at, code);
  at += std::max<size_t>(size, 1);
  return size == 0 ? 0xfffd : code;
}

struct Range {
  uint32_t first, last;
};
// Emoji, and what makes the character before one.
constexpr Range kSigns[] = {
    {0x2600, 0x27bf}, {0x1f300, 0x1faff}, {0xfe0f, 0xfe0f}};

template <size_t N>
bool In(const Range (&ranges)[N], uint32_t code) {
  return std::any_of(std::begin(ranges), std::end(ranges), [&](const Range& r) {
    return code >= r.first && code <= r.last;
  });
}

}  // namespace

std::string Painted(const std::string& text, Paint paint, bool colour) {
  if (!colour) return text;
  return "\x1b[" + std::to_string(static_cast<int>(paint)) + "m" + text +
         "\x1b[0m";
}

std::string WithoutSigns(const std::string& text) {
  static constexpr struct {
    uint32_t sign;
    const char* word;
  } kWords[] = {{0x1f947, "1st"}, {0x1f948, "2nd"}, {0x1f949, "3rd"},
                {0x2013, "-"},    {0xd7, "x"},      {0xb5, "u"},
                {0x2026, "..."}};
  std::string out;
  size_t left_out = 0;  // cells, until the next column
  for (size_t at = 0; at < text.size();) {
    const size_t from = at;
    const uint32_t code = Next(text, at);
    const auto* word =
        std::find_if(std::begin(kWords), std::end(kWords),
                     [&](const auto& w) { return w.sign == code; });
    if (word != std::end(kWords)) {
      out += word->word;
    } else if (In(kSigns, code)) {
      while (at < text.size()) {
        size_t next = at;
        if (!In(kSigns, Next(text, next))) break;
        at = next;
      }
      left_out += base::DisplayWidth(text.substr(from, at - from));
      if (at < text.size() && text[at] == ' ') {
        ++left_out;
        ++at;
      }
    } else {
      if (code == '\n') left_out = 0;
      if (text.compare(from, 2, "  ") == 0) {
        out.append(left_out, ' ');
        left_out = 0;
      }
      out.append(text, from, at - from);
    }
  }
  return out;
}

std::string Table(const std::vector<std::string>& headings,
                  const std::vector<std::vector<std::string>>& rows) {
  std::vector<bool> right;
  std::vector<std::vector<std::string>> lines(1);
  for (const std::string& h : headings) {
    right.push_back(!h.empty() && h[0] == '>');
    lines[0].push_back(right.back() ? h.substr(1) : h);
  }
  lines.insert(lines.end(), rows.begin(), rows.end());
  std::vector<int> widths(headings.size(), 0);
  for (auto& line : lines) {
    line.resize(headings.size());
    for (size_t c = 0; c < line.size(); ++c) {
      widths[c] = std::max(widths[c], base::DisplayWidth(line[c]));
    }
  }
  std::string out;
  for (const auto& line : lines) {
    std::string text;
    for (size_t c = 0; c < line.size(); ++c) {
      const std::string pad(widths[c] - base::DisplayWidth(line[c]), ' ');
      text += (c > 0 ? "  " : "") + (right[c] ? pad + line[c] : line[c] + pad);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
  return out;
}

}  // namespace olympics
