#include "daemon/backup/manifest.hpp"

#include <nlohmann/json.hpp>

#include <optional>

#include "agent/time_text.hpp"
#include "persistence/bounded_json.hpp"

namespace lic::backup {
namespace {

using nlohmann::json;

std::optional<std::string> text_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? std::nullopt : text_from_json(*found);
}

std::optional<std::int64_t> number_of(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_integer()) return std::nullopt;
  return *found->get_ptr<const json::number_integer_t*>();
}

std::optional<bool> claim_of(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_boolean()) return std::nullopt;
  return *found->get_ptr<const bool*>();
}

std::optional<Udi> udi_of(const json& object) {
  const auto found = object.find("udi");
  if (found == object.end() || !found->is_object()) return std::nullopt;
  auto pid = text_of(*found, "pid");
  auto serial = text_of(*found, "serial");
  auto uuid = text_of(*found, "uuid");
  if (!pid || !serial || !uuid) return std::nullopt;
  return Udi{.pid = std::move(*pid), .serial = std::move(*serial), .uuid = std::move(*uuid)};
}

std::string or_none(const std::string& text) { return text.empty() ? "None" : text; }

}  // namespace

std::string to_text(const Manifest& manifest) {
  json object;
  object["made_at"] = to_rfc3339(manifest.made_at);
  object["agent_version"] = text_to_json(manifest.agent_version);
  object["schema"] = manifest.schema;
  object["udi"] = {{"pid", text_to_json(manifest.udi.pid)},
                   {"serial", text_to_json(manifest.udi.serial)},
                   {"uuid", text_to_json(manifest.udi.uuid)}};
  object["lab"] = manifest.lab;
  object["registration"] = manifest.registration;
  object["instance_id"] = text_to_json(manifest.instance);
  object["database_bytes"] = manifest.database_bytes;
  return object.dump();
}

Result<Manifest> manifest_from(std::string_view text) {
  const Error damage(ErrorCode::data_corrupt, "the backup does not say what it is a backup of",
                     "use another backup, or the version of smart-agent that made it");
  const ParsedJson parsed = parse_bounded(text);
  if (!parsed.failure.empty() || !parsed.value.is_object()) return damage;
  const json& object = parsed.value;
  const auto made_at = text_of(object, "made_at");
  const auto time = made_at ? from_rfc3339(*made_at) : std::nullopt;
  auto version = text_of(object, "agent_version");
  const auto schema = number_of(object, "schema");
  auto udi = udi_of(object);
  const auto lab = claim_of(object, "lab");
  auto registration = text_of(object, "registration");
  auto instance = text_of(object, "instance_id");
  const auto bytes = number_of(object, "database_bytes");
  if (!time || !version || !schema || !udi || !lab || !registration || !instance || !bytes) return damage;
  return Manifest{.made_at = *time,
                  .agent_version = std::move(*version),
                  .schema = *schema,
                  .udi = std::move(*udi),
                  .lab = *lab,
                  .registration = std::move(*registration),
                  .instance = std::move(*instance),
                  .database_bytes = *bytes};
}

std::string described(const Manifest& manifest) {
  std::string text = "Made at:       " + to_rfc3339(manifest.made_at) + "\n";
  text += "Made by:       smart-agent " + manifest.agent_version + ", schema " + std::to_string(manifest.schema) + "\n";
  text += "UDI:           PID:" + manifest.udi.pid + ",SN:" + or_none(manifest.udi.serial) +
          ",UUID:" + or_none(manifest.udi.uuid) + "\n";
  text += "Registration:  " + manifest.registration + "\n";
  text += "Instance:      " + or_none(manifest.instance) + "\n";
  text += "Database:      " + std::to_string(manifest.database_bytes) + " bytes\n";
  if (manifest.lab) text += "Lab:           yes, its licenses are pretended\n";
  return text;
}

}  // namespace lic::backup
