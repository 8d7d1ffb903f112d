#include "tools/cli/completion.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tools/text/suggest.h"

namespace olympics {
namespace {

// A command: the words that lead to it, and those that may follow.
struct Node {
  std::string path;  // "olympics submit"
  std::string help;
  std::vector<std::string> next;
};

void Walk(const CLI::App& app, const std::string& path,
          std::vector<Node>& nodes) {
  Node node;
  node.path = path;
  node.help = app.get_description();
  for (const CLI::App* sub :
       app.get_subcommands([](const CLI::App*) { return true; })) {
    node.next.push_back(sub->get_name());
  }
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      node.next.push_back("--" + name);
    }
  }
  nodes.push_back(std::move(node));
  for (const CLI::App* sub :
       app.get_subcommands([](const CLI::App*) { return true; })) {
    Walk(*sub,
         path.empty() ? sub->get_name()
                      : absl::StrCat(path, " ", sub->get_name()),
         nodes);
  }
}

std::string Bash(const std::vector<Node>& nodes,
                 const std::vector<Words>& words) {
  std::string cases, known, after, names;
  for (const Node& n : nodes) {
    absl::StrAppend(&cases, "    '", n.path, "') words='",
                    absl::StrJoin(n.next, " "), "' ;;\n");
    if (n.path.empty()) continue;
    absl::StrAppend(&known, known.empty() ? "" : "|", "'", n.path, "'");
  }
  for (const Words& w : words) {
    if (w.option.empty()) {
      names = absl::StrJoin(w.words, " ");
    } else {
      absl::StrAppend(&after, "    ", w.option, ") COMPREPLY=($(compgen -W '",
                      absl::StrJoin(w.words, " "),
                      "' -- \"$word\")); return ;;\n");
    }
  }
  return absl::StrCat(
      "# Completion of tito for bash: eval \"$(tools/tito completion bash)\"\n"
      "_tito() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} path='' words='' i\n"
      "  case ${COMP_WORDS[COMP_CWORD-1]} in\n",
      after,
      "  esac\n"
      "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
      "    case \"${path:+$path }${COMP_WORDS[i]}\" in\n"
      "    ",
      known,
      ") path=\"${path:+$path }${COMP_WORDS[i]}\" ;;\n"
      "    esac\n"
      "  done\n"
      "  case $path in\n",
      cases,
      "  esac\n"
      "  case $path in *' '*) words=\"$words ",
      names,
      "\" ;; esac\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
      "  # Files and folders, where nothing else fits.\n"
      "  [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$word\"))\n"
      "}\n"
      "complete -o filenames -F _tito tito tools/tito\n");
}

// For a shell's single quotes.
std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

std::string Fish(const std::vector<Node>& nodes,
                 const std::vector<Words>& words) {
  std::string script =
      "# Completion of tito for fish: tools/tito completion fish | source\n"
      "function __tito_at\n"
      "  set -l path\n"
      "  for word in (commandline -opc)[2..]\n"
      "    string match -q -- '-*' $word; or set -a path $word\n"
      "  end\n"
      "  set -l wanted (string split ' ' -- $argv[1])\n"
      "  test \"$argv[1]\" = ''; and test (count $path) -eq 0; and return 0\n"
      "  test \"$path[1..\"(count $wanted)\"]\" = \"$wanted\"\n"
      "end\n";
  for (const Node& n : nodes) {
    for (const std::string& next : n.next) {
      std::string help;
      for (const Node& child : nodes) {
        if (child.path ==
            (n.path.empty() ? next : absl::StrCat(n.path, " ", next))) {
          help = child.help;
        }
      }
      absl::StrAppend(
          &script, "complete -c tito -n \"__tito_at ", Quoted(n.path), "\" ",
          next.rfind("--", 0) == 0 ? absl::StrCat("-l ", next.substr(2))
                                   : absl::StrCat("-a ", next),
          help.empty() ? "" : absl::StrCat(" -d ", Quoted(help)), "\n");
    }
  }
  for (const Words& w : words) {
    if (w.option.empty()) continue;
    absl::StrAppend(&script, "complete -c tito -l ", w.option.substr(2),
                    " -x -a ", Quoted(absl::StrJoin(w.words, " ")), "\n");
  }
  return script;
}

}  // namespace

absl::StatusOr<std::string> CompletionScript(const CLI::App& app,
                                             const std::string& shell,
                                             const std::vector<Words>& words) {
  std::vector<Node> nodes;
  Walk(app, "", nodes);
  if (shell == "bash") return Bash(nodes, words);
  if (shell == "zsh") {
    // zsh runs bash's completions.
    return absl::StrCat(
        "# Completion of tito for zsh: eval \"$(tools/tito completion zsh)\"\n"
        "autoload -Uz compinit bashcompinit\n"
        "compinit -u 2>/dev/null; bashcompinit\n",
        Bash(nodes, words));
  }
  if (shell == "fish") return Fish(nodes, words);
  return absl::InvalidArgumentError(absl::StrCat(
      "there is no completion for \"", shell, "\"; there is bash, zsh, fish",
      DidYouMean(shell, {"bash", "zsh", "fish"})));
}

}  // namespace olympics
