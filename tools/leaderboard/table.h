// Tables for terminals.
#ifndef TOOLS_LEADERBOARD_TABLE_H_
#define TOOLS_LEADERBOARD_TABLE_H_

#include <string>
#include <vector>

namespace olympics {

// How many cells of a terminal a UTF-8 text takes: combining marks none, wide
// characters and emoji two.
int DisplayWidth(const std::string& text);

// Columns padded to their widest cell, two spaces between them; columns whose
// heading starts with '>' (not shown) are aligned to the right.
std::string Table(const std::vector<std::string>& headings,
                  const std::vector<std::vector<std::string>>& rows);

}  // namespace olympics

#endif  // TOOLS_LEADERBOARD_TABLE_H_
