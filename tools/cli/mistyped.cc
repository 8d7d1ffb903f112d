#include "tools/cli/mistyped.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/text/suggest.h"

namespace olympics {
namespace {

std::vector<const CLI::App*> CommandsOf(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

// The paths of all commands below, "olympics scores", with their last words.
void Walk(const CLI::App& app, const std::string& path,
          std::vector<std::string>& paths, std::vector<std::string>& last) {
  for (const CLI::App* sub : CommandsOf(app)) {
    const std::string here = absl::StrCat(path, sub->get_name());
    paths.push_back(here);
    last.push_back(sub->get_name());
    Walk(*sub, absl::StrCat(here, " "), paths, last);
  }
}

std::string NoCommand(const CLI::App& group, const std::string& word,
                      const std::vector<std::string>& elsewhere) {
  std::vector<std::string> here = elsewhere;
  for (const CLI::App* sub : CommandsOf(group)) here.push_back(sub->get_name());
  std::string meant = Nearest(word, here);
  if (meant.empty()) {
    std::vector<std::string> paths, last;
    Walk(group, "", paths, last);
    if (const std::string nearest = Nearest(word, last); !nearest.empty()) {
      meant =
          paths[std::find(last.begin(), last.end(), nearest) - last.begin()];
    }
  }
  return absl::StrCat(
      "no command \"", word, "\"; ",
      meant.empty() ? absl::StrCat("there are ", absl::StrJoin(here, ", "))
                    : absl::StrCat("did you mean ", meant, "?"));
}

// Of the command or one of those that it belongs to, whose options it takes,
// too.
const CLI::Option* FindOption(const std::vector<const CLI::App*>& chain,
                              const std::string& name) {
  for (const CLI::App* app : chain) {
    const CLI::Option* option = app->get_option_no_throw(name);
    if (option != nullptr) return option;
  }
  return nullptr;
}

std::string NoOption(const std::vector<const CLI::App*>& chain,
                     const std::string& path, const std::string& name) {
  std::vector<std::string> known;
  for (const CLI::App* app : chain) {
    for (const CLI::Option* option : app->get_options()) {
      for (const std::string& l : option->get_lnames()) {
        known.push_back("--" + l);
      }
    }
  }
  const std::string meant = DidYouMean(name, known);
  return absl::StrCat(
      "no option \"", name, "\" of ", path,
      meant.empty()
          ? absl::StrCat("; `", path, " --help` shows those there are")
          : meant);
}

}  // namespace

std::string Mistyped(const CLI::App& app, const std::vector<std::string>& words,
                     const std::vector<std::string>& elsewhere) {
  std::vector<const CLI::App*> chain = {&app};
  std::string path = app.get_name();
  bool help = false;
  for (size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    const std::string& word = words[i];
    if (absl::StartsWith(word, "--")) {
      const std::string name = word.substr(0, word.find('='));
      const CLI::Option* option = FindOption(chain, name);
      if (option == nullptr) return NoOption(chain, path, name);
      help = help || name == "--help";
      if (option->get_items_expected_max() > 0 && name == word) ++i;
      continue;
    }
    // A short option, or a number below zero.
    if (absl::StartsWith(word, "-")) {
      help = help || word == "-h";
      continue;
    }
    const std::vector<const CLI::App*> commands = CommandsOf(*chain.back());
    if (commands.empty()) continue;  // what it is about
    const auto found =
        std::find_if(commands.begin(), commands.end(),
                     [&](const CLI::App* c) { return c->get_name() == word; });
    if (found == commands.end()) {
      return NoCommand(
          *chain.back(), word,
          chain.size() == 1 ? elsewhere : std::vector<std::string>());
    }
    chain.push_back(*found);
    absl::StrAppend(&path, " ", word);
  }
  const std::vector<const CLI::App*> commands = CommandsOf(*chain.back());
  if (commands.empty() || help) return "";
  std::vector<std::string> names;
  for (const CLI::App* c : commands) names.push_back(c->get_name());
  return absl::StrCat(path, " takes a command: ", absl::StrJoin(names, ", "),
                      "; `", path, " --help` says what each does");
}

}  // namespace olympics
