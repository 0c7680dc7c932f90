// `ssm-lab demo-token`: one command from a running lab to a token that works.
#pragma once

#include "tests/lab/command_line.hpp"

namespace ssm_lab {

// Prints the token on standard output; gives the exit code.
[[nodiscard]] int run_demo_token(const CommandLine& line);

}  // namespace ssm_lab
