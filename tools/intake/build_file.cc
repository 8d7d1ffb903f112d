#include "tools/intake/build_file.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace olympics {
namespace {

constexpr char kCall[] = "olympics_submission";
constexpr char kDefs[] = "//grader:defs.bzl";
constexpr char kModules[] = "//tinytorch/";
// Those that olympics_submission has (grader/defs.bzl).
constexpr const char* kArguments[] = {"name",  "categories", "model", "train",
                                      "hdrs",  "benchmark",  "deps",  "copts",
                                      "tasks", "division"};

class Parser {
 public:
  explicit Parser(const std::string& text) : text_(text) {}

  absl::StatusOr<BuildArguments> Parse() {
    std::optional<BuildArguments> call;
    while (Skip()) {
      const std::string word = Word();
      if (word == "load") {
        if (absl::Status s = Load(); !s.ok()) return s;
      } else if (word == kCall && !call.has_value()) {
        absl::StatusOr<BuildArguments> arguments = Call();
        if (!arguments.ok()) return arguments.status();
        call = *std::move(arguments);
      } else if (word == kCall) {
        return Wrong("there is a second olympics_submission");
      } else {
        return Wrong(absl::StrCat(
            "a load of ", kDefs, " and one call of ", kCall,
            " are all that may be here",
            word.empty() ? "" : absl::StrCat(", not \"", word, "\"")));
      }
    }
    if (!call.has_value()) return Wrong("there is no olympics_submission");
    return *std::move(call);
  }

 private:
  absl::Status Wrong(const std::string& what) const {
    const auto line = 1 + std::count(text_.begin(), text_.begin() + at_, '\n');
    return absl::InvalidArgumentError(absl::StrCat("BUILD:", line, ": ", what));
  }

  // Past blanks and comments; false at the end.
  bool Skip() {
    while (at_ < text_.size()) {
      if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
        ++at_;
      } else if (text_[at_] == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        return true;
      }
    }
    return false;
  }

  bool Take(char c) {
    if (!Skip() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string Word() {
    const size_t start = at_;
    while (at_ < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
            text_[at_] == '_')) {
      ++at_;
    }
    return text_.substr(start, at_ - start);
  }

  // "..." or '...', of plain printable characters on one line.
  absl::StatusOr<std::string> Text() {
    if (!Skip() || (text_[at_] != '"' && text_[at_] != '\'')) {
      return Wrong("a text in quotes is wanted");
    }
    const char quote = text_[at_++];
    const size_t start = at_;
    while (at_ < text_.size() && text_[at_] != quote) {
      const char c = text_[at_];
      // Not the other quote, either: it would end the text where it is written.
      if (c == '\\' || c == '"' || c == '\'' || c < ' ' || c > '~') {
        return Wrong("a text may hold plain characters alone");
      }
      ++at_;
    }
    if (at_ == text_.size()) return Wrong("a text does not end");
    return text_.substr(start, at_++ - start);
  }

  absl::Status Load() {
    if (!Take('(')) return Wrong("( is wanted");
    const absl::StatusOr<std::string> file = Text();
    if (!file.ok()) return file.status();
    if (*file != kDefs) {
      return Wrong(
          absl::StrCat("only ", kDefs, " may be loaded, not \"", *file, "\""));
    }
    while (Take(',')) {
      if (Take(')')) return absl::OkStatus();
      const absl::StatusOr<std::string> symbol = Text();
      if (!symbol.ok()) return symbol.status();
      if (*symbol != kCall) {
        return Wrong(absl::StrCat("only ", kCall, " may be loaded, not \"",
                                  *symbol, "\""));
      }
    }
    return Take(')') ? absl::OkStatus() : Wrong(") is wanted");
  }

  absl::StatusOr<BuildArguments> Call() {
    BuildArguments arguments;
    if (!Take('(')) return Wrong("( is wanted");
    while (!Take(')')) {
      if (!Skip()) return Wrong(") is wanted");
      const std::string key = Word();
      const bool known =
          std::any_of(std::begin(kArguments), std::end(kArguments),
                      [&](const char* k) { return key == k; });
      if (!known) {
        return Wrong(absl::StrCat("\"", key, "\" is no argument of ", kCall,
                                  "; it has ",
                                  absl::StrJoin(kArguments, ", ")));
      }
      if (!Take('=')) return Wrong("= is wanted");
      absl::StatusOr<BuildArgument> value = Value();
      if (!value.ok()) return value.status();
      if (absl::Status s = CheckLabels(*value); !s.ok()) return s;
      if (!arguments.emplace(key, *std::move(value)).second) {
        return Wrong(absl::StrCat("\"", key, "\" is there twice"));
      }
      if (Take(',')) continue;
      if (!Take(')')) return Wrong(", or ) is wanted");
      break;
    }
    return arguments;
  }

  // Bazel evaluates the package of whatever is named: also another student's.
  absl::Status CheckLabels(const BuildArgument& argument) const {
    for (const std::string& text : argument.values) {
      const bool label =
          absl::StartsWith(text, "//") || absl::StartsWith(text, "@");
      if (label && !absl::StartsWith(text, kModules)) {
        return Wrong(absl::StrCat("only targets of ", kModules,
                                  " may be depended on, not \"", text, "\""));
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<BuildArgument> Value() {
    BuildArgument value;
    value.list = Take('[');
    if (!value.list) {
      absl::StatusOr<std::string> text = Text();
      if (!text.ok()) return text.status();
      value.values.push_back(*std::move(text));
      return value;
    }
    while (!Take(']')) {
      absl::StatusOr<std::string> text = Text();
      if (!text.ok()) return text.status();
      value.values.push_back(*std::move(text));
      if (Take(',')) continue;
      if (!Take(']')) return Wrong(", or ] is wanted");
      break;
    }
    return value;
  }

  const std::string& text_;
  size_t at_ = 0;
};

std::string Quoted(const std::string& text) {
  return absl::StrCat("\"", text, "\"");
}

}  // namespace

absl::StatusOr<BuildArguments> ParseBuildFile(const std::string& text) {
  return Parser(text).Parse();
}

std::string BuildFileOf(const std::string& name, BuildArguments arguments) {
  arguments["name"] = {false, {name}};
  std::string text = absl::StrCat("load(\"", kDefs, "\", \"", kCall, "\")\n\n",
                                  kCall, "(\n    name = ", Quoted(name), ",\n");
  for (const auto& [key, value] : arguments) {
    if (key == "name") continue;
    absl::StrAppend(&text, "    ", key, " = ");
    if (!value.list) {
      absl::StrAppend(&text, Quoted(value.values.front()), ",\n");
    } else if (value.values.size() < 2) {
      absl::StrAppend(&text, "[",
                      value.values.empty() ? "" : Quoted(value.values.front()),
                      "],\n");
    } else {
      text += "[\n";
      for (const std::string& v : value.values) {
        absl::StrAppend(&text, "        ", Quoted(v), ",\n");
      }
      text += "    ],\n";
    }
  }
  return text + ")\n";
}

}  // namespace olympics
