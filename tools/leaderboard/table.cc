#include "tools/leaderboard/table.h"

#include <algorithm>
#include <cstdint>

namespace olympics {
namespace {

// The next character of a UTF-8 text; what is not valid counts byte by byte.
uint32_t Next(const std::string& s, size_t& at) {
  const auto first = static_cast<unsigned char>(s[at++]);
  if (first < 0xc0) return first;
  const int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  uint32_t code = first & (0x3f >> more);
  for (int i = 0; i < more && at < s.size(); ++i) {
    const auto c = static_cast<unsigned char>(s[at]);
    if ((c & 0xc0) != 0x80) break;
    code = code << 6 | (c & 0x3f);
    ++at;
  }
  return code;
}

struct Range {
  uint32_t first, last;
};
// The blocks that names and medals come from, not all of Unicode.
constexpr Range kNone[] = {
    {0x0300, 0x036f}, {0x200b, 0x200f}, {0xfe00, 0xfe0f}};
constexpr Range kWide[] = {
    {0x1100, 0x115f},   {0x2e80, 0xa4cf},   {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},
    {0x1f300, 0x1faff}, {0x20000, 0x3fffd}, {0x26a1, 0x26a1}};
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

int DisplayWidth(const std::string& text) {
  int width = 0;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '\x1b') {  // "ESC [ ... m"
      at = std::min(text.find('m', at), text.size() - 1) + 1;
      continue;
    }
    const uint32_t code = Next(text, at);
    width += In(kNone, code) ? 0 : In(kWide, code) ? 2 : 1;
  }
  return width;
}

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
      left_out += 2;
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
      widths[c] = std::max(widths[c], DisplayWidth(line[c]));
    }
  }
  std::string out;
  for (const auto& line : lines) {
    std::string text;
    for (size_t c = 0; c < line.size(); ++c) {
      const std::string pad(widths[c] - DisplayWidth(line[c]), ' ');
      text += (c > 0 ? "  " : "") + (right[c] ? pad + line[c] : line[c] + pad);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
  return out;
}

}  // namespace olympics
