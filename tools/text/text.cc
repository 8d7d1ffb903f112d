#include "tools/text/text.h"

#include "absl/time/time.h"

namespace olympics {

std::string DumpJson(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false,
                   nlohmann::ordered_json::error_handler_t::replace) +
         "\n";
}

std::string Shortened(const std::string& text, size_t most) {
  size_t at = 0, characters = 0;
  while (at < text.size() && characters < most) {
    ++at;
    while (at < text.size() && (text[at] & 0xc0) == 0x80) ++at;
    ++characters;
  }
  return at < text.size() ? text.substr(0, at) + "…" : text;
}

std::string TimeText(int64_t unix_ms) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC", absl::FromUnixMillis(unix_ms),
                          absl::UTCTimeZone());
}

}  // namespace olympics
