#pragma once
// The passphrase of a backup: from a file, standard input or a hidden prompt, never from the command line.

#include "agent/secret.hpp"
#include "daemon/cli/options.hpp"
#include "daemon/cli/problem.hpp"
#include "daemon/cli/verbs.hpp"

namespace lic::cli {

// The prompt asks twice when `is_new`, since nobody can read a backup whose passphrase was mistyped.
[[nodiscard]] Outcome<Secret> passphrase_of(Session session, const Options& options, bool is_new);

}  // namespace lic::cli
