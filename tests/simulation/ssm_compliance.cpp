// The part of the SSM model that counts: report rows and compliance over the account's pools.

#include <algorithm>
#include <string>

#include "tests/simulation/ssm_model.hpp"

namespace lic::sim {

SsmAnswer SsmModel::authorize(SsmInstance& instance, const AuthorizationRequest& body, MasterTime now) {
  count_rows(instance, body.reports);
  std::size_t listed = 0;
  for (const EntitlementCount& entry : body.entitlements) {
    if (find_by_tag(type_, entry.tag) != nullptr) ++listed;
    instance.counts[entry.tag.value] = entry.count;
  }
  const auto counted = static_cast<std::size_t>(
      std::count_if(type_.entitlements.begin(), type_.entitlements.end(),
                    [](const Entitlement& entry) { return entry.mode != EntitlementMode::stored; }));
  if (listed < counted) journal_.violated("R-AUTH-1", "an AUTHORIZATION lacks entitlements of the license type");

  AuthorizationGranted granted;
  granted.accepted_reports.emplace();
  granted.version = ++instance.version;
  const std::map<std::string, bool> shortages = shortage(instance);
  for (const EntitlementCount& entry : body.entitlements) {
    const Entitlement* entitlement = find_by_tag(type_, entry.tag);
    EntitlementAnswer answer;
    answer.tag = entry.tag;
    answer.count = entry.count;
    const auto found = shortages.find(entry.tag.value);
    const bool is_short = found != shortages.end() && found->second;
    answer.status = entitlement == nullptr ? EntitlementStatus::invalid_tag
                    : is_short             ? EntitlementStatus::out_of_compliance
                                           : EntitlementStatus::in_compliance;
    answer.status_text = is_short ? "OutOfCompliance" : "InCompliance";
    if (entitlement != nullptr) answer.purchased = pool(entitlement->name.value);
    granted.overall_in_compliance = granted.overall_in_compliance && !is_short;
    granted.entitlements.push_back(answer);
  }
  for (const UsageReport& row : body.reports) granted.accepted_reports->push_back(row.id);
  if (settings_.tells_expiry) granted.expires = server_time(now) - 5 * kMinute + 90 * kDay;
  if (settings_.tells_interval) granted.renew_interval = granted.overall_in_compliance ? 30 * kDay : 12 * kHour;
  granted.smart_account = "account";
  granted.virtual_account = instance.account;
  return granted;
}

// R-USE-7: delivery is at least once, counting is once, and a row never changes once it was sent.
void SsmModel::count_rows(SsmInstance& instance, const std::vector<UsageReport>& rows) {
  for (const UsageReport& row : rows) {
    const auto [known, fresh] = instance.rows.emplace(row.id, row);
    if (!fresh && clone_expected_) known->second = row;  // two copies number their rows alike
    if (!fresh && !(known->second == row)) {
      journal_.violated("R-USE-7", "report row " + std::to_string(row.id) + " came twice with different content");
    }
  }
}

// R-OOC-8: premium covers standard. What is reserved is not free.
std::map<std::string, bool> SsmModel::shortage(const SsmInstance& instance) const {
  const auto used = [this, &instance](const char* name) -> std::int64_t {
    const Entitlement* entitlement = find_by_name(type_, EntitlementName{name});
    if (entitlement == nullptr) return 0;
    const auto found = instance.counts.find(entitlement->tag.value);
    return found == instance.counts.end() ? 0 : found->second;
  };
  const std::int64_t premium = used("premium");
  const std::int64_t standard = used("standard");
  const std::int64_t premium_short = std::max<std::int64_t>(0, premium - desk_.free("premium"));
  const std::int64_t together =
      std::max<std::int64_t>(0, premium + standard - desk_.free("premium") - desk_.free("standard"));
  std::map<std::string, bool> result;
  for (const Entitlement& entitlement : type_.entitlements) {
    if (entitlement.name.value == "premium") result[entitlement.tag.value] = premium_short > 0;
    if (entitlement.name.value == "standard") result[entitlement.tag.value] = together - premium_short > 0;
  }
  return result;
}

}  // namespace lic::sim
