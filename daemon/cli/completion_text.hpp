#pragma once
// The completion of smart-agentctl as a script for a shell.

#include <string>

#include "daemon/cli/completion_tree.hpp"

namespace lic::cli {

// For bash 4 or later; loaded by bash-completion from its folder, or by `source`.
[[nodiscard]] std::string bash_completion(const CompletionTree& tree);
// For zsh; named _smart-agentctl in a folder of $fpath.
[[nodiscard]] std::string zsh_completion(const CompletionTree& tree);

}  // namespace lic::cli
