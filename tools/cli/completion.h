// Shell completion, from the commands themselves.
#ifndef TOOLS_CLI_COMPLETION_H_
#define TOOLS_CLI_COMPLETION_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"

namespace olympics {

// Words that complete an argument that is no option.
struct Words {
  std::string option;  // "--category": after it; "": where a name is wanted
  std::vector<std::string> words;
};

// The script for "bash", "zsh" or "fish"; InvalidArgument for another. Every
// command and option of `app` is in it.
absl::StatusOr<std::string> CompletionScript(const CLI::App& app,
                                             const std::string& shell,
                                             const std::vector<Words>& words);

}  // namespace olympics

#endif  // TOOLS_CLI_COMPLETION_H_
