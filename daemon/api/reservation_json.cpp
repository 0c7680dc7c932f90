#include "daemon/api/reservation_json.hpp"

#include <algorithm>
#include <utility>

#include "daemon/api/json_values.hpp"

namespace lic::api {
namespace {

// The short name of the entitlement that a license is for; null if the license type knows no such tag.
Json name_of_tag(const ReservationView& view, const EntitlementTag& tag) {
  const auto found = std::ranges::find(view.licenses, tag, &LicenseToReserve::tag);
  return found == view.licenses.end() ? Json(nullptr) : Json(found->name.value);
}

Json reserved_licenses_json(const ReservationView& view, const AuthorizationCode& code) {
  Json list = Json::array();
  for (const ReservedLicense& license : code.licenses)
    list.push_back({{"name", name_of_tag(view, license.tag)},
                    {"tag", license.tag.value},
                    {"display_name", text_or_null(license.display_name)},
                    {"description", text_or_null(license.description)},
                    {"count", license.count},
                    {"license_type", text_or_null(license.license_type)},
                    {"starts_at", date(license.starts)},
                    {"ends_at", date(license.ends)},
                    {"subscription", text_or_null(license.subscription)}});
  return list;
}

Json authorization_json(const ReservationView& view) {
  if (!view.installed) return nullptr;
  const InstalledReservationView& installed = *view.installed;
  return {{"instance", installed.code.instance.value},
          {"made_at", date(installed.code.made_at)},
          {"installed_at", date(installed.installed_at)},
          {"changed_at", date(installed.changed_at)},
          {"licenses", reserved_licenses_json(view, installed.code)},
          {"lacking", installed.lacking}};
}

}  // namespace

Json licenses_json(const std::vector<LicenseToReserve>& licenses) {
  Json list = Json::array();
  for (const LicenseToReserve& license : licenses)
    list.push_back({{"name", license.name.value},
                    {"tag", license.tag.value},
                    {"display_name", license.display_name},
                    {"mandatory", license.mandatory}});
  return list;
}

Json reservation_json(const ReservationView& view) {
  return {{"enabled", view.enabled},
          {"request_code", text_or_null(view.request_code)},
          {"requested_at", date(view.requested_at)},
          {"authorization", authorization_json(view)},
          {"confirmation_code", text_or_null(view.confirmation_code)},
          {"return_code", text_or_null(view.return_code)}};
}

Json whole_reservation_json(const ReservationView& view) {
  Json body = reservation_json(view);
  if (view.installed) body["authorization"]["authorization_code"] = view.installed->code.text;
  body["licenses"] = licenses_json(view.licenses);
  return body;
}

}  // namespace lic::api
