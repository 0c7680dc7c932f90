// `license-control ...` (R-CTL).
#include <array>
#include <string>
#include <utility>

#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

Json limits_json(const LicenseLimits& limits) {
  const std::array<std::pair<const char*, const std::optional<std::int64_t>*>, 5> named = {
      {{"standard", &limits.standard},
       {"premium", &limits.premium},
       {"seats", &limits.seats},
       {"outbound", &limits.outbound},
       {"ivr", &limits.ivr}}};
  Json json = Json::object();
  for (const auto& [name, limit] : named)
    if (*limit) json[name] = **limit;
  return json;
}

void add_view(Page& page, const Json& answer) {
  if (!flag_at(answer, "applies").value_or(false)) {
    page.line(
        0, "License Control does not apply to the license type " + text_at(answer, "license_type").value_or("") + ".");
    return;
  }
  const bool allowed = flag_at(answer, "overage_allowed").value_or(true);
  page.field(0, "Overage", allowed ? "allowed: use is counted and not limited" : "not allowed");
  if (!allowed)
    for (const auto& [name, limit] : member_at(answer, "limits").items()) page.field(2, name, scalar_text(limit));
  if (flag_at(answer, "ha_confirmation_needed").value_or(false))
    page.field(0, "High Availability License",
               flag_at(answer, "ha_license_purchased").value_or(false) ? "confirmed as purchased" : "not confirmed");
  if (!flag_at(answer, "editable").value_or(false))
    page.line(0, "Nothing is limited, and this cannot be changed, while the product is not registered.");
}

}  // namespace

Outcome<int> run_license_control_show(Session session, const Options& options) {
  const auto answer = session.daemon.get(std::string{routes::kLicenseControl});
  if (!answer) return answer.error();
  Page page;
  if (options.json)
    page.raw(pretty(*answer) + "\n");
  else
    add_view(page, *answer);
  session.console.print(page.text());
  return kExitDone;
}

Outcome<int> run_license_control_set(Session session, const Options& options) {
  Json limits = limits_json(options.limits);
  if (options.overage == "off" && limits.empty())
    return usage_problem("'license-control set --overage off' names no limit, which would refuse every sign-in",
                         "name what was purchased, for example --standard 40 --premium 10");
  Json body{{"overage_allowed", options.overage == "on"}, {"limits", std::move(limits)}};
  if (options.ha_purchased) body["ha_license_purchased"] = true;
  const auto answer =
      session.daemon.call(Call{"PUT", std::string{routes::kLicenseControl}, std::move(body), 30 * kSecond});
  if (!answer) return answer.error();
  Page page;
  if (options.json)
    page.raw(pretty(answer->body) + "\n");
  else
    page.line(0, text_at(answer->body, "text").value_or("Done."));
  session.console.print(page.text());
  return kExitDone;
}

}  // namespace lic::cli
