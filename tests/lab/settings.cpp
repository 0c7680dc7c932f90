#include "tests/lab/settings.hpp"

#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace ssm_lab {
namespace {

constexpr const char* kKey = "settings";
// A hundred years: enough for any test, and no sum of times overflows.
constexpr std::int64_t kSecondsMax = std::int64_t{100} * 366 * 86'400;

constexpr std::array<std::pair<OnPrem, const char*>, 3> kOnPremNames = {
    {{OnPrem::off, "off"}, {OnPrem::connected, "connected"}, {OnPrem::disconnected, "disconnected"}}};

const char* name_of(OnPrem on_prem) {
  for (const auto& [mode, name] : kOnPremNames) {
    if (mode == on_prem) return name;
  }
  std::abort();
}

std::optional<std::int64_t> seconds_in(const Json& value) {
  const auto seconds = read_integer(Json{{"value", value}}, "value");
  return seconds && *seconds >= -kSecondsMax && *seconds <= kSecondsMax ? seconds : std::nullopt;
}

bool take_clock_offset(Settings& settings, const Json& value) {
  const auto seconds = seconds_in(value);
  if (seconds) settings.clock_offset_seconds = *seconds;
  return seconds.has_value();
}

bool take_expired_proof(Settings& settings, const Json& value) {
  if (value.is_boolean()) settings.accept_expired_proof = value.get<bool>();
  return value.is_boolean();
}

bool take_reply_version(Settings& settings, const Json& value) {
  if (value != "1.1" && value != "1.3") return false;
  settings.reply_version = value.get<std::string>();
  return true;
}

bool take_certificate_form(Settings& settings, const Json& value) {
  if (value != "pem" && value != "der") return false;
  settings.certificate_form = value.get<std::string>();
  return true;
}

bool take_renew_window(Settings& settings, const Json& value) {
  settings.renew_window.reset();
  if (value.is_null()) return true;
  if (!value.is_array() || value.size() != 2) return false;
  const auto start = seconds_in(value[0]);
  const auto end = seconds_in(value[1]);
  if (!start || !end) return false;
  settings.renew_window = RenewWindow{*start, *end};
  return true;
}

bool take_renew_interval(Settings& settings, const Json& value) {
  settings.renew_interval_seconds = seconds_in(value);
  return value.is_null() || settings.renew_interval_seconds.has_value();
}

bool take_on_prem(Settings& settings, const Json& value) {
  for (const auto& [mode, name] : kOnPremNames) {
    if (value != name) continue;
    settings.on_prem = mode;
    return true;
  }
  return false;
}

struct SettingRow {
  std::string_view name;
  bool (*take)(Settings&, const Json&);  // false: the value does not fit
  const char* wanted;
};
constexpr std::array<SettingRow, 7> kRows = {{
    {"clock_offset_seconds", take_clock_offset, "a number of seconds, at most a hundred years"},
    {"accept_expired_proof", take_expired_proof, "true or false"},
    {"reply_version", take_reply_version, "\"1.1\" or \"1.3\""},
    {"certificate_form", take_certificate_form, "\"pem\" or \"der\""},
    {"renew_window_seconds", take_renew_window, "null or [start, end] in seconds from an answer"},
    {"renew_interval_seconds", take_renew_interval, "null or a number of seconds"},
    {"on_prem", take_on_prem, "\"off\", \"connected\" or \"disconnected\""},
}};

const SettingRow* find_row(std::string_view name) {
  for (const SettingRow& row : kRows) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace

Settings load_settings(Database& database) {
  const auto stored = parse_object(database.value_of(kKey).value_or("{}"));
  if (!stored) return {};
  const auto settings = with_changes(Settings{}, *stored);
  return settings ? *settings : Settings{};
}

void save_settings(Database& database, const Settings& settings) {
  database.set_value(kKey, to_text(to_json(settings)));
}

OrderedJson to_json(const Settings& settings) {
  OrderedJson window = nullptr;
  if (const auto& wanted = settings.renew_window) {
    window = OrderedJson::array({wanted->start_seconds, wanted->end_seconds});
  }
  return {{"clock_offset_seconds", settings.clock_offset_seconds},
          {"accept_expired_proof", settings.accept_expired_proof},
          {"reply_version", settings.reply_version},
          {"certificate_form", settings.certificate_form},
          {"renew_window_seconds", std::move(window)},
          {"renew_interval_seconds", or_null(settings.renew_interval_seconds)},
          {"on_prem", name_of(settings.on_prem)}};
}

Result<Settings> with_changes(const Settings& settings, const Json& change) {
  Settings result = settings;
  for (const auto& [name, value] : change.items()) {
    const SettingRow* row = find_row(name);
    if (row == nullptr) return failure("unknown setting '" + name + "'");
    if (!row->take(result, value)) return failure(name + " must be " + row->wanted);
  }
  return result;
}

}  // namespace ssm_lab
