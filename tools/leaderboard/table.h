// Tables for terminals.
#ifndef TOOLS_LEADERBOARD_TABLE_H_
#define TOOLS_LEADERBOARD_TABLE_H_

#include <string>
#include <vector>

namespace olympics {

enum class Paint { kRed = 31, kGreen = 32, kYellow = 33 };

// The text in that colour, or where `colour` is false as it is.
std::string Painted(const std::string& text, Paint paint, bool colour);

// The text for a terminal that shows no emoji: medals as "1st", other signs
// left out, "–" and "×" as "-" and "x"; columns stay where they were.
std::string WithoutSigns(const std::string& text);

// Columns padded to their widest cell, two spaces between them; columns whose
// heading starts with '>' (not shown) are aligned to the right.
std::string Table(const std::vector<std::string>& headings,
                  const std::vector<std::vector<std::string>>& rows);

}  // namespace olympics

#endif  // TOOLS_LEADERBOARD_TABLE_H_
