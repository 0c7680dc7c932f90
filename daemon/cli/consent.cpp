#include "daemon/cli/consent.hpp"

#include <string>

#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

// As it fits the screen, with " (y/n)? " behind it.
std::string laid_out(std::string_view question) {
  constexpr std::size_t kRoomForAnswer = 9;
  std::string text;
  for (const std::string& line : wrapped(question, kScreenColumns - kRoomForAnswer))
    text += (text.empty() ? "" : "\n") + line;
  return text;
}

}  // namespace

Outcome<bool> ask_consent(Session session, const Options& options, const Consent& consent) {
  if (options.yes) return true;
  if (!session.console.can_ask())
    return usage_problem(std::string{consent.verb} + " and asks before it does", "add --yes");
  if (session.console.ask_yes_no(laid_out(consent.question))) return true;
  session.console.print("Nothing was changed.\n");
  return false;
}

}  // namespace lic::cli
