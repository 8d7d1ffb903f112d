// How tito writes JSON and times.
#ifndef TOOLS_TEXT_TEXT_H_
#define TOOLS_TEXT_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "nlohmann/json.hpp"

namespace olympics {

// Indented, with a line break at its end. Any text can be in it: what is not
// UTF-8 is replaced.
std::string DumpJson(const nlohmann::ordered_json& json);

// "2026-12-01 23:59 UTC".
std::string TimeText(int64_t unix_ms);

}  // namespace olympics

#endif  // TOOLS_TEXT_TEXT_H_
