#include "tools/course/roster.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "re2/re2.h"
#include "tools/text/fold.h"

namespace olympics {
namespace {

constexpr int kMostNested = 8;  // lists that name lists

// Where what is assigned to `name` begins.
std::optional<size_t> AssignedAt(const std::string& text,
                                 const std::string& name) {
  re2::StringPiece before;
  if (!RE2::PartialMatch(text, absl::StrCat("(?m)^(", name, "[ \\t]*=[ \\t]*)"),
                         &before)) {
    return std::nullopt;
  }
  return before.data() + before.size() - text.data();
}

// Over white space and comments.
void Skip(re2::StringPiece& rest) {
  static const RE2 kBlank(R"((?:\s+|#[^\n]*)*)");
  RE2::Consume(&rest, kBlank);
}

bool NamesIn(const std::string& text, const std::string& list, int nested,
             std::vector<std::string>& names);

// A list literal, or the name of a list; what is in it is added to `names`.
bool Term(const std::string& text, re2::StringPiece& rest, int nested,
          std::vector<std::string>& names) {
  static const RE2 kOpen(R"(\[)"), kClose(R"(\])"), kComma(","),
      kIdentifier(R"(([A-Z][A-Z0-9_]*))"),
      kName(R"re("([^"\\\n]*)"|'([^'\\\n]*)')re");
  std::string word;
  if (RE2::Consume(&rest, kIdentifier, &word)) {
    return NamesIn(text, word, nested + 1, names);
  }
  if (!RE2::Consume(&rest, kOpen)) return false;
  for (Skip(rest); !RE2::Consume(&rest, kClose); Skip(rest)) {
    std::string either, other;
    if (!RE2::Consume(&rest, kName, &either, &other)) return false;
    names.push_back(either + other);
    Skip(rest);
    if (!RE2::Consume(&rest, kComma) && !rest.starts_with("]")) {
      return false;
    }
  }
  return true;
}

// False if the list is not there, or is no sum of lists of names.
bool NamesIn(const std::string& text, const std::string& list, int nested,
             std::vector<std::string>& names) {
  const std::optional<size_t> at = AssignedAt(text, list);
  if (!at.has_value() || nested > kMostNested) return false;
  static const RE2 kPlus(R"([ \t]*\+[ \t]*)");
  static const RE2 kEnd(R"([ \t]*(?:#[^\n]*)?(?:\n|$))");
  re2::StringPiece rest(text);
  rest.remove_prefix(*at);
  do {
    if (!Term(text, rest, nested, names)) return false;
  } while (RE2::Consume(&rest, kPlus));
  return RE2::Consume(&rest, kEnd);
}

}  // namespace

absl::StatusOr<Roster> ParseRoster(const std::string& text) {
  Roster roster;
  std::vector<std::string> examples;
  for (const auto& [list, names] : {std::make_pair("ROSTER", &roster.names),
                                    std::make_pair("EXAMPLES", &examples)}) {
    if (list == std::string("EXAMPLES") &&
        !AssignedAt(text, list).has_value()) {
      continue;
    }
    if (!NamesIn(text, list, 0, *names)) {
      return absl::InvalidArgumentError(absl::StrCat(
          list,
          " is not there, or is something else than lists of names added up: "
          "write ROSTER = EXAMPLES + STUDENTS, and each of these as "
          "[\"alice\", \"bob\"]"));
    }
  }
  roster.own.insert(examples.begin(), examples.end());
  roster.own.insert(kBaseline);
  return roster;
}

std::string RosterWith(const std::string& text, const std::string& name) {
  const absl::StatusOr<Roster> roster = ParseRoster(text);
  if (!roster.ok() || std::find(roster->names.begin(), roster->names.end(),
                                name) != roster->names.end()) {
    return text;
  }
  for (const char* list : {"STUDENTS", "ROSTER"}) {
    const std::optional<size_t> begin = AssignedAt(text, list);
    if (!begin.has_value() || text[*begin] != '[') continue;
    std::vector<std::string> names = {name};
    re2::StringPiece rest(text);
    rest.remove_prefix(*begin);
    if (!Term(text, rest, 0, names)) continue;
    std::sort(names.begin(), names.end());
    std::string lines = "[\n";
    for (const std::string& n : names) {
      absl::StrAppend(&lines, "    \"", n, "\",\n");
    }
    return absl::StrCat(text.substr(0, *begin), lines, "]",
                        text.substr(rest.data() - text.data()));
  }
  return text;
}

bool LooksLikeOwn(const std::set<std::string>& own, const std::string& name) {
  return std::any_of(own.begin(), own.end(), [&](const std::string& o) {
    return Folded(o) == Folded(name);
  });
}

}  // namespace olympics
