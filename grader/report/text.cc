#include "grader/report/text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace olympics {
namespace {

// The length of the well-formed UTF-8 sequence at `at`, and what it encodes; 0
// if there is none (Unicode 15, table 3-7).
size_t Decode(const std::string& s, size_t at, uint32_t& code) {
  const auto byte = [&](size_t i) -> uint32_t {
    return i < s.size() ? static_cast<unsigned char>(s[i]) : 0;
  };
  const uint32_t first = byte(at);
  code = first;
  if (first < 0x80) return 1;
  const size_t length = first >= 0xf0   ? 4
                        : first >= 0xe0 ? 3
                        : first >= 0xc2 ? 2
                                        : 0;
  if (length == 0 || first > 0xf4) return 0;
  code = first & (0xff >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return 0;
    code = code << 6 | (byte(at + i) & 0x3f);
  }
  constexpr uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  return code < kLeast[length] || code > 0x10ffff || surrogate ? 0 : length;
}

// Whether it can be shown, and XML allows it.
bool IsPlain(uint32_t code) {
  if (code == '\n' || code == '\t') return true;
  // What breaks lines where nobody counts on it, and turns the direction of
  // all that follows: with these a line could show what it is not.
  if ((code >= 0x2028 && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069)) {
    return false;
  }
  // Controls, C1's too: these move cursors on some terminals.
  return code >= 0x20 && !(code >= 0x7f && code < 0xa0) && code != 0xfffe &&
         code != 0xffff;
}

}  // namespace

bool IsUtf8Text(const std::string& bytes) {
  uint32_t code = 0;
  for (size_t at = 0; at < bytes.size();) {
    const size_t n = Decode(bytes, at, code);
    if (n == 0 || code == 0) return false;
    at += n;
  }
  return true;
}

std::string PlainText(const std::string& text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    uint32_t code = 0;
    const size_t n = Decode(text, at, code);
    if (n == 0 || !IsPlain(code)) {
      out += '?';
      ++at;
    } else {
      out.append(text, at, n);
      at += n;
    }
  }
  return out;
}

std::string LastLines(const std::string& output) {
  constexpr size_t kLines = 8, kBytes = 240;
  std::vector<std::string> lines(1);
  for (const char c : output) {
    if (c != '\n' && c != '\r') {
      lines.back() += c;
    } else if (lines.back().find_first_not_of(" \t") == std::string::npos) {
      lines.back().clear();
    } else {
      lines.emplace_back();
    }
  }
  if (lines.back().find_first_not_of(" \t") == std::string::npos) {
    lines.pop_back();
  }
  std::string text;
  for (size_t i = lines.size() - std::min(lines.size(), kLines);
       i < lines.size(); ++i) {
    std::string line = PlainText(lines[i]);
    if (line.size() > kBytes) {
      size_t end = kBytes - 3;
      // Not within a character.
      while ((line[end] & 0xc0) == 0x80) --end;
      line = line.substr(0, end) + "...";
    }
    text += (text.empty() ? "" : "\n") + line;
  }
  return text;
}

std::string ProgramLines(const std::string& lines, const std::string& prefix) {
  std::string text;
  for (size_t at = 0; at < lines.size();) {
    const size_t end = std::min(lines.find('\n', at), lines.size());
    text += prefix + lines.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return text;
}

}  // namespace olympics
