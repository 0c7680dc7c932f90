#include "tests/simulation/ssm_reservation.hpp"

#include <algorithm>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <set>

namespace lic::sim {
namespace {

constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// CRC-8 of polynomial 0x07, bit by bit.
unsigned check_of(std::string_view text) {
  unsigned check = 0;
  for (const char letter : text) {
    for (int bit = 7; bit >= 0; --bit) {
      const unsigned top = (check >> 7) & 1U;
      const unsigned in = (static_cast<unsigned char>(letter) >> bit) & 1U;
      check = (check << 1) & 0xffU;
      if (top != in) check ^= 0x07U;
    }
  }
  return check;
}

std::string hex(unsigned value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  return {kDigits[(value >> 4) & 15U], kDigits[value & 15U]};
}

Holdings holdings_of(const LicenseType& type, const AuthorizationCode& code) {
  Holdings held;
  for (const ReservedLicense& license : code.licenses) {
    const Entitlement* entitlement = find_by_tag(type, license.tag);
    if (entitlement != nullptr) held[entitlement->name.value] += license.count;
  }
  return held;
}

}  // namespace

bool is_mandatory(const Entitlement& entitlement) {
  return entitlement.mode == EntitlementMode::presence || entitlement.mode == EntitlementMode::version;
}

InstanceId instance_named_by(const std::string& request) {
  const boost::uuids::name_generator_sha1 by_name(boost::uuids::ns::url());
  return InstanceId{boost::uuids::to_string(by_name(request))};
}

// `CB-Z<pid>:<serial>-<nonce>-<check>`, taken apart at the last two "-" and the last ":" before them.
Udi ReservationDesk::udi_of(const std::string& request) {
  const auto broken = [this, &request](const char* why) {
    journal_.violated("docs/decisions/0017", "request code " + request + ": " + why);
    return Udi{};
  };
  const std::size_t check = request.rfind('-');
  const std::size_t nonce = check == std::string::npos ? check : request.rfind('-', check - 1);
  const std::size_t colon = nonce == std::string::npos ? nonce : request.rfind(':', nonce);
  if (colon == std::string::npos || request.rfind("CB-Z", 0) != 0) return broken("its shape is wrong");
  if (request.substr(check + 1) != hex(check_of(std::string_view(request).substr(0, check))))
    return broken("its check is wrong");
  const std::string_view digits = std::string_view(request).substr(nonce + 1, check - nonce - 1);
  if (digits.size() != 9 || digits.find_first_not_of(kBase58) != std::string_view::npos)
    return broken("its nonce is wrong");
  return Udi{request.substr(4, colon - 4), request.substr(colon + 1, nonce - colon - 1), ""};
}

ReservedLicense ReservationDesk::license(const Entitlement& entitlement, std::int64_t count, WallTime now) {
  ReservedLicense made;
  made.tag = entitlement.tag;
  made.count = count;
  made.license_type = "PERPETUAL";
  made.display_name = entitlement.display_name;
  if (dice_.chance(is_mandatory(entitlement) ? 0.1 : 0.3)) {
    made.license_type = "TERM";
    made.ends = now + dice_.between(kDay, 200 * kDay);
    if (dice_.chance(0.5)) made.starts = now - dice_.between(Millis{0}, 30 * kDay);
    if (!is_mandatory(entitlement) && dice_.chance(0.3)) made.starts = now + dice_.between(kHour, 30 * kDay);
    if (made.starts && *made.starts >= *made.ends) made.ends = *made.starts + 30 * kDay;
  }
  return made;
}

AuthorizationCode ReservationDesk::make(const InstanceId& instance, const Udi& udi, const Holdings& own, WallTime now,
                                        bool generous) {
  last_made_ = std::max(now, last_made_ + Millis{1});
  AuthorizationCode code;
  code.instance = instance;
  code.made_at = last_made_;
  code.udi = udi;
  if (dice_.chance(0.5)) code.udi.uuid = "uuid-" + udi.serial;
  for (const Entitlement& entitlement : type_.entitlements) {
    const std::string& name = entitlement.name.value;
    const auto held = own.find(name);
    const std::int64_t most = free(name) + (held == own.end() ? 0 : held->second);
    const std::int64_t wished = is_mandatory(entitlement) ? 1 : generous ? most : dice_.below(25);
    const std::int64_t count = std::min(most, wished);
    if (count < 1) continue;
    code.licenses.push_back(license(entitlement, count, now));
    if (generous) {
      code.licenses.back().starts.reset();
      code.licenses.back().ends.reset();
    }
  }
  code.text =
      "<code of " + instance.value + " made at " + std::to_string(code.made_at.time_since_epoch().count()) + ">";
  code.confirmation_code = "confirmed " + code.text;
  code.return_code = "returned " + code.text;
  return code;
}

std::optional<AuthorizationCode> ReservationDesk::reserve(const std::string& request, WallTime now) {
  const InstanceId instance = instance_named_by(request);
  const auto known = books_.find(instance.value);
  if (known != books_.end()) {
    if (known->second.over) return std::nullopt;
    return known->second.code;  // shown again
  }
  const Udi udi = udi_of(request);
  Reservation made;
  made.request = request;
  made.code = make(instance, udi, {}, now, false);
  made.held = holdings_of(type_, made.code);
  return books_.emplace(instance.value, made).first->second.code;
}

// Until the machine's confirmation is entered it may go on with what it had, and nothing else is changed.
std::optional<AuthorizationCode> ReservationDesk::change(const InstanceId& instance, WallTime now, bool generous) {
  const auto found = books_.find(instance.value);
  if (found == books_.end() || found->second.over) return std::nullopt;
  Reservation& reservation = found->second;
  if (reservation.changed) return reservation.code;
  const AuthorizationCode before = reservation.code;
  const Holdings had = holdings_of(type_, before);
  reservation.held = had;
  reservation.code = make(instance, before.udi, had, now, generous);
  reservation.changed = before;
  for (const auto& [name, count] : holdings_of(type_, reservation.code)) {
    std::int64_t& held = reservation.held[name];
    held = std::max(held, count);
  }
  return reservation.code;
}

void ReservationDesk::confirm(const std::string& confirmation_code) {
  for (auto& [instance, reservation] : books_) {
    if (reservation.over || !reservation.changed || reservation.code.confirmation_code != confirmation_code) continue;
    reservation.changed.reset();
    reservation.held = holdings_of(type_, reservation.code);
  }
}

void ReservationDesk::give_back(const std::string& return_code) {
  for (auto& [instance, reservation] : books_) {
    const bool its_own = reservation.code.return_code == return_code ||
                         (reservation.changed && reservation.changed->return_code == return_code);
    if (!its_own) continue;
    reservation.over = true;
    reservation.held.clear();
  }
}

void ReservationDesk::remove(const InstanceId& instance) {
  const auto found = books_.find(instance.value);
  if (found == books_.end()) return;
  found->second.over = true;
  found->second.by_hand = true;
  found->second.held.clear();
}

std::int64_t ReservationDesk::free(const std::string& name) const {
  const auto pool = pools_.find(name);
  std::int64_t left = pool == pools_.end() ? 0 : pool->second;
  for (const auto& [instance, reservation] : books_) {
    const auto held = reservation.held.find(name);
    if (held != reservation.held.end()) left -= held->second;
  }
  return std::max<std::int64_t>(left, 0);
}

const Reservation* ReservationDesk::find(const InstanceId& instance) const {
  const auto found = books_.find(instance.value);
  return found == books_.end() ? nullptr : &found->second;
}

}  // namespace lic::sim
