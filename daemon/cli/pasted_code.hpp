#pragma once
// Where an authorization code comes from: the command line, a file, standard input, or what is pasted at the terminal.

#include <string>

#include "daemon/cli/verbs.hpp"

namespace lic::cli {

// As it was pasted, with the line breaks of a terminal: the daemon tolerates them. A problem with exit code 2 if there
// is none.
[[nodiscard]] Outcome<std::string> authorization_code_of(Session session, const Options& options);

}  // namespace lic::cli
