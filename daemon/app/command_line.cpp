#include "daemon/app/command_line.hpp"

#include <getopt.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "agent/time_text.hpp"
#include "daemon/api_types/error_codes.hpp"
#include "persistence/migrations.hpp"

namespace lic {
namespace {

struct Given {
  Options options;
  RestoreOptions restore;
  bool help = false;
  bool version = false;
};

// getopt_long(3) reads the line; a row says what an option is for. The order is that of --help.
struct Row {
  const char* name;
  const char* value;  // what follows, nullptr = nothing
  const char* help;
  bool (*take)(Given&, std::string_view value);  // false: not a value of this option
  const char* expected = "";                     // the values that there are
  const char* needs = nullptr;                   // the option that this one means nothing without
};

bool take_lab_clock(Given& given, std::string_view value) {
  constexpr std::string_view kManual = "manual:";
  if (!value.starts_with(kManual)) return false;
  given.options.lab_clock = from_rfc3339(value.substr(kManual.size()));
  return given.options.lab_clock.has_value();
}

bool take_lab_seed(Given& given, std::string_view value) {
  const char* const end = value.data() + value.size();
  const auto read = std::from_chars(value.data(), end, given.options.lab_seed);
  return read.ec == std::errc{} && read.ptr == end;
}

bool take_crash_point(Given& given, std::string_view value) {
  given.options.lab_crash = read_crash_point(value);
  return given.options.lab_crash.has_value();
}

constexpr const char* kRepeatable = "catalog-dir";

constexpr auto kRows = std::to_array<Row>({
    {"help", nullptr, "Print this help and exit", [](Given& given, std::string_view) { return given.help = true; }},
    {"version", nullptr, "Print the version and the newest schema of the state that it knows, and exit",
     [](Given& given, std::string_view) { return given.version = true; }},
    {"config", "FILE", "Configuration file",
     [](Given& given, std::string_view value) { return given.options.places.config_file = value, true; }},
    {"state-dir", "DIR", "Durable state",
     [](Given& given, std::string_view value) { return given.options.places.state_dir = value, true; }},
    {"runtime-dir", "DIR", "Sockets",
     [](Given& given, std::string_view value) { return given.options.places.runtime_dir = value, true; }},
    {kRepeatable, "DIR", "Folder of catalogs; repeatable, first match wins",
     [](Given& given, std::string_view value) { return given.options.places.catalog_dirs.emplace_back(value), true; }},
    {"check-config", nullptr, "Print every problem of the configuration and exit",
     [](Given& given, std::string_view) { return given.options.check_config = true; }},
    {"lab", nullptr, "Lab mode: time stands until it is moved, loopback only",
     [](Given& given, std::string_view) { return given.options.places.lab = true; }},
    {"lab-clock", "manual:DATE", "With --lab: where the lab clock of an empty directory starts", take_lab_clock,
     "manual: and an RFC 3339 date, as in manual:2026-03-02T06:00:00Z", "lab"},
    {"lab-seed", "NUMBER", "With --lab: seed of what is drawn; 1 unless told", take_lab_seed,
     "a whole number from 0 to 18446744073709551615", "lab"},
    {"lab-kill-at-commit", "POINT",
     "With --lab: cut the power at the Nth commit: N, N:before, N:after, N:effect; 0 only counts", take_crash_point,
     "N, N:before, N:after or N:effect", "lab"},
    {"restore", "FILE", "Put this backup into the state directory and exit",
     [](Given& given, std::string_view value) { return given.restore.file = value, true; }, "", "passphrase-file"},
    {"passphrase-file", "FILE", "With --restore: its passphrase; - = standard input",
     [](Given& given, std::string_view value) { return given.restore.passphrase_file = value, true; }, "", "restore"},
    {"show", nullptr, "With --restore: only check it and say what is in it",
     [](Given& given, std::string_view) { return given.restore.show = true; }, "", "restore"},
    {"replace", nullptr, "With --restore: in place of a state that is there",
     [](Given& given, std::string_view) { return given.restore.replace = true; }, "", "restore"},
    {"json", nullptr, "With --restore: JSON instead of text",
     [](Given& given, std::string_view) { return given.restore.json = true; }, "", "restore"},
});
constexpr int kFirst = 256;  // getopt's value of the first row: above every letter

std::string dashed(const Row& row) { return std::string("--") + row.name; }
std::string lacks_value(const Row& row) { return dashed(row) + " needs a value: " + row.value; }

void print_help() {
  std::printf("Smart licensing agent of one product instance\nUsage: smart-agentd [OPTION]...\n\nOptions:\n");
  for (const Row& row : kRows) {
    std::string left = (&row == &kRows.front() ? "-h," : "") + dashed(row);
    if (row.value != nullptr) left += std::string(" ") + row.value;
    std::printf("  %-28s %s\n", left.c_str(), row.help);
  }
  const Places preset;
  std::printf("\nDefaults: --config %s --state-dir %s --runtime-dir %s\nMore: man smart-agentd\n",
              preset.config_file.c_str(), preset.state_dir.c_str(), preset.runtime_dir.c_str());
}

// The packages read the second line: a version that does not know a state's schema is not installed over it.
void print_version() {
  std::printf("smart-agentd %s\nstate schema %s\n", LIC_VERSION, std::to_string(newest_schema()).c_str());
}

int usage_error(const std::string& what) {
  std::fprintf(stderr, "error: usage: %s; see smart-agentd --help\n", what.c_str());
  return kExitUsage;
}

std::array<option, kRows.size() + 1> as_getopt_wants() {
  std::array<option, kRows.size() + 1> all{};
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    all[i] = {kRows[i].name, kRows[i].value == nullptr ? no_argument : required_argument, nullptr,
              kFirst + static_cast<int>(i)};
  }
  return all;
}

// getopt's value of an option of one letter is that letter.
const Row& row_of(int value) {
  return value < kFirst ? kRows.front() : kRows[static_cast<std::size_t>(value - kFirst)];
}

// What getopt did not take; `code` and optopt are its words for why.
std::string refusal(int code, const char* word) {
  if (code == ':') return lacks_value(row_of(optopt));
  if (optopt >= kFirst) return dashed(row_of(optopt)) + " takes no value";
  if (optopt != 0) return std::string("no such option: -") + static_cast<char>(optopt);
  return std::string("no such option: ") + word;
}

// `word` is how the option was written. getopt takes the beginning of a name for the name; here every option has one.
bool is_whole_name(const Row& row, std::string_view word) {
  return word.substr(0, word.find('=')) == dashed(row) || word == "-h";
}

using Seen = std::array<bool, kRows.size()>;

// All options, or why not.
std::optional<std::string> take_all(int argc, char** argv, Given& given, Seen& seen) {
  const auto known = as_getopt_wants();
  opterr = 0;
  optind = 0;  // anew, also where this was called before
  int code = 0;
  while ((code = getopt_long(argc, argv, ":h", known.data(), nullptr)) != -1) {
    if (code == ':' || code == '?') return refusal(code, argv[optind - 1]);
    const Row& row = row_of(code);
    const std::string_view value = row.value == nullptr ? "" : optarg;
    const bool value_apart = row.value != nullptr && optarg == argv[optind - 1];
    if (!is_whole_name(row, argv[value_apart ? optind - 2 : optind - 1]))
      return "no such option; is " + dashed(row) + " meant?";
    // A variable that is empty leaves the next option where the value belongs.
    if (row.value != nullptr && (value.empty() || (value_apart && value.starts_with("--")))) return lacks_value(row);
    if (std::exchange(seen[static_cast<std::size_t>(&row - kRows.data())], true) && row.name != kRepeatable)
      return dashed(row) + " is given twice";
    if (!row.take(given, value)) return dashed(row) + " is " + row.expected + ", not " + std::string(value);
  }
  if (optind < argc) return std::string("nothing is expected but options: ") + argv[optind];
  return std::nullopt;
}

std::optional<std::string> contradiction(const Given& given, const Seen& seen) {
  const auto is_given = [&seen](std::string_view name) {
    const auto row = std::ranges::find(kRows, name, &Row::name);
    return seen[static_cast<std::size_t>(row - kRows.begin())];
  };
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (seen[i] && kRows[i].needs != nullptr && !is_given(kRows[i].needs))
      return dashed(kRows[i]) + " needs --" + kRows[i].needs;
  }
  if (given.options.check_config && is_given("restore"))
    return "--check-config and --restore are two things: choose one";
  return std::nullopt;
}

}  // namespace

std::variant<Options, int> read_command_line(int argc, char** argv) {
  Given given;
  Seen seen{};
  const auto refused = take_all(argc, argv, given, seen);
  if (given.help) return print_help(), 0;
  if (given.version) return print_version(), 0;
  if (refused) return usage_error(*refused);
  if (const auto wrong = contradiction(given, seen)) return usage_error(*wrong);
  Options& options = given.options;
  if (options.places.catalog_dirs.empty()) {
    options.places.catalog_dirs = {"/etc/smart-agent/catalogs", "/usr/share/smart-agent/catalogs"};
  }
  options.places.only_checked = options.check_config || !given.restore.file.empty();
  if (const char* const credentials = ::getenv("CREDENTIALS_DIRECTORY")) options.places.credentials_dir = credentials;
  if (!given.restore.file.empty()) options.restore = std::move(given.restore);
  return std::move(options);
}

}  // namespace lic
