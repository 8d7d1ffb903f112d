#include "tools/course/roster.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "re2/re2.h"
#include "tools/text/fold.h"

namespace olympics {
namespace {

// A name in a list, and where it stands with its quotes.
struct Name {
  std::string name;
  size_t begin, end;
};

// A list literal: where its brackets are, and what is between them.
struct Literal {
  size_t open, close;
  std::vector<Name> names;
};

// What is assigned to a name.
struct Assigned {
  std::vector<Literal> literals;
  std::vector<std::string> names;  // all that it comes to, in order
  size_t end = 0;                  // of its last term
};

// Reads a roster as Starlark does, as far as rosters go: assignments of lists
// of names, added up, with comments and docstrings between them.
class Reader {
 public:
  explicit Reader(const std::string& text) : text_(text), rest_(text) {}

  // False where something else is there; then line() is that of it.
  bool Read() {
    static const RE2 kDocstring(
        R"re((?s)"""(?:[^\\]|\\.)*?"""|'''(?:[^\\]|\\.)*?''')re");
    for (Skip(); !rest_.empty(); Skip()) {
      if (RE2::Consume(&rest_, kDocstring)) continue;
      if (!Assignment()) return false;
    }
    return true;
  }

  int line() const {
    return 1 + static_cast<int>(
                   std::count(text_.begin(), text_.begin() + At(), '\n'));
  }

  const Assigned* Find(const std::string& list) const {
    const auto found = assigned_.find(list);
    return found == assigned_.end() ? nullptr : &found->second;
  }

 private:
  int64_t At() const { return rest_.data() - text_.data(); }

  // Over white space and comments.
  void Skip() {
    static const RE2 kBlank(R"((?:\s+|#[^\n]*)*)");
    RE2::Consume(&rest_, kBlank);
  }

  // NAME = TERM + TERM
  bool Assignment() {
    static const RE2 kTo(R"(([A-Za-z_]\w*)[ \t]*=[ \t]*)");
    static const RE2 kPlus(R"([ \t]*\+[ \t]*)");
    static const RE2 kEnd(R"([ \t]*(?:#[^\n]*)?(?:\r?\n|$))");
    std::string list;
    // One that is assigned twice is an error in Starlark, too; and a line of a
    // block is no statement of the file.
    if ((At() > 0 && text_[At() - 1] != '\n') ||
        !RE2::Consume(&rest_, kTo, &list) || assigned_.contains(list)) {
      return false;
    }
    Assigned assigned;
    do {
      if (!Term(assigned)) return false;
      assigned.end = At();
    } while (RE2::Consume(&rest_, kPlus));
    assigned_[list] = std::move(assigned);
    return RE2::Consume(&rest_, kEnd);
  }

  // A list literal, or the name of a list that stands above.
  bool Term(Assigned& assigned) {
    static const RE2 kOpen(R"(\[)"), kClose(R"(\])"), kComma(","),
        kIdentifier(R"(([A-Za-z_]\w*))"),
        kName(R"re("([^"\\\n]*)"|'([^'\\\n]*)')re");
    std::string word;
    if (RE2::Consume(&rest_, kIdentifier, &word)) {
      const Assigned* other = Find(word);
      if (other == nullptr) return false;
      assigned.names.insert(assigned.names.end(), other->names.begin(),
                            other->names.end());
      return true;
    }
    Literal literal;
    literal.open = At();
    if (!RE2::Consume(&rest_, kOpen)) return false;
    for (Skip(); !rest_.starts_with("]"); Skip()) {
      Name name;
      std::string other;
      name.begin = At();
      if (!RE2::Consume(&rest_, kName, &name.name, &other)) return false;
      name.name += other;
      name.end = At();
      assigned.names.push_back(name.name);
      literal.names.push_back(std::move(name));
      Skip();
      if (!RE2::Consume(&rest_, kComma) && !rest_.starts_with("]")) {
        return false;
      }
    }
    literal.close = At();
    assigned.literals.push_back(std::move(literal));
    return RE2::Consume(&rest_, kClose);
  }

  const std::string& text_;
  re2::StringPiece rest_;
  std::map<std::string, Assigned> assigned_;
};

absl::Status Refused(const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat(
      what,
      ": it must be lists of names added up, ROSTER = EXAMPLES + STUDENTS, and "
      "each of these as [\"alice\", \"bob\"]"));
}

// The text with `name` in the literal, before the first name that is greater.
// Everything else stays, comments too.
std::string With(std::string text, const Literal& list,
                 const std::string& name) {
  const std::string quoted = absl::StrCat("\"", name, "\"");
  const bool lines =
      text.find('\n', list.open) < list.close;  // it takes several
  size_t before = 0;
  while (before < list.names.size() && list.names[before].name < name) {
    ++before;
  }
  if (list.names.empty() && !lines) {
    return text.replace(list.open, list.close + 1 - list.open,
                        absl::StrCat("[\n    ", quoted, ",\n]"));
  }
  // A line of its own, behind that of the name before it or of the bracket.
  const size_t last = before == 0 ? list.open + 1 : list.names[before - 1].end;
  const size_t line_end = text.find('\n', last);
  const size_t next =
      before < list.names.size() ? list.names[before].begin : list.close;
  if (line_end < next) {
    text.insert(line_end, absl::StrCat("\n    ", quoted, ","));
    // The comma before it, where the last name of all has none.
    const bool comma =
        before < list.names.size() || before == 0 ||
        RE2::PartialMatch(text.substr(last, line_end - last), R"(^\s*,)");
    if (!comma) text.insert(last, ",");
    return text;
  }
  return before == 0 ? text.insert(next, absl::StrCat(quoted, ", "))
                     : text.insert(last, absl::StrCat(", ", quoted));
}

}  // namespace

absl::StatusOr<Roster> ParseRoster(const std::string& text) {
  Reader reader(text);
  if (!reader.Read()) {
    return Refused(absl::StrCat("line ", reader.line(),
                                " is not what can be read of a roster"));
  }
  const Assigned* graded = reader.Find("ROSTER");
  if (graded == nullptr) return Refused("there is no ROSTER");
  Roster roster;
  roster.names = graded->names;
  if (const Assigned* examples = reader.Find("EXAMPLES"); examples != nullptr) {
    roster.own.insert(examples->names.begin(), examples->names.end());
  }
  roster.own.insert(kBaseline);
  return roster;
}

std::string RosterWith(const std::string& text, const std::string& name) {
  Reader reader(text);
  const absl::StatusOr<Roster> roster = ParseRoster(text);
  if (!roster.ok() || !reader.Read() ||
      std::find(roster->names.begin(), roster->names.end(), name) !=
          roster->names.end()) {
    return text;
  }
  std::vector<std::string> wanted = roster->names;
  wanted.push_back(name);
  std::sort(wanted.begin(), wanted.end());
  std::vector<std::string> ways;
  const Assigned& graded = *reader.Find("ROSTER");
  for (const Assigned* list : {reader.Find("STUDENTS"), &graded}) {
    if (list == nullptr || list->literals.empty()) continue;
    ways.push_back(With(text, list->literals.front(), name));
  }
  std::string sum = text;
  ways.push_back(sum.insert(graded.end, absl::StrCat(" + [\"", name, "\"]")));
  for (const std::string& way : ways) {
    // Whatever was written there: who was graded is graded, and one more.
    const absl::StatusOr<Roster> after = ParseRoster(way);
    if (!after.ok()) continue;
    std::vector<std::string> names = after->names;
    std::sort(names.begin(), names.end());
    if (names == wanted) return way;
  }
  return text;
}

bool LooksLikeOwn(const std::set<std::string>& own, const std::string& name) {
  return std::any_of(own.begin(), own.end(), [&](const std::string& o) {
    return Folded(o) == Folded(name);
  });
}

}  // namespace olympics
