// AUTHORIZATION, wire.md P5.2 and P13.
#include "tests/lab/handlers.hpp"

#include "tests/lab/entitlement_names.hpp"
#include "tests/lab/trust.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace ssm_lab {
namespace {

// More than any contact centre has, and small enough that no sum overflows.
constexpr std::int64_t kCountMax = 1'000'000'000;

struct Authorization {
  std::vector<EntitlementCount> entitlements;
  std::vector<UsageReport> reports;
};

bool is_count(const std::optional<std::int64_t>& number) { return number && *number >= 0 && *number <= kCountMax; }

bool is_tag(const std::optional<std::string>& tag) { return tag && !tag->empty() && tag->size() <= kNameBytesMax; }

Result<std::vector<EntitlementCount>> read_entitlements(const Json& data) {
  const Json* list = find_array(data, "entitlements");
  if (list == nullptr) return failure("Malformed request: entitlements missing");
  if (list->size() > kEntitlementsMax) return failure("Malformed request: limit entitlements: more than 10000");
  std::vector<EntitlementCount> entitlements;
  std::set<std::string> seen;
  for (const Json& item : *list) {
    const auto tag = read_string(item, "tag");
    const auto count = read_integer(item, "count");
    if (!is_tag(tag) || !is_count(count)) return failure("Malformed request: entitlement without tag or count");
    if (!seen.insert(*tag).second) return failure("Malformed request: entitlement twice: " + *tag);
    entitlements.push_back({*tag, *count});
  }
  return entitlements;
}

Result<UsageReport> read_report(const Json& item) {
  const auto id = read_integer(item, "id");
  const auto tag = read_string(item, "tag");
  const auto start = read_integer(item, "interval_start_ms");
  const auto end = read_integer(item, "interval_end_ms");
  const auto peak = read_integer(item, "peak");
  const auto reported = read_integer(item, "reported");
  const auto locked = read_integer(item, "locked");
  if (!id || !is_tag(tag)) return failure("Malformed request: report without id or tag");
  if (!start || !end || *start < 0 || *start > *end) return failure("Malformed request: report without interval");
  if (!is_count(peak) || !is_count(reported) || !is_count(locked)) {
    return failure("Malformed request: report without quantities");
  }
  return UsageReport{*id, *tag, *start, *end, *peak, *reported, *locked};
}

Result<std::vector<UsageReport>> read_reports(const Json& data) {
  std::vector<UsageReport> reports;
  const Json* list = find_array(data, "reports");
  if (list == nullptr) return reports;
  if (list->size() > kReportsMax) return failure("Malformed request: limit reports: more than 200");
  for (const Json& item : *list) {
    auto report = read_report(item);
    if (!report) return report.error();
    reports.push_back(std::move(*report));
  }
  return reports;
}

Result<Authorization> read_authorization(const Json& data) {
  const auto version = read_integer(data, "version");
  if (!version || *version < 0) return failure("Malformed request: version missing");
  auto entitlements = read_entitlements(data);
  if (!entitlements) return entitlements.error();
  auto reports = read_reports(data);
  if (!reports) return reports.error();
  return Authorization{std::move(*entitlements), std::move(*reports)};
}

// What holds for every entitlement of an answer.
struct AnswerGround {
  Pools pools;
  bool is_export_allowed = false;
};

OrderedJson answer_entitlement(const EntitlementCount& entitlement, Compliance compliance, const AnswerGround& ground) {
  return {{"tag", entitlement.tag},
          {"count", entitlement.count},
          {"status", wire_name(compliance)},
          {"display_name", display_name(entitlement.tag)},
          {"description", description(entitlement.tag)},
          {"export_allowed", ground.is_export_allowed},
          {"purchased", or_null(purchased_of(ground.pools, entitlement.tag))}};
}

OrderedJson answer_data(Peer& peer, const Instance& instance, const Authorization& wanted, std::int64_t version) {
  const AnswerGround ground{peer.accounts.pools_left(instance.account),
                            instance.is_export_controlled && peer.accounts.is_export_allowed(instance.account)};
  const auto judgement = peer.accounts.judge_account(instance.account);
  const Account account = peer.accounts.find(instance.account).value_or(Account{});
  OrderedJson entitlements = OrderedJson::array();
  bool is_out = false;
  for (const EntitlementCount& entitlement : wanted.entitlements) {
    const auto found = judgement.find(entitlement.tag);
    const Compliance compliance = found == judgement.end() ? Compliance::in_compliance : found->second;
    is_out = is_out || compliance == Compliance::out_of_compliance;
    entitlements.push_back(answer_entitlement(entitlement, compliance, ground));
  }
  OrderedJson accepted = OrderedJson::array();
  for (const UsageReport& report : wanted.reports) accepted.push_back(report.id);
  OrderedJson data = {{"version", version},
                      {"overall_status", wire_name(is_out ? Compliance::out_of_compliance : Compliance::in_compliance)},
                      {"entitlements", std::move(entitlements)},
                      {"auth_expiry", peer.now_ms() - kBackDatedMs + kAuthorizationMs},
                      {"renew_interval_seconds", is_out ? kOutOfComplianceRenewSeconds : kAuthorizationRenewSeconds},
                      {"smart_account_name", account.smart_account},
                      {"virtual_account_name", account.virtual_account},
                      {"accepted_reports", std::move(accepted)}};
  add_trust_bundle(peer, data);
  return data;
}

}  // namespace

Outcome handle_authorization(Peer& peer, const Request& request, const Sender& sender) {
  const auto wanted = read_authorization(request.data);
  if (!wanted) return refuse(wanted.error().text);
  const Instance& instance = *sender.instance;
  peer.usage_reports.receive({instance.id, peer.now_ms(), wanted->reports});
  // The version names the set of counts that was last agreed upon, so it rises with each other set.
  const bool is_new_set = peer.usage_reports.replace_counts(instance.id, wanted->entitlements);
  const bool is_first = instance.authorization_version == 0;
  const std::int64_t version = instance.authorization_version + (is_new_set || is_first ? 1 : 0);
  peer.instances.set_authorization_version(instance.id, version);
  peer.accounts.note_compliance(instance.account, peer.now_ms());
  Outcome outcome;
  outcome.data = answer_data(peer, instance, *wanted, version);
  outcome.instance = instance.id;
  return outcome;
}

void note_repeated_reports(Peer& peer, const Request& request, const Sender& sender) {
  const auto reports = read_reports(request.data);
  if (reports) peer.usage_reports.receive({sender.instance->id, peer.now_ms(), *reports});
}

}  // namespace ssm_lab
