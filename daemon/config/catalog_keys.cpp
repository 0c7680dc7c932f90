#include "daemon/config/catalog_keys.hpp"

#include <array>

namespace lic {
namespace {

// In the order of the enumerators, except where an enumerator may not be named: `seats` is no entitlement's meter
// (R-USE-3).
constexpr std::array<std::string_view, kCapabilityCount> kCapabilities = {
    "inbound_voice", "outbound_direct_preview", "outbound_progressive", "outbound_predictive", "chat", "email",
    "supervisor",    "digital_third_party"};
constexpr std::array<std::string_view, 4> kModes = {"counted", "presence", "stored", "version"};
constexpr std::array<std::string_view, 7> kMeters = {"standard", "premium", "regular",       "inbound",
                                                     "outbound", "ivr",     "outbound_seats"};
constexpr std::array<Meter, kMeters.size()> kMeterValues = {Meter::standard,      Meter::premium,  Meter::regular,
                                                            Meter::inbound,       Meter::outbound, Meter::ivr,
                                                            Meter::outbound_seats};
constexpr std::array<std::string_view, kSeatClassCount> kSeatClasses = {"standard", "premium", "regular"};
constexpr std::array<std::string_view, kLimitFieldCount> kLimitFields = {"standard", "premium", "seats", "outbound",
                                                                         "ivr"};
constexpr std::array<std::string_view, 2> kClasses = {"production", "lab"};
constexpr std::array<std::string_view, 2> kExportControl = {"not_applicable", "applies"};
constexpr std::array<std::string_view, 3> kBlocked = {"agent_add", "agent_change", "agent_delete"};

constexpr std::size_t kTextBytesMax = 255;

void set_premium(LicenseType& type, std::vector<std::size_t> words) {
  for (const std::size_t word : words) type.premium_capabilities |= with(static_cast<Capability>(word));
}

void set_limit_fields(LicenseType& type, std::vector<std::size_t> words) {
  for (const std::size_t word : words) type.limit_fields.push_back(static_cast<LimitField>(word));
}

void set_blocked(Catalog& catalog, std::vector<std::size_t> words) {
  for (const std::size_t word : words) catalog.policy.blocked_when_enforced.emplace_back(kBlocked[word]);
}

void set_meter(Entitlement& entitlement, std::size_t word) { entitlement.meter = kMeterValues[word]; }
void set_name(Entitlement& entitlement, std::string name) { entitlement.name.value = std::move(name); }
void set_tag(Entitlement& entitlement, std::string tag) { entitlement.tag.value = std::move(tag); }

using C = Catalog;
constexpr KeyRule<Catalog> kProductKeys[] = {
    {"id", Text<C>{64, false, put<&C::policy, &Policy::product_id>}, true},
    {"title", Text<C>{kTextBytesMax, false, put<&C::title>}, true},
    {"software_tag", Text<C>{kTextBytesMax, false, put<&C::policy, &Policy::software_tag>}, true},
    {"app_id", Text<C>{kTextBytesMax, false, put<&C::policy, &Policy::app_id>}, true},
    {"export_control", Choice<C>{{kExportControl, {}}, put<&C::policy, &Policy::export_control_applies>}, true},
    {"blocked_when_enforced", Choices<C>{{kBlocked, {}}, set_blocked}, true},
    {"classic_mode", Flag<C>{put<&C::policy, &Policy::knows_classic_mode>}},
};

using T = LicenseType;
constexpr KeyRule<LicenseType> kTypeKeys[] = {
    {"title", Text<T>{kTextBytesMax, false, put<&T::title>}, true},
    {"class", Choice<T>{{kClasses, {}}, put<&T::type_class>}, true},
    {"note", Text<T>{1024, true, put<&T::note>}},
    {"base_class", Choice<T>{{kSeatClasses, {}}, put<&T::base_class>}},
    {"premium_capabilities", Choices<T>{{kCapabilities, {}}, set_premium}, true},
    {"limit_fields", Choices<T>{{kLimitFields, {}}, set_limit_fields}, true},
};

using D = Deployment;
constexpr KeyRule<Deployment> kDeploymentKeys[] = {
    {"title", Text<D>{kTextBytesMax, false, put<&D::title>}, true},
    {"license_types", List<D>{{32, 64}, put<&D::license_types>}, true},
};

using E = Entitlement;
constexpr KeyRule<Entitlement> kEntitlementKeys[] = {
    {"name", Text<E>{64, false, set_name}, true},
    {"tag", Text<E>{kTextBytesMax, false, set_tag}, true},
    {"display_name", Text<E>{kTextBytesMax, false, put<&E::display_name>}, true},
    {"version", Text<E>{32, false, put<&E::version>}, true},
    {"mode", Choice<E>{{kModes, {}}, put<&E::mode>}, true},
    {"meter", Choice<E>{{kMeters, {}}, set_meter}},
};

}  // namespace

std::span<const KeyRule<Catalog>> catalog_product_keys() { return kProductKeys; }
std::span<const KeyRule<LicenseType>> catalog_type_keys() { return kTypeKeys; }
std::span<const KeyRule<Entitlement>> catalog_entitlement_keys() { return kEntitlementKeys; }
std::span<const KeyRule<Deployment>> catalog_deployment_keys() { return kDeploymentKeys; }

}  // namespace lic
