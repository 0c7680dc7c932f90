#include "tests/lab/settings.hpp"

#include <string_view>

namespace ssm_lab {
namespace {

constexpr const char* kKey = "settings";
// A hundred years: enough for any test, and no sum of times overflows.
constexpr std::int64_t kOffsetMax = std::int64_t{100} * 366 * 86'400;

bool is_known(std::string_view name) {
  return name == "clock_offset_seconds" || name == "accept_expired_proof" || name == "reply_version" ||
         name == "certificate_form";
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
  return {{"clock_offset_seconds", settings.clock_offset_seconds},
          {"accept_expired_proof", settings.accept_expired_proof},
          {"reply_version", settings.reply_version},
          {"certificate_form", settings.certificate_form}};
}

Result<Settings> with_changes(const Settings& settings, const Json& change) {
  Settings result = settings;
  for (const auto& [name, value] : change.items()) {
    if (!is_known(name)) return failure("unknown setting '" + name + "'");
  }
  result.clock_offset_seconds = read_integer(change, "clock_offset_seconds").value_or(settings.clock_offset_seconds);
  if (result.clock_offset_seconds > kOffsetMax || result.clock_offset_seconds < -kOffsetMax) {
    return failure("clock_offset_seconds is out of range");
  }
  result.accept_expired_proof = read_bool(change, "accept_expired_proof").value_or(settings.accept_expired_proof);
  result.reply_version = read_string(change, "reply_version").value_or(settings.reply_version);
  if (result.reply_version != "1.1" && result.reply_version != "1.3") {
    return failure("reply_version must be 1.1 or 1.3");
  }
  result.certificate_form = read_string(change, "certificate_form").value_or(settings.certificate_form);
  if (result.certificate_form != "pem" && result.certificate_form != "der") {
    return failure("certificate_form must be pem or der");
  }
  return result;
}

}  // namespace ssm_lab
