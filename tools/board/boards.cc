#include "tools/board/boards.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "nlohmann/json.hpp"
#include "re2/re2.h"
#include "tools/text/suggest.h"

namespace olympics {
namespace {

using Json = nlohmann::ordered_json;

absl::Status Wrong(const std::string& what, const std::string& value,
                   const char* wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat(what, " is \"", value, "\"; it must be ", wanted));
}

}  // namespace

absl::Status ValidateBoard(const BoardEntry& board) {
  if (!RE2::FullMatch(board.name, "[A-Za-z0-9_-]+")) {
    return Wrong("a board's name", board.name, "of letters, digits, _ and -");
  }
  // Nothing that ssh takes for an option, and nothing for a shell.
  if (!RE2::FullMatch(board.destination,
                      R"((?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?)"
                      R"([A-Za-z0-9](?:[A-Za-z0-9.:-]*[A-Za-z0-9])?)")) {
    return Wrong("the destination", board.destination,
                 "a host, or user@host, as ssh takes it");
  }
  if (board.port < 1 || board.port > 65535) {
    return Wrong("the port", absl::StrCat(board.port), "from 1 to 65535");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<BoardEntry>> ParseBoards(const std::string& text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_array()) return absl::DataLossError("it is no array of JSON");
  std::vector<BoardEntry> boards;
  for (const Json& item : json) {
    const auto text_of = [&](const char* key) {
      const auto it = item.find(key);
      return it != item.end() && it->is_string() ? it->get<std::string>() : "";
    };
    if (!item.is_object()) return absl::DataLossError("a board is no object");
    BoardEntry& board = boards.emplace_back();
    board.name = text_of("name");
    board.destination = text_of("destination");
    board.identity = text_of("identity");
    board.known_hosts = text_of("known_hosts");
    if (const auto port = item.find("port");
        port != item.end() && port->is_number_integer()) {
      board.port = port->get<int>();
    }
    RETURN_IF_ERROR(ValidateBoard(board));
  }
  return boards;
}

std::string BoardsJson(const std::vector<BoardEntry>& boards) {
  Json json = Json::array();
  for (const BoardEntry& b : boards) {
    json.push_back({{"name", b.name},
                    {"destination", b.destination},
                    {"port", b.port},
                    {"identity", b.identity},
                    {"known_hosts", b.known_hosts}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

absl::StatusOr<std::vector<BoardEntry>> LoadBoards(const std::string& path) {
  if (!std::filesystem::exists(path)) return std::vector<BoardEntry>();
  ASSIGN_OR_RETURN(const std::string text, base::ReadFile(path));
  absl::StatusOr<std::vector<BoardEntry>> boards = ParseBoards(text);
  if (boards.ok()) return boards;
  return absl::Status(
      boards.status().code(),
      absl::StrCat(path, ": ", std::string(boards.status().message())));
}

absl::Status SaveBoards(const std::string& path,
                        const std::vector<BoardEntry>& boards) {
  return base::WriteFile(path, BoardsJson(boards));
}

absl::StatusOr<BoardEntry> FindBoard(const std::vector<BoardEntry>& boards,
                                     const std::string& name) {
  std::vector<std::string> names;
  for (const BoardEntry& b : boards) {
    if (b.name == name) return b;
    names.push_back(b.name);
  }
  return absl::NotFoundError(absl::StrCat(
      "there is no board \"", name, "\"; ",
      names.empty() ? "add one with `tito board add NAME pi@HOST`, or start an "
                      "emulated one with `tito board start`"
                    : absl::StrCat("there are ", absl::StrJoin(names, ", "),
                                   DidYouMean(name, names))));
}

}  // namespace olympics
