// R-SLR-2, 4: everything about an authorization code is checked before anything changes; a wrong code took whole
// contact centres down.
#include <algorithm>
#include <utility>

#include "agent/evaluation.hpp"
#include "agent/license_type.hpp"
#include "agent/licensing_mode.hpp"
#include "agent/reservation.hpp"
#include "agent/seats.hpp"
#include "agent/time_text.hpp"
#include "agent/warning.hpp"

namespace lic {
namespace {

constexpr const char* kRequestAnew =
    "make a request code here (smart-agentctl reservation request), enter it at SSM and install the code it gives";
constexpr const char* kMendAtSsm = "correct the reservation at SSM and install the new code";

Error refused(std::string what, std::string remedy) {
  return {ErrorCode::failed_precondition, std::move(what), std::move(remedy)};
}

std::string shown(const Udi& udi) {
  return udi.pid + " with serial " + udi.serial + (udi.uuid.empty() ? "" : " and UUID " + udi.uuid);
}

std::string name_of_license(const LicenseType& type, const ReservedLicense& license) {
  const Entitlement* entitlement = find_by_tag(type, license.tag);
  return entitlement == nullptr ? license.tag.value : name_of_license(*entitlement);
}

// A change keeps the instance and is younger (docs/decisions/0017).
std::optional<Error> not_a_change_of(const Reserved& reserved, const AuthorizationCode& code) {
  if (code.instance != reserved.code.instance)
    return refused("this code belongs to another reservation than the one that is installed",
                   "update the installed reservation at SSM and install the code it gives, or return it first: "
                   "smart-agentctl reservation return");
  if (code.made_at == reserved.code.made_at)
    return refused("this code is installed already", "nothing is to be done; to change it, update it at SSM first");
  if (code.made_at < reserved.code.made_at)
    return refused("this code was made at " + to_rfc3339(code.made_at) + ", and the installed one is newer, of " +
                       to_rfc3339(reserved.code.made_at),
                   "install the newest code that SSM shows for this product instance");
  return std::nullopt;
}

std::optional<Error> not_of_the_request(const ReservationState& reservation, const AuthorizationCode& code) {
  if (was_used(reservation, code.instance))
    return refused("the reservation of this code was returned, so the code cannot be installed again", kRequestAnew);
  if (!reservation.request)
    return refused("no reservation request is open, so this code is of one that was cancelled or is over",
                   std::string("give it back (smart-agentctl reservation return-authorization); then ") + kRequestAnew);
  if (reservation.request->instance != code.instance)
    return refused("this code was made for another request than the one that is open",
                   "install the code that SSM made of the request code " + reservation.request->code +
                       "; give this one back with: smart-agentctl reservation return-authorization");
  return std::nullopt;
}

std::optional<Error> wrong_license(const LicenseType& type, const AuthorizationCode& code, TrustedTime now) {
  for (const ReservedLicense& license : code.licenses) {
    if (find_by_tag(type, license.tag) == nullptr)
      return refused(
          "the code has the license " + license.tag.value + ", which the license type " + type.id + " does not know",
          std::string("check the license type (smart-agentctl license-type show); ") + kMendAtSsm);
    if (license.ends && in_trusted_time(*license.ends) <= now)
      return refused(
          "the license " + name_of_license(type, license) + " of the code ended at " + to_rfc3339(*license.ends),
          std::string("renew its term at SSM; ") + kMendAtSsm);
  }
  return std::nullopt;
}

std::optional<Error> missing_license(const LicenseType& type, const AuthorizationCode& code, TrustedTime now) {
  for (const LicenseToReserve& wanted : licenses_to_reserve(type)) {
    if (!wanted.mandatory || covered(code, wanted.tag, now) > 0) continue;
    const auto later = std::ranges::find(code.licenses, wanted.tag, &ReservedLicense::tag);
    const std::string name = wanted.display_name.empty() ? wanted.name.value : wanted.display_name;
    if (later != code.licenses.end() && later->starts)
      return refused("the license " + name + " of the code starts only at " + to_rfc3339(*later->starts) +
                         ", and the license type " + type.id + " needs it",
                     "install the code from then on, or correct the reservation at SSM");
    return refused("the code lacks the license " + name + ", which the license type " + type.id + " needs", kMendAtSsm);
  }
  return std::nullopt;
}

std::optional<Error> objection(const Turn& turn, const AuthorizationCode& code) {
  const Sections& sections = turn.state.sections;
  if (auto classic = refused_by_classic_mode(turn.state)) return classic;
  if (!sections.reservation.enabled)
    return refused("license reservation is not enabled", "enable it first: smart-agentctl reservation enable");
  if (auto other = code_of_another_machine(sections.installation.seen, code)) return other;
  const Reserved* reserved = reserved_of(turn.state);
  auto wrong = reserved != nullptr ? not_a_change_of(*reserved, code) : not_of_the_request(sections.reservation, code);
  if (!wrong) wrong = wrong_license(turn.license_type(), code, turn.trusted);
  if (!wrong) wrong = missing_license(turn.license_type(), code, turn.trusted);
  return wrong;
}

// "10 Premium Seat, 40 Standard Seat"
std::string listed(const LicenseType& type, const AuthorizationCode& code) {
  std::string text;
  for (const ReservedLicense& license : code.licenses)
    text += (text.empty() ? "" : ", ") + std::to_string(license.count) + " " + name_of_license(type, license);
  return text.empty() ? "nothing" : text;
}

// What will be in use above the code once it is installed: everybody is then what the configured skills say (R-USE-2).
std::vector<std::string> above_once_installed(const Turn& turn, const AuthorizationCode& code) {
  const LicenseType& type = turn.license_type();
  UsageState usage = turn.state.sections.usage;
  std::int64_t& premium = usage.meters[static_cast<std::size_t>(Meter::premium)].current;
  premium = 0;
  turn.state.seats.visit([&](std::string_view, const Seat& seat) {
    const SeatClass will_be = classify(type, Classification::reserved, seat.configured, seat.used);
    if (seat.seat_class == SeatClass::premium || will_be == SeatClass::premium) ++premium;
  });
  return above_limits(usage, limits_of(code, type, turn.trusted));
}

// What will not go as before, or not for long.
std::vector<std::string> warnings_of(const Turn& turn, const AuthorizationCode& code) {
  const LicenseType& type = turn.license_type();
  std::vector<std::string> warnings = above_once_installed(turn, code);
  for (const Entitlement& entitlement : type.entitlements) {
    const bool named = std::ranges::find(code.licenses, entitlement.tag, &ReservedLicense::tag) != code.licenses.end();
    if (entitlement.meter && !named)
      warnings.push_back("the code has no " + name_of_license(entitlement) + ", so none may be in use" +
                         (*entitlement.meter == Meter::standard || *entitlement.meter == Meter::regular
                              ? " beyond the premium seats"
                              : ""));
  }
  for (const ReservedLicense& license : code.licenses) {
    const std::string what = std::to_string(license.count) + " " + name_of_license(type, license);
    if (license.starts && in_trusted_time(*license.starts) > turn.trusted)
      warnings.push_back(what + " count only from " + to_rfc3339(*license.starts) + " on");
    if (license.ends && weekly_warning_before(in_trusted_time(*license.ends), turn.trusted, turn.policy).step > 0)
      warnings.push_back(what + " end in " + std::to_string(days_left(in_trusted_time(*license.ends), turn.trusted)) +
                         " days, at " + to_rfc3339(*license.ends));
  }
  return warnings;
}

// From now on everybody is what the configured skills say, and no day of evaluation passes.
void install_first(Turn& turn, const AuthorizationCode& code) {
  Sections& sections = turn.state.sections;
  const std::string type = turn.license_type().id;
  change_classification(turn, Classification::reserved);
  sections.registration.standing = Reserved{code, type, turn.trusted, turn.trusted, std::nullopt};
  sections.registration.last_attempt.reset();
  sections.reservation.request.reset();
  sections.reservation.confirmation_code.clear();  // of an earlier reservation
  settle_evaluation(turn);
}

void install_change(Turn& turn, const AuthorizationCode& code) {
  Sections& sections = turn.state.sections;
  auto& reserved = std::get<Reserved>(sections.registration.standing);
  reserved.code = code;
  reserved.changed_at = turn.trusted;
  sections.reservation.confirmation_code = code.confirmation_code;
  // Terms have moved: their reminders begin anew.
  if (const auto told = sections.alarms.told.find(AlarmCode::reservation_expiring); told != sections.alarms.told.end())
    told->second.step = 0;
}

ReservationDone answer_of(const Turn& turn, const InstallReservation& event) {
  const bool first = reserved_of(turn.state) == nullptr;
  ReservationDone answer;
  if (event.dry_run)
    answer.text =
        first ? "The code is good and would be installed" : "The code is good and would change the reservation";
  else
    answer.text = first ? "The reservation is installed" : "The reservation is changed";
  answer.text += ": " + listed(turn.license_type(), event.code) + ".";
  if (!first) {
    answer.text += event.dry_run ? " A confirmation code would have to be entered at SSM."
                                 : " Enter the confirmation code at SSM.";
    if (!event.dry_run) answer.confirmation_code = event.code.confirmation_code;
  }
  answer.warnings = warnings_of(turn, event.code);
  return answer;
}

}  // namespace

std::optional<Error> code_of_another_machine(const Udi& here, const AuthorizationCode& code) {
  // A UUID is the same in capitals (RFC 9562).
  const auto small = [](char letter) {
    return letter >= 'A' && letter <= 'F' ? static_cast<char>(letter - 'A' + 'a') : letter;
  };
  const bool same_uuid =
      here.uuid.empty() || code.udi.uuid.empty() || std::ranges::equal(here.uuid, code.udi.uuid, {}, small, small);
  if (code.udi.pid == here.pid && code.udi.serial == here.serial && same_uuid) return std::nullopt;
  return refused("this code is for " + shown(code.udi) + ", and this machine is " + shown(here), kRequestAnew);
}

void handle(Turn& turn, const InstallReservation& event) {
  if (auto wrong = objection(turn, event.code)) return turn.answer(std::move(*wrong));
  ReservationDone answer = answer_of(turn, event);
  if (event.dry_run) return turn.answer(std::move(answer));
  Installation& installation = turn.state.sections.installation;
  installation.udi = installation.seen;  // SSM signed that it is for this machine
  installation.mismatch = false;
  if (reserved_of(turn.state) == nullptr) {
    install_first(turn, event.code);
    turn.record("RESERVATION_INSTALLED", answer.text, 5);
  } else {
    install_change(turn, event.code);
    turn.record("RESERVATION_CHANGED", answer.text + " It is " + event.code.confirmation_code + ".", 5);
  }
  turn.answer(std::move(answer));
}

}  // namespace lic
