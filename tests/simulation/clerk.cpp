#include "tests/simulation/clerk.hpp"

#include <algorithm>
#include <utility>

namespace lic::sim {
namespace {
constexpr std::size_t kCodesKept = 12;
}

Millis Clerk::pause() {
  if (dice_.chance(0.5)) return dice_.between(kMinute, 6 * kHour);
  if (dice_.chance(0.7)) return dice_.between(6 * kHour, 12 * kDay);
  return dice_.between(12 * kDay, 130 * kDay);
}

std::optional<Event> Clerk::turn(const ReservationScreen& screen, ReservationDesk& desk, WallTime now) {
  if (dice_.chance(0.7)) enter_codes(screen, desk);
  tidy_up(screen, desk);
  if (dice_.chance(0.08)) return mistake();
  if (screen.classic) {
    if (dice_.chance(0.3)) return MigrateToSmart{};
    return dice_.chance(0.5) ? std::nullopt : std::optional<Event>(mistake());
  }
  if (!screen.enabled) return outside(screen);
  if (screen.installed) return installed(screen, desk, now);
  if (screen.request.empty()) return before_request();
  return with_request(screen, desk, now);
}

std::optional<Event> Clerk::outside(const ReservationScreen& screen) {
  if (screen.unregistered ? dice_.chance(0.35) : dice_.chance(0.1)) return EnableReservation{dice_.chance(0.2)};
  if (dice_.chance(0.04)) return FactoryReset{};
  if (dice_.chance(0.05)) return MigrateToSmart{};
  return std::nullopt;
}

std::optional<Event> Clerk::before_request() {
  const std::int64_t what = dice_.below(100);
  if (what < 70) return RequestReservation{};
  if (what < 85) return DisableReservation{};
  if (what < 90) return FactoryReset{};
  const auto old = some_old_code();
  if (!old) return CancelReservation{};
  return what < 95 ? install(*old) : Event{ReturnAuthorization{*old}};
}

std::optional<Event> Clerk::with_request(const ReservationScreen& screen, ReservationDesk& desk, WallTime now) {
  const std::int64_t what = dice_.below(100);
  if (what < 10) return RequestReservation{};
  if (what < 20) return CancelReservation{};
  if (what < 23) return FactoryReset{};
  if (what < 26) return DisableReservation{};
  const auto code = desk.reserve(screen.request, now);
  if (!code) return CancelReservation{};
  remember(*code);
  if (what < 32) return ReturnAuthorization{*code};
  if (what < 36) {
    if (const auto old = some_old_code()) return ReturnAuthorization{*old};
  }
  AuthorizationCode entered = *code;
  if (what < 60) spoil(entered, now);
  return install(std::move(entered));
}

std::optional<Event> Clerk::installed(const ReservationScreen& screen, ReservationDesk& desk, WallTime now) {
  const std::int64_t what = dice_.below(100);
  if (what < 8) return ReturnReservation{};
  if (what < 12) return DisableReservation{};
  if (what < 15) return RequestReservation{};
  if (what < 17) return CancelReservation{};
  if (what < 19) return FactoryReset{};
  if (what < 27) {
    if (const auto old = some_old_code()) return install(*old);
  }
  if (what < 31) {
    if (const auto old = some_old_code()) return ReturnAuthorization{*old};
  }
  const bool worth_it = screen.lacking ? dice_.chance(0.25) : dice_.chance(0.6);
  if (!worth_it) return std::nullopt;
  const auto code = desk.change(*screen.installed, now, dice_.chance(0.5));
  if (!code) return ReturnReservation{};
  remember(*code);
  AuthorizationCode entered = *code;
  if (what < 50) spoil(entered, now);
  return install(std::move(entered));
}

Event Clerk::install(AuthorizationCode code) { return InstallReservation{std::move(code), dice_.chance(0.2)}; }

Event Clerk::mistake() {
  const auto old = some_old_code();
  switch (dice_.below(8)) {
    case 0: return EnableReservation{};
    case 1: return RequestReservation{};
    case 2: return CancelReservation{};
    case 3: return ReturnReservation{};
    case 4: return DisableReservation{};
    case 5: return old ? Event{InstallReservation{*old, false}} : Event{DisableReservation{}};
    case 6: return old ? Event{ReturnAuthorization{*old}} : Event{ReturnReservation{}};
    default: return MigrateToSmart{};
  }
}

std::optional<AuthorizationCode> Clerk::some_old_code() {
  if (codes_.empty()) return std::nullopt;
  return codes_[static_cast<std::size_t>(dice_.below(static_cast<std::int64_t>(codes_.size())))];
}

// A code that SSM signed, but not for this: another machine's, another request's, of another product, over.
void Clerk::spoil(AuthorizationCode& code, WallTime now) {
  switch (dice_.below(6)) {
    case 0: code.udi.serial += "9"; break;
    case 1: code.instance = instance_named_by("CB-ZUCCX:" + std::to_string(dice_.roll())); break;
    case 2: {
      ReservedLicense foreign = code.licenses.empty() ? ReservedLicense{} : code.licenses.front();
      foreign.tag = EntitlementTag{"regid.2019-06.com.example.other,1.0"};
      foreign.count = 1 + dice_.below(20);
      code.licenses.push_back(std::move(foreign));
      break;
    }
    case 3:
      std::erase_if(code.licenses, [](const ReservedLicense& license) {
        return license.tag.value.find(".server,") != std::string::npos;
      });
      break;
    case 4:
      for (ReservedLicense& license : code.licenses) {
        license.license_type = "TERM";
        license.starts.reset();
        license.ends = now - dice_.between(2 * kDay, 50 * kDay);
      }
      break;
    default: code.udi.pid = "OTHER"; break;
  }
  code.text += " spoiled";
}

void Clerk::enter_codes(const ReservationScreen& screen, ReservationDesk& desk) {
  if (!screen.return_code.empty()) desk.give_back(screen.return_code);
  if (!screen.confirmation_code.empty()) desk.confirm(screen.confirmation_code);
}

// Codes that no machine can give back any more are removed by hand, in the end.
void Clerk::tidy_up(const ReservationScreen& screen, ReservationDesk& desk) {
  if (!dice_.chance(0.2)) return;
  for (const auto& [instance, reservation] : desk.books()) {
    if (reservation.over || reservation.request == screen.request) continue;
    if (screen.installed && screen.installed->value == instance) continue;
    return desk.remove(InstanceId{instance});
  }
}

void Clerk::remember(const AuthorizationCode& code) {
  if (std::ranges::find(codes_, code.text, &AuthorizationCode::text) != codes_.end()) return;
  codes_.push_back(code);
  if (codes_.size() > kCodesKept) codes_.erase(codes_.begin());
}

std::optional<Event> Clerk::leave(const ReservationScreen& screen, ReservationDesk& desk) {
  enter_codes(screen, desk);
  if (screen.installed) return ReturnReservation{};
  if (!screen.request.empty()) return CancelReservation{};
  if (screen.enabled) return DisableReservation{};
  return std::nullopt;
}

std::optional<Event> Clerk::widen(const ReservationScreen& screen, ReservationDesk& desk, WallTime now) {
  enter_codes(screen, desk);
  if (!screen.installed) return std::nullopt;
  const auto code = desk.change(*screen.installed, now, true);
  if (!code) return std::nullopt;
  return InstallReservation{*code, false};
}

}  // namespace lic::sim
