#include "daemon/cli/passphrase.hpp"

#include <string>

#include "daemon/cli/small_files.hpp"

namespace lic::cli {
namespace {

Outcome<Secret> asked_for(Session session, bool is_new) {
  const auto typed = session.console.ask_hidden("Passphrase of the backup (not shown): ");
  if (!typed) return usage_problem("no passphrase given", "type it, or give --passphrase-file FILE");
  if (is_new) {
    const auto again = session.console.ask_hidden("Once more: ");
    if (!again || again->reveal() != typed->reveal())
      return usage_problem("the two passphrases differ, and nothing was made", "type the same one twice");
  }
  return trimmed(typed->reveal());
}

Outcome<Secret> from_input(Session session) {
  const auto input = session.console.read_input(kSecretBytesMax);
  if (!input) return usage_problem("standard input holds no passphrase", "give one line with the passphrase");
  return trimmed(input->reveal());
}

Outcome<Secret> found(Session session, const Options& options, bool is_new) {
  if (options.passphrase_file == "-") return from_input(session);
  if (!options.passphrase_file.empty()) return read_secret_file(options.passphrase_file);
  if (session.console.can_ask()) return asked_for(session, is_new);
  return usage_problem("no passphrase given", "give --passphrase-file FILE, or --passphrase-file - (standard input)");
}

}  // namespace

Outcome<Secret> passphrase_of(Session session, const Options& options, bool is_new) {
  auto passphrase = found(session, options, is_new);
  if (passphrase && passphrase->empty()) return usage_problem("the passphrase is empty", "give the whole passphrase");
  return passphrase;
}

}  // namespace lic::cli
