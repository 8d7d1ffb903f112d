#include "tools/text/fold.h"

#include <utf8proc.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "base/utf8.h"

namespace olympics {
namespace {

// The characters of a UTF-8 text; none where it is not.
std::vector<utf8proc_int32_t> CharactersOf(const std::string& text) {
  std::vector<utf8proc_int32_t> characters;
  for (size_t at = 0; at < text.size();) {
    uint32_t code = 0;
    const size_t size = base::DecodeUtf8(text, at, code);
    if (size == 0) return {};
    characters.push_back(static_cast<utf8proc_int32_t>(code));
    at += size;
  }
  return characters;
}

bool IsLatin(utf8proc_int32_t c) {
  const utf8proc_category_t category = utf8proc_category(c);
  const bool letter = category == UTF8PROC_CATEGORY_LU ||
                      category == UTF8PROC_CATEGORY_LL ||
                      category == UTF8PROC_CATEGORY_LT;
  return letter && (c < 0x250 || (c >= 0x1e00 && c < 0x1f00));
}

bool LooksLatin(utf8proc_int32_t c) {
  return (c >= 0x370 && c < 0x530) || (c >= 0x1f00 && c < 0x2000);
}

}  // namespace

std::string Folded(const std::string& name) {
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(name.data()),
      static_cast<utf8proc_ssize_t>(name.size()), &mapped,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT |
                                     UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD |
                                     UTF8PROC_IGNORE | UTF8PROC_STRIPCC));
  const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owned(mapped,
                                                                 std::free);
  if (size < 0) return name;
  std::string folded(reinterpret_cast<const char*>(owned.get()), size);
  absl::RemoveExtraAsciiWhitespace(&folded);
  return folded;
}

std::string WhyMisread(const std::string& name) {
  if (name.empty()) return "";
  const std::vector<utf8proc_int32_t> characters = CharactersOf(name);
  if (characters.empty()) {
    return "is no UTF-8 text: save the file as UTF-8";
  }
  bool latin = false, other = false;
  for (const utf8proc_int32_t c : characters) {
    const utf8proc_property_t* property = utf8proc_get_property(c);
    const utf8proc_category_t category = utf8proc_category(c);
    if (property->ignorable || category == UTF8PROC_CATEGORY_CF ||
        category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL ||
        category == UTF8PROC_CATEGORY_ZP || category == UTF8PROC_CATEGORY_CN ||
        category == UTF8PROC_CATEGORY_CO) {
      return "holds a character that shows nothing or turns the text around";
    }
    latin = latin || IsLatin(c);
    other = other || LooksLatin(c);
  }
  if (latin && other) {
    return "mixes alphabets whose letters look the same";
  }
  if (utf8proc_category(characters.front()) == UTF8PROC_CATEGORY_ZS ||
      utf8proc_category(characters.back()) == UTF8PROC_CATEGORY_ZS) {
    return "begins or ends with a blank";
  }
  return "";
}

}  // namespace olympics
