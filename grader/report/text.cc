#include "grader/report/text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/utf8.h"

namespace olympics {
namespace {

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
  return base::IsUtf8(bytes) && bytes.find('\0') == std::string::npos;
}

std::string PlainText(const std::string& text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    uint32_t code = 0;
    const size_t n = base::DecodeUtf8(text, at, code);
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
      line = std::string(base::FirstBytes(line, kBytes - 3)) + "...";
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
