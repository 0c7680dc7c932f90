// Falsified answers to AUTHORIZATION: versions and entitlements. Other answers have none and stay as they are.
#include "tests/lab/falsify.hpp"

#include <array>
#include <utility>

namespace ssm_lab {
namespace {

OrderedJson* find_entitlements(Draft& draft) {
  if (!draft.data.is_object() || !draft.data.contains("entitlements")) return nullptr;
  return &draft.data["entitlements"];
}

// In the entitlement that the fault names, or in all of them.
void set_in_entitlements(const Falsification& falsification, const char* member, const OrderedJson& value) {
  OrderedJson* entitlements = find_entitlements(falsification.draft);
  if (entitlements == nullptr) return;
  for (OrderedJson& entitlement : *entitlements) {
    const auto& tag = falsification.fault.tag;
    if (!tag || entitlement["tag"] == *tag) entitlement[member] = value;
  }
}

void lower_version(const Falsification& falsification) {
  OrderedJson& data = falsification.draft.data;
  if (data.is_object() && data.contains("version")) data["version"] = data["version"].get<std::int64_t>() - 1;
}

void entitlement_status(const Falsification& falsification) {
  set_in_entitlements(falsification, "status", falsification.fault.text);
}

void unknown_entitlement_status(const Falsification& falsification) {
  const std::string& text = falsification.fault.text;
  set_in_entitlements(falsification, "status", text.empty() ? "Lent" : text);
}

void drop_entitlement(const Falsification& falsification) {
  OrderedJson* entitlements = find_entitlements(falsification.draft);
  if (entitlements == nullptr) return;
  const auto& tag = falsification.fault.tag;
  for (auto entitlement = entitlements->begin(); entitlement != entitlements->end(); ++entitlement) {
    if (tag && (*entitlement)["tag"] != *tag) continue;
    entitlements->erase(entitlement);
    return;
  }
}

void negative_count(const Falsification& falsification) { set_in_entitlements(falsification, "count", -1); }

// One more than wire.md allows, and short enough that the body's limit is not what refuses them.
void too_many_entitlements(const Falsification& falsification) {
  OrderedJson* entitlements = find_entitlements(falsification.draft);
  if (entitlements == nullptr) return;
  *entitlements = OrderedJson::array();
  for (std::size_t number = 0; number <= kEntitlementsMax; ++number) {
    entitlements->push_back({{"tag", std::to_string(number)}, {"count", 0}, {"status", "InCompliance"}});
  }
}

constexpr std::array<Falsifier, 6> kTable = {{
    {FaultKind::lower_version, lower_version},
    {FaultKind::entitlement_status, entitlement_status},
    {FaultKind::unknown_entitlement_status, unknown_entitlement_status},
    {FaultKind::drop_entitlement, drop_entitlement},
    {FaultKind::negative_count, negative_count},
    {FaultKind::too_many_entitlements, too_many_entitlements},
}};

}  // namespace

std::span<const Falsifier> grant_falsifiers() { return kTable; }

}  // namespace ssm_lab
