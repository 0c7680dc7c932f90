#include "daemon/cli/command_line.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include "agent/time_text.hpp"
#include "daemon/cli/dates.hpp"
#include "daemon/cli/vendor_spelling.hpp"

namespace lic::cli {
namespace {

constexpr const char* kDescription =
    "Looks at and operates smart-agentd. The vendor's spelling works as well:\n"
    "license smart register idtoken TOKEN [force], license smart deregister,\n"
    "license smart renew auth|ID, license smart transport direct|gateway|ssm-satellite|proxy,\n"
    "license smart hostname enable|disable (enable hides the host name),\n"
    "license smart reservation enable|request specific|install|return|...,\n"
    "license smart factory reset,\n"
    "show license all|status|summary|usage|UDI|events.";

// A check in the form that CLI11 wants: empty = good.
std::string wrong_date(const std::string& text) {
  return from_rfc3339(text) ? "" : "'" + text + "' is no date like 2026-03-02T10:30:00Z";
}
std::string wrong_duration(const std::string& text) {
  return duration_named(text) ? "" : "'" + text + "' is no duration like 400d, 12h, 15m or 30s";
}

void add_purchase(CLI::App& app, Options& options) {
  auto* buy = app.add_option("--buy-at", options.buy_at, "buy the shortfall shown at this time")->check(wrong_date);
  const auto need = [&](const char* name, std::string& value, const char* help) {
    CLI::Option* option = app.add_option(name, value, help)->needs(buy);
    buy->needs(option);
  };
  need("--ssm-admin", options.ssm_admin, "URL of the lab SSM's admin port");
  need("--ssm-token-file", options.ssm_token_file, "file with its bearer token");
  need("--virtual-account", options.virtual_account, "the account whose pools grow");
}

// A word that must be given, one of two.
void add_choice(CLI::App& app, const char* name, std::string& value, const std::array<std::string, 2>& words) {
  app.add_option(name, value, words[0] + " or " + words[1])->required()->check(CLI::IsMember(words));
}

void add_proxy(CLI::App& app, Options& options) {
  app.add_option("HOST", options.host, "name or address of the proxy")->required();
  app.add_option("PORT", options.port, "its port")->required()->check(CLI::Range(1, 65535));
  app.add_option("--scheme", options.scheme, "how the proxy is spoken to: http or https")
      ->check(CLI::IsMember({"http", "https"}));
  auto* user = app.add_option("--user", options.user, "who we are at the proxy");
  auto* password = app.add_option("--password-file", options.password_file,
                                  "file with the password, or credential:NAME for one of systemd");
  user->needs(password);
  password->needs(user);
  app.add_option("--ca-file", options.ca_file, "PEM file of who certifies an https proxy");
  app.add_option("--url", options.url, "what is asked for through the proxy; default: the vendor");
}

void add_date(CLI::App& app, const char* name, std::string& value, const char* help) {
  app.add_option(name, value, help)->check(wrong_date);
}

void add_license_limits(CLI::App& app, Options& options) {
  add_choice(app, "--overage", options.overage, {"on", "off"});
  app.add_option("--standard", options.limits.standard, "standard seats purchased");
  app.add_option("--premium", options.limits.premium, "premium seats purchased");
  app.add_option("--seats", options.limits.seats, "seats purchased");
  app.add_option("--outbound", options.limits.outbound, "outbound ports purchased");
  app.add_option("--ivr", options.limits.ivr, "IVR ports purchased");
  app.add_flag("--ha-purchased", options.ha_purchased, "the High Availability license was purchased");
}

void add_usage_mode(CLI::App& app, Options& options) {
  app.add_option("--usage-mode", options.usage_mode, "production or non-production; default: what the type is for")
      ->check(CLI::IsMember({"production", "non-production"}));
}

// The vendor's word; there is no other.
void add_specific(CLI::App& app, Options& options) {
  app.add_option("KIND", options.specific, "specific")->check(CLI::IsMember({"specific"}));
}

void add_authorization_code(CLI::App& app, Options& options) {
  auto* code = app.add_option("CODE", options.code, "authorization code, in quotes; none: it is asked for");
  app.add_option("--file", options.file, "read the authorization code from FILE, - = input")->excludes(code);
}

void add_token_file(CLI::App& app, Options& options) {
  app.add_option("--token-file", options.token_file, "read the token from FILE, - = input");
}

void add_backup_file(CLI::App& app, Options& options) {
  app.add_option("FILE", options.file, "the backup")->required();
  app.add_option("--passphrase-file", options.passphrase_file,
                 "read the passphrase from FILE, - = input; none: it is asked for");
  app.add_flag("--replace", options.replace, "in place of what is there");
}

void add_restore(CLI::App& app, Options& options) {
  app.add_flag("--show", options.show, "check the backup and say what is in it, change nothing");
  app.add_option("--state-dir", options.state_dir, "where the state lies; default: /var/lib/smart-agent");
  app.add_option("--catalog-dir", options.catalog_dirs, "folder of catalogs, as of smart-agentd");
  app.add_flag("--lab", options.lab, "a backup of the lab, into a directory of the lab");
  app.add_option("--daemon", options.daemon_program, "the program smart-agentd; default: the one installed with this");
}

void add_option_of(CLI::App& app, Options& options, Accepts what) {
  switch (what) {
    case Accepts::token: app.add_option("TOKEN", options.token, "ID token (better from --token-file)"); return;
    case Accepts::token_file: add_token_file(app, options); return;
    case Accepts::force: app.add_flag("--force", options.force, "register again even if registered"); return;
    case Accepts::no_wait: app.add_flag("--no-wait", options.no_wait, "do not wait for the outcome"); return;
    case Accepts::yes: app.add_flag("--yes,-y", options.yes, "do not ask"); return;
    case Accepts::check: app.add_flag("--check", options.check, "exit 0 good, 1 warning, 2 critical"); return;
    case Accepts::no_usage: app.add_flag("--no-usage", options.no_usage, "without the list of licenses"); return;
    case Accepts::csv: app.add_flag("--csv", options.csv, "comma-separated values"); return;
    case Accepts::progress: app.add_flag("--progress", options.progress, "progress also without a terminal"); return;
    case Accepts::since: app.add_option("--since", options.since, "after this event number or date"); return;
    case Accepts::from: add_date(app, "--from", options.from, "first interval start (2026-03-02T10:30:00Z)"); return;
    case Accepts::to: add_date(app, "--to", options.to, "last interval start, in the same form"); return;
    case Accepts::seat_id: app.add_option("ID", options.seat_id, "the seat user")->required(); return;
    case Accepts::report_id: app.add_option("ID", options.report_id, "the report's number")->required(); return;
    case Accepts::duration:
      app.add_option("DURATION", options.duration, "400d, 12h, 15m, 30s")->required()->check(wrong_duration);
      return;
    case Accepts::seconds: app.add_option("SECONDS", options.seconds, "seconds, may be negative")->required(); return;
    case Accepts::trace_file: app.add_option("TRACE", options.trace_file, "CSV file")->required(); return;
    case Accepts::until: add_date(app, "--until", options.until, "play on until then (2026-03-02T10:30:00Z)"); return;
    case Accepts::purchase: add_purchase(app, options); return;
    case Accepts::retry_seconds:
      app.add_option("--retry-seconds", options.retry_seconds, "how long to wait for a daemon that went away")
          ->check(CLI::Range(0, 3600));
      return;
    case Accepts::gateway_url: app.add_option("URL", options.url, "https://HOST[:PORT]/PATH")->required(); return;
    case Accepts::on_prem: app.add_option("HOST", options.host, "HOST[:PORT], or a whole URL")->required(); return;
    case Accepts::proxy: add_proxy(app, options); return;
    case Accepts::no_proxy_items:
      app.add_option("ITEM", options.items, "names (with what is below them), addresses, networks, or '*'");
      return;
    case Accepts::transport_mode: add_choice(app, "MODE", options.mode, {"smart", "call-home"}); return;
    case Accepts::on_off: add_choice(app, "SWITCH", options.on_off, {"on", "off"}); return;
    case Accepts::preview:
      app.add_flag("--preview", options.preview, "show what would be told, change nothing");
      return;
    case Accepts::anchor_file: app.add_option("FILE", options.file, "certificates in PEM form")->required(); return;
    case Accepts::anchor_name:
      app.add_option("--name", options.name, "what to call it; default: the file's name");
      return;
    case Accepts::message_role:
      app.add_flag("--message", options.message, "they vouch for the signers of answers instead");
      return;
    case Accepts::license_type:
      app.add_option("TYPE", options.license_type, "as 'license-type show' lists it")->required();
      return;
    case Accepts::usage_mode: add_usage_mode(app, options); return;
    case Accepts::import_name: app.add_option("NAME", options.name, "as 'trust list' shows it")->required(); return;
    case Accepts::license_limits: add_license_limits(app, options); return;
    case Accepts::specific: add_specific(app, options); return;
    case Accepts::authorization_code: add_authorization_code(app, options); return;
    case Accepts::code_file: app.add_option("FILE", options.file, "the authorization code")->required(); return;
    case Accepts::backup_file: add_backup_file(app, options); return;
    case Accepts::restore: add_restore(app, options); return;
    case Accepts::dry_run: app.add_flag("--dry-run", options.dry_run, "change nothing, say what would come"); return;
    case Accepts::shell: add_choice(app, "SHELL", options.shell, {"bash", "zsh"}); return;
  }
}

void add_common_options(CLI::App& app, Options& options) {
  app.add_option("--socket", options.socket, "control socket of the daemon");
  app.add_option("--config", options.config_file, "configuration file ([api] socket is read)");
  app.add_option("--runtime-dir", options.runtime_dir, "where control.sock lies by default");
  app.add_flag("--json", options.json, "JSON instead of text");
}

struct Row {
  const Verb* verb;
  CLI::App* app;
};

// One subcommand a word; the beginnings of longer verbs stand before them in the table.
std::vector<Row> add_verbs(CLI::App& app, Options& options) {
  std::vector<Row> rows;
  for (const Verb& verb : verbs()) {
    const std::size_t space = verb.words.find(' ');
    CLI::App* parent = &app;
    if (space != std::string_view::npos) parent = app.get_subcommand(std::string{verb.words.substr(0, space)});
    const std::string name{space == std::string_view::npos ? verb.words : verb.words.substr(space + 1)};
    CLI::App* own = parent->add_subcommand(name, std::string{verb.help});
    own->fallthrough();
    own->footer("Each verb takes --json, --socket, --config and --runtime-dir as well: smart-agentctl --help");
    if (verb.run == nullptr) own->require_subcommand(1);
    for (const Accepts what : verb.accepts) add_option_of(*own, options, what);
    rows.push_back(Row{&verb, own});
  }
  return rows;
}

// The longest verb that was named.
const Verb* verb_of(const std::vector<Row>& rows) {
  const Verb* found = nullptr;
  for (const Row& row : rows)
    if (row.app->parsed() && row.verb->run != nullptr) found = row.verb;
  return found;
}

// What stood in the place of a verb. The vendor's verbs have up to three words; a fourth may be a token, which is never
// repeated.
std::string verb_typed(const std::vector<std::string>& words) {
  const bool is_vendors = words.front() == "license" || words.front() == "show";
  std::string typed = words.front();
  for (std::size_t at = 1; is_vendors && at < words.size() && at < 3 && !words[at].starts_with('-'); ++at) {
    typed += ' ' + words[at];
  }
  return typed;
}

// CLI11 says "A subcommand is required" whatever was typed; say what was, and what there is.
Problem missing_verb(const CLI::App& app, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    if (!row.app->parsed() || row.verb->run != nullptr) continue;
    std::string names;
    for (const CLI::App* child : row.app->get_subcommands([](const CLI::App*) { return true; })) {
      names += (names.empty() ? "" : ", ") + child->get_name();
    }
    return usage_problem("'" + std::string{row.verb->words} + "' needs one of: " + names);
  }
  const std::vector<std::string> words = app.remaining();
  return usage_problem(words.empty() ? "no verb given" : "there is no verb '" + verb_typed(words) + "'");
}

bool is_verb(const std::vector<Row>& rows, std::string_view words) {
  return std::ranges::any_of(rows, [words](const Row& row) { return row.app->parsed() && row.verb->words == words; });
}

// The vendor's older form "proxy HOST PORT USER PASSWORD"; what was typed is not repeated.
Problem inline_password() {
  return usage_problem("'transport proxy' takes HOST and PORT; a password is not taken from the command line",
                       "give --user USER --password-file FILE");
}

// Whether the command line ends where a verb was still to come.
bool lacks_verb(const std::vector<Row>& rows) {
  const auto is_whole = [](const Row& row) { return row.app->parsed() && row.verb->run != nullptr; };
  return std::ranges::none_of(rows, is_whole);
}

}  // namespace

