#include "daemon/cli/pasted_code.hpp"

#include <optional>

#include "daemon/cli/small_files.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

constexpr std::size_t kCodeBytesMax = std::size_t{64} * 1024;  // what the daemon takes
constexpr std::string_view kClosingTag = "</specificPLR>";

Outcome<std::string> code_typed(Console& console) {
  const auto text =
      console.ask_pasted({.prompt = "Paste the authorization code, up to </specificPLR>, and press Enter:\n",
                          .end = kClosingTag,
                          .bytes_max = kCodeBytesMax});
  if (text) return *text;
  return usage_problem("what was pasted is no whole authorization code: </specificPLR> is missing",
                       "copy the code from <specificPLR> to </specificPLR>");
}

Outcome<std::string> code_of_input(Console& console) {
  const auto input = console.read_input(kCodeBytesMax);
  if (!input)
    return usage_problem("standard input is longer than " + std::to_string(kCodeBytesMax) + " bytes or cannot be read",
                         "give the authorization code alone");
  if (trimmed(input->reveal()).empty())
    return usage_problem("standard input holds no authorization code", "give the whole text that SSM showed");
  return std::string{input->reveal()};
}

Outcome<std::string> code_of_file(const std::string& path) {
  if (path.find("://") != std::string::npos)
    return usage_problem("the file must lie on this machine, so " + printable(path) + " is not read",
                         "copy it here, then give its path");
  auto text = read_file(path, kCodeBytesMax);
  if (text && trimmed(*text).empty())
    return usage_problem(printable(path) + " holds no authorization code", "save the whole text that SSM showed");
  return text;
}

}  // namespace

Outcome<std::string> authorization_code_of(Session session, const Options& options) {
  if (options.file == "-") return code_of_input(session.console);
  if (!options.file.empty()) return code_of_file(options.file);
  if (!options.code.empty()) return options.code;
  if (session.console.can_ask()) return code_typed(session.console);
  return usage_problem("no authorization code given", "give it in quotes, or with --file FILE, or --file - (input)");
}

}  // namespace lic::cli
