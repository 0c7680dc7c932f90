#pragma once
// From arguments to a verb and its options.

#include <string>
#include <variant>
#include <vector>

#include "daemon/cli/options.hpp"
#include "daemon/cli/problem.hpp"
#include "daemon/cli/verbs.hpp"

namespace CLI {
class App;
}

namespace lic::cli {

struct Invocation {
  const Verb* verb = nullptr;  // never null; lives for ever
  Options options;
};
// "--help": the text to print, exit 0.
struct HelpText {
  std::string text;
};
using CommandLine = std::variant<Invocation, HelpText>;

// All options and verbs, bound to `options`, which must live as long as `app`.
void add_command_line(CLI::App& app, Options& options);

// `arguments` without the program's name, in either spelling. A wrong command line is a problem with exit code 2.
[[nodiscard]] Outcome<CommandLine> parse_command_line(std::vector<std::string> arguments);

}  // namespace lic::cli