void add_command_line(CLI::App& app, Options& options) {
  add_common_options(app, options);
  add_verbs(app, options);
}

Outcome<CommandLine> parse_command_line(std::vector<std::string> arguments) {
  arguments = in_our_words(std::move(arguments));
  std::ranges::replace(arguments, std::string{"--version"}, std::string{"version"});
  Options options;
  CLI::App app{kDescription, "smart-agentctl"};
  add_common_options(app, options);
  app.add_flag_callback(
      "--version", [] {}, "the version of smart-agentctl, as the verb of that name");  // for the help alone: see above
  const std::vector<Row> rows = add_verbs(app, options);
  app.require_subcommand(1);
  std::ranges::reverse(arguments);  // as CLI11 wants them
  // CLI11 reports by exceptions; they end here.
  try {
    app.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    return CommandLine{HelpText{app.help()}};
  } catch (const CLI::CallForAllHelp&) {
    return CommandLine{HelpText{app.help("", CLI::AppFormatMode::All)}};
  } catch (const CLI::ExtrasError& error) {
    if (is_verb(rows, "transport proxy")) return inline_password();
    return lacks_verb(rows) ? missing_verb(app, rows) : usage_problem(error.what());
  } catch (const CLI::ParseError& error) {
    return lacks_verb(rows) ? missing_verb(app, rows) : usage_problem(error.what());
  }
  const Verb* verb = verb_of(rows);
  if (verb == nullptr) return usage_problem("no verb given");
  if (options.json && options.csv) return usage_problem("--json and --csv exclude each other");
  return CommandLine{Invocation{verb, std::move(options)}};
}

}  // namespace lic::cli
