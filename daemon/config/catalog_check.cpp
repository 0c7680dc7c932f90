#include "daemon/config/catalog_check.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "agent/names.hpp"

namespace lic {
namespace {

constexpr std::array kSeatClasses = {SeatClass::standard, SeatClass::premium, SeatClass::regular};

const Entitlement* with_meter(const LicenseType& type, Meter meter) {
  const auto found =
      std::ranges::find_if(type.entitlements, [meter](const Entitlement& one) { return one.meter == meter; });
  return found == type.entitlements.end() ? nullptr : &*found;
}

bool is_counted(const LicenseType& type, Meter meter) {
  const Entitlement* found = with_meter(type, meter);
  return found != nullptr && found->mode == EntitlementMode::counted;
}

bool names(const LicenseType& type, LimitField field) {
  return std::ranges::find(type.limit_fields, field) != type.limit_fields.end();
}

// One license type under the eyes; a class because type, place and problems travel through every step.
class TypeCheck {
public:
  TypeCheck(const LicenseType& type, const TomlMember& member, ProblemList& problems)
      : type_(type), member_(member), problems_(problems) {}

  void run() {
    check_note();
    check_classes();
    check_limits();
  }

private:
  // At the key if it is there, else at the head of the type.
  void add(std::string_view key, std::string text) {
    const auto* table = std::get_if<TomlTable>(&member_.value.content);
    const TomlMember* found = table == nullptr ? nullptr : find_member(*table, key);
    problems_.add(found == nullptr ? member_.place : found->value.place, std::move(text));
  }

  void check_note() {
    if (type_.type_class == TypeClass::lab && type_.note.empty())
      add("note", type_.id + " is a lab type and lacks note: what is to be confirmed before it is chosen (R-LIFE-4)");
  }

  [[nodiscard]] bool can_be(SeatClass seat_class) const {
    return seat_class == type_.base_class || (seat_class == SeatClass::premium && type_.premium_capabilities.any());
  }

  // A type without any seats, such as one of ports alone, says so by having no entitlement for them.
  [[nodiscard]] bool licenses_seats() const {
    return type_.premium_capabilities.any() || std::ranges::any_of(kSeatClasses, [this](SeatClass seat_class) {
             return with_meter(type_, meter_of(seat_class)) != nullptr;
           });
  }

  void check_classes() {
    if (type_.base_class == SeatClass::premium && type_.premium_capabilities.any())
      add("premium_capabilities", type_.id +
                                      " makes everybody premium by base_class = \"premium\", so premium_capabilities "
                                      "must be empty (R-USE-2)");
    if (!licenses_seats()) return;
    for (const SeatClass seat_class : kSeatClasses) {
      const std::string name(name_of(seat_class));
      const bool has_entitlement = with_meter(type_, meter_of(seat_class)) != nullptr;
      if (can_be(seat_class) && !has_entitlement)
        add("base_class", "a seat user of " + type_.id + " can be " + name + ", and no entitlement has meter = \"" +
                              name + "\"; add one, or correct base_class and premium_capabilities");
      if (!can_be(seat_class) && has_entitlement)
        add("base_class", "no seat user of " + type_.id + " can be " + name + ", and an entitlement has meter = \"" +
                              name + "\"; remove it, or correct base_class and premium_capabilities");
    }
  }

  // What is limited is what was bought, so it must be something that is counted (R-CTL-1).
  [[nodiscard]] bool is_bought(LimitField field) const {
    switch (field) {
      case LimitField::standard: return is_counted(type_, Meter::standard);
      case LimitField::premium: return is_counted(type_, Meter::premium);
      case LimitField::outbound: return is_counted(type_, Meter::outbound);
      case LimitField::ivr: return is_counted(type_, Meter::ivr);
      case LimitField::seats:
        return std::ranges::any_of(kSeatClasses,
                                   [this](SeatClass seat_class) { return is_counted(type_, meter_of(seat_class)); });
    }
    return false;
  }

  void check_limits() {
    for (std::size_t index = 0; index < type_.limit_fields.size(); ++index) {
      const LimitField field = type_.limit_fields[index];
      const std::string name(name_of(field));
      if (std::find(type_.limit_fields.begin(), type_.limit_fields.begin() + static_cast<std::ptrdiff_t>(index),
                    field) != type_.limit_fields.begin() + static_cast<std::ptrdiff_t>(index))
        add("limit_fields", "limit_fields has " + name + " twice");
      if (!is_bought(field))
        add("limit_fields", "limit_fields has " + name + ", and no entitlement of " + type_.id +
                                " is counted for it; remove it, or count it (R-CTL-1)");
    }
    if (names(type_, LimitField::standard) != names(type_, LimitField::premium))
      add("limit_fields",
          "limit_fields has one of standard and premium; the two share one pool, so name both (R-CTL-2)");
    if (names(type_, LimitField::seats) && names(type_, LimitField::standard))
      add("limit_fields", "limit_fields has seats beside standard and premium; limit all seats or each class");
  }

  const LicenseType& type_;
  const TomlMember& member_;
  ProblemList& problems_;
};

}  // namespace

bool is_short_name(std::string_view text) {
  return std::ranges::all_of(text, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
  });
}

void check_entitlement(const Entitlement& entitlement, const LicenseType& type, TomlPlace place,
                       ProblemList& problems) {
  const std::string name = "entitlement " + shown(entitlement.name.value);
  const bool is_metered = entitlement.mode == EntitlementMode::counted || entitlement.mode == EntitlementMode::stored;
  if (entitlement.name.value == "seats" || entitlement.name.value == "gap" || !is_short_name(entitlement.name.value)) {
    problems.add(place, name + " needs another name: a-z, 0-9, _ and -, but not seats or gap (rows of the history)");
  }
  if (!entitlement.tag.empty() && !entitlement.tag.value.starts_with("regid.")) {
    problems.add(place, name + " has a tag that does not start with regid.");
  }
  if (!is_metered && entitlement.meter) {
    const std::string mode = entitlement.mode == EntitlementMode::presence ? "presence" : "version";
    problems.add(place, name + " is " + mode + " and cannot have a meter (R-USE-5)");
  }
  if (is_metered && !entitlement.meter) problems.add(place, name + " lacks meter: what is counted for it");
  for (const Entitlement& other : type.entitlements) {
    if (other.name == entitlement.name) problems.add(place, name + " is there twice");
    if (other.tag == entitlement.tag) problems.add(place, name + " has the tag of " + shown(other.name.value));
    if (other.meter && other.meter == entitlement.meter) {
      problems.add(place, name + " has the meter of " + shown(other.name.value));
    }
  }
}

void check_type(const LicenseType& type, const TomlMember& member, ProblemList& problems) {
  TypeCheck(type, member, problems).run();
}

}  // namespace lic
