#include "base/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>

#include "base/utf8.h"

namespace base {
namespace {

// Asks for the character before it to be shown as an emoji.
constexpr uint32_t kAsEmoji = 0xfe0f;

int WidthOf(uint32_t code) {
  // A control has no width of its own; what a terminal does is not known.
  if (code < 0x20) return 1;
  return utf8proc_charwidth(static_cast<utf8proc_int32_t>(code));
}

}  // namespace

int DisplayWidth(const std::string& text) {
  int width = 0, last = 0;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '\x1b') {  // "ESC [ ... m"
      at = std::min(text.find('m', at), text.size() - 1) + 1;
      continue;
    }
    uint32_t code = 0;
    const size_t size = DecodeUtf8(text, at, code);
    if (code == kAsEmoji && size != 0 && last == 1) {
      width += 1;
      last = 2;
    } else {
      last = size == 0 ? 1 : WidthOf(code);
      width += last;
    }
    at += std::max<size_t>(size, 1);
  }
  return width;
}

std::string Shortened(const std::string& text, size_t most) {
  size_t at = 0, characters = 0;
  uint32_t last = 0;
  utf8proc_int32_t state = 0;
  while (at < text.size()) {
    uint32_t code = 0;
    const size_t size = DecodeUtf8(text, at, code);
    const bool begins = at == 0 || size == 0 ||
                        utf8proc_grapheme_break_stateful(
                            static_cast<utf8proc_int32_t>(last),
                            static_cast<utf8proc_int32_t>(code), &state);
    if (begins && characters++ == most) return text.substr(0, at) + "…";
    // Nothing joins what is no character.
    last = size == 0 ? '\n' : code;
    at += std::max<size_t>(size, 1);
  }
  return text;
}

}  // namespace base
