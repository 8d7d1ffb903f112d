#include "grader/report/text.h"

#include <cstddef>
#include <cstdint>

namespace olympics {
namespace {

// The length of the well-formed UTF-8 sequence at `at`, 0 if there is none
// (Unicode 15, table 3-7), or if XML does not allow the character.
size_t SequenceLength(const std::string& s, size_t at) {
  const auto byte = [&](size_t i) -> uint32_t {
    return i < s.size() ? static_cast<unsigned char>(s[i]) : 0;
  };
  const uint32_t first = byte(at);
  if (first < 0x80) {
    const bool shown =
        (first >= 0x20 && first != 0x7f) || first == '\n' || first == '\t';
    return shown ? 1 : 0;
  }
  const size_t length = first >= 0xf0   ? 4
                        : first >= 0xe0 ? 3
                        : first >= 0xc2 ? 2
                                        : 0;
  if (length == 0 || first > 0xf4) return 0;
  uint32_t code = first & (0xff >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return 0;
    code = code << 6 | (byte(at + i) & 0x3f);
  }
  constexpr uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  // C1 controls move cursors on some terminals.
  const bool control = code < 0xa0;
  const bool not_xml = code == 0xfffe || code == 0xffff;
  if (code < kLeast[length] || code > 0x10ffff || surrogate || control ||
      not_xml) {
    return 0;
  }
  return length;
}

}  // namespace

std::string PlainText(const std::string& text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const size_t n = SequenceLength(text, at);
    if (n == 0) {
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
