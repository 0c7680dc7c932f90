#include "daemon/cli/commands.hpp"
#include "daemon/cli/completion_text.hpp"

namespace lic::cli {

Outcome<int> run_completion(Session session, const Options& options) {
  const CompletionTree tree = completion_tree();
  session.console.print(options.shell == "bash" ? bash_completion(tree) : zsh_completion(tree));
  return kExitDone;
}

}  // namespace lic::cli
