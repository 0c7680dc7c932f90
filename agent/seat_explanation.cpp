#include "agent/seat_explanation.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

#include "agent/names.hpp"
#include "agent/seats.hpp"

namespace lic {
namespace {

std::string class_name(SeatClass seat_class) { return std::string(name_of(seat_class)); }

// "chat", "chat and email", "supervisor, chat and email"
std::string listed(const CapabilitySet& set) {
  std::vector<std::string_view> names;
  for (std::size_t index = 0; index < kCapabilityCount; ++index)
    if (set.test(index)) names.push_back(name_of(static_cast<Capability>(index)));
  std::string text;
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (index > 0) text += index + 1 == names.size() ? " and " : ", ";
    text += names[index];
  }
  return text;
}

std::string verb(const CapabilitySet& set, std::string_view one, std::string_view many) {
  return std::string(set.count() == 1 ? one : many);
}

// Of the whole type: what somebody may do or does makes no difference.
std::string same_for_all(const LicenseType& type) {
  return "with the license type \"" + type.title + "\" every seat user is " + class_name(type.base_class) +
         ", whatever the capabilities";
}

SeatExplanation premium_by_configuration(const CapabilitySet& configured) {
  return {listed(configured) + verb(configured, " is", " are") + " configured, and " +
              verb(configured, "that makes", "each of them makes") + " a seat user premium",
          configured};
}

// Supervisor counts from sign-in on under every classification (R-USE-2).
SeatExplanation premium_by_use(const CapabilitySet& used, const CapabilitySet& configured) {
  const CapabilitySet supervisor = configured & with(Capability::supervisor) & ~used;
  const std::string by_use =
      used.none() ? "" : listed(used) + verb(used, " was", " were") + " really used in this sign-in";
  if (supervisor.none())
    return {by_use + ", and " + verb(used, "that makes", "each of them makes") + " a seat user premium", used};
  const std::string by_sign_in =
      "supervisor is configured, which makes a seat user premium from sign-in on, used or not";
  return {by_use.empty() ? by_sign_in : by_use + "; besides, " + by_sign_in, used | supervisor};
}

SeatExplanation not_premium(const LicenseType& type, Classification classification, const CapabilitySet& configured) {
  const std::string so = "so this seat user is " + class_name(type.base_class);
  if (classification != Classification::used) return {"nothing that makes premium is configured, " + so, {}};
  if (configured.none()) return {"nothing that makes premium was used in this sign-in, " + so, {}};
  return {listed(configured) + verb(configured, " is", " are") + " configured but " + verb(configured, "was", "were") +
              " not used in this sign-in, and only use counts here, " + so,
          {}};
}

// The class does not follow from what holds now (R-USE-2: it falls only at the next sign-in).
SeatExplanation from_earlier(const Seat& seat) {
  if (seat.seat_class == SeatClass::premium)
    return {"it was premium earlier in this sign-in, and a class falls only at the next sign-in", {}};
  return {"it was " + class_name(seat.seat_class) +
              " by the rules that held when it signed in; those that hold now count from the next sign-in on",
          {}};
}

}  // namespace

SeatExplanation explain(const LicenseType& type, Classification classification, const Seat& seat) {
  if (seat.seat_class != classify(type, classification, seat.configured, seat.used)) return from_earlier(seat);
  const bool makes_no_difference = type.base_class == SeatClass::premium || type.premium_capabilities.none();
  if (makes_no_difference) return {same_for_all(type), {}};
  const CapabilitySet configured = seat.configured & type.premium_capabilities;
  const CapabilitySet used = seat.used & type.premium_capabilities;
  if (seat.seat_class != SeatClass::premium) return not_premium(type, classification, configured);
  if (classification == Classification::used) return premium_by_use(used, configured);
  return premium_by_configuration(configured);
}

}  // namespace lic
