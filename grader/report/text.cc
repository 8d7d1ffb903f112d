#include "grader/report/text.h"

#include <cstddef>
#include <cstdint>

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

}  // namespace olympics
