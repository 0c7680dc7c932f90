// License type and usage mode (R-REG-10, R-LIFE-2..4): what holds, what can be chosen, and the choice.
#include <algorithm>
#include <array>
#include <utility>

#include "agent/license_type.hpp"
#include "agent/names.hpp"
#include "agent/status.hpp"
#include "daemon/api/answering.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_values.hpp"
#include "daemon/api/problem.hpp"

namespace lic::api {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 2> kUsageModes = {"production", "non-production"};
constexpr std::array<std::string_view, 2> kClasses = {"production", "lab"};
constexpr std::array<std::string_view, 4> kModes = {"counted", "presence", "stored", "version"};

Json entitlements_of(const LicenseType& type) {
  Json list = Json::array();
  for (const Entitlement& one : type.entitlements) {
    list.push_back({{"name", one.name.value},
                    {"tag", one.tag.value},
                    {"display_name", one.display_name},
                    {"version", one.version},
                    {"mode", kModes[static_cast<std::size_t>(one.mode)]}});
  }
  return list;
}

Json choice_json(const LicenseType& type) {
  Json limits = Json::array();
  for (const LimitField field : type.limit_fields) limits.push_back(name_of(field));
  return {{"type", type.id},
          {"title", type.title},
          {"class", kClasses[static_cast<std::size_t>(type.type_class)]},
          {"usage_mode", name_of(usage_mode_of(type))},
          {"note", text_or_null(type.note)},
          {"limit_fields", std::move(limits)},
          {"entitlements", entitlements_of(type)}};
}

// Every type of the catalog, and the one that this deployment takes when it is chosen (R-LIFE-4).
Json choices_json(const Policy& policy) {
  Json list = Json::array();
  for (const LicenseType& type : policy.license_types) {
    Json choice = choice_json(type);
    choice["taken"] = allowed_type(policy, type.id, usage_mode_of(type))->id;
    list.push_back(std::move(choice));
  }
  return list;
}

Json license_type_json(const Reading& reading) {
  const LicenseType& type = current_type(reading.state, reading.policy);
  Json body = choice_json(type);
  body["set_by"] = reading.state.sections.settings.license ? "command" : "file";
  body["catalog"] = reading.policy.catalog_id;
  body["awaits_restart"] = reading.state.sections.products.awaits_restart;
  body["choices"] = choices_json(reading.policy);
  return body;
}

// A mode that is not named is the one that the type is for.
UsageMode mode_for(const Policy& policy, const std::string& type, std::optional<std::size_t> word) {
  if (word) return static_cast<UsageMode>(*word);
  const auto found = std::ranges::find(policy.license_types, type, &LicenseType::id);
  return found == policy.license_types.end() ? UsageMode::production : usage_mode_of(*found);
}

Result<SetLicenseType> choice_of(const Policy& policy, const std::string& text) {
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  ObjectReader reader(*value, "the body");
  SetLicenseType choice;
  choice.type = reader.required_text("type");
  const auto mode = reader.word("usage_mode", kUsageModes);
  choice.confirmed = reader.boolean("confirm").value_or(false);
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  choice.usage_mode = mode_for(policy, choice.type, mode);
  return choice;
}

}  // namespace

void get_license_type(const ApiContext& context, const ApiRequest& /*request*/, const Reply& reply) {
  answer_by_reading(context, reply, [](const Reading& reading) { return json_response(license_type_json(reading)); });
}

void put_license_type(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  auto choice = choice_of(context.config.policy, request.body);
  if (choice.has_error()) return reply(problem(choice.error()));
  const bool is_taken = context.loop.submit(*std::move(choice), [&context, reply](const Answered& answered) {
    if (const auto* error = std::get_if<Error>(&answered)) return reply(problem(*error));
    const auto* done = std::get_if<CommandDone>(&answered);
    answer_by_reading(context, reply, [text = done == nullptr ? std::string{} : done->text](const Reading& reading) {
      Json body = license_type_json(reading);
      body["text"] = text;
      return json_response(body);
    });
  });
  if (!is_taken) reply(too_busy());
}

}  // namespace lic::api
