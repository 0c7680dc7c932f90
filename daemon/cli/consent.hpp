#pragma once
// What cannot be taken back is asked for at a terminal and needs --yes elsewhere (interfaces.md section 2).

#include <string_view>

#include "daemon/cli/verbs.hpp"

namespace lic::cli {

struct Consent {
  std::string_view verb;      // "deregister gives the registration up": begins the refusal without a terminal
  std::string_view question;  // "(y/n)?" follows it
};

// Whether to go on; false after "no", which is said. A problem where nobody can be asked.
[[nodiscard]] Outcome<bool> ask_consent(Session session, const Options& options, const Consent& consent);

}  // namespace lic::cli
