// UTF-8 byte by byte, without tables of characters.
#ifndef BASE_UTF8_H_
#define BASE_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace base {

// Returns the length in bytes (1 to 4) of the well-formed UTF-8 sequence at
// `at`, and sets `code` to the code point that it encodes. Returns 0 if there
// is none, for example of an overlong form, of a surrogate, and at the end
// (Unicode 15, table 3-7).
//
//   DecodeUtf8("é", 0, code)      // 2, and code is 0xe9
//   DecodeUtf8("\xff", 0, code)   // 0
size_t DecodeUtf8(absl::string_view text, size_t at, uint32_t& code);

// Returns whether the whole text is well-formed UTF-8. An empty one is.
bool IsUtf8(absl::string_view text);

// Returns the first `most` bytes of a UTF-8 text at the most, and fewer where a
// character would be cut.
//
//   FirstBytes("aé", 2)   // "a"
absl::string_view FirstBytes(absl::string_view text, size_t most);

}  // namespace base

#endif  // BASE_UTF8_H_
