#include "tests/lab/authorization_code.hpp"

#include "tests/lab/entitlement_names.hpp"
#include "tests/lab/lab_clock.hpp"
#include "tests/lab/signatures.hpp"

#include <string_view>

namespace ssm_lab {
namespace {

constexpr const char* kFlag = "A";
constexpr const char* kVersion = "C";

std::string escaped(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    switch (letter) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      default: result += letter;
    }
  }
  return result;
}

std::string element(std::string_view name, std::string_view content) {
  std::string text;
  text.append("<").append(name).append(">").append(content).append("</").append(name).append(">");
  return text;
}

std::string date_text(const std::optional<std::int64_t>& unix_ms) { return unix_ms ? format_rfc3339(*unix_ms) : ""; }

std::string write_entitlement(const std::string& tag, std::int64_t count, const ReservationWish& wish) {
  return element("entitlement",
                 element("tag", escaped(tag)) + element("count", std::to_string(count)) +
                     element("startDate", date_text(wish.starts_ms)) + element("endDate", date_text(wish.ends_ms)) +
                     element("licenseType", wish.ends_ms ? "TERM" : "PERPETUAL") +
                     element("displayName", escaped(display_name(tag))) +
                     element("tagDescription", escaped(description(tag))) + element("subscriptionID", ""));
}

}  // namespace

std::string device_text(const Device& device) {
  return "P:" + device.product + ",S:" + device.serial + (device.uuid ? ",U:" + *device.uuid : "");
}

CodeParts write_parts(const AuthorizationOrder& order) {
  std::string entitlements;
  for (const auto& [tag, count] : order.wish.counts) entitlements += write_entitlement(tag, count, order.wish);
  return {element("authorizationCode",
                  element("flag", kFlag) + element("version", kVersion) + element("piid", order.instance) +
                      element("timestamp", std::to_string(order.timestamp_ms)) + element("entitlements", entitlements)),
          escaped(order.udi)};
}

std::string signed_bytes(const CodeParts& parts) { return parts.element + parts.udi; }

std::string sign_parts(EVP_PKEY& key, const CodeParts& parts) { return to_base64(sign(key, signed_bytes(parts))); }

std::string assemble(const CodeParts& parts, const std::string& signature) {
  return element("specificPLR", parts.element + element("signature", signature) + element("udi", parts.udi));
}

}  // namespace ssm_lab
