#include "tests/simulation/oracle_reservation.hpp"

#include <algorithm>

#include "agent/status.hpp"

namespace lic::sim {

std::int64_t ReservationOracle::covered(const OracleContext& context, const std::string& name, TrustedTime now) const {
  const Entitlement* entitlement = find_by_name(context.policy.license_type, EntitlementName{name});
  std::int64_t count = 0;
  if (entitlement == nullptr || !installed_) return 0;
  for (const ReservedLicense& license : installed_->licenses) {
    const bool begun = !license.starts || license.starts->time_since_epoch() <= now.time_since_epoch();
    const bool ended = license.ends && license.ends->time_since_epoch() <= now.time_since_epoch();
    if (license.tag == entitlement->tag && begun && !ended) count += license.count;
  }
  return count;
}

std::optional<ReservedLimits> ReservationOracle::limits(const OracleContext& context, TrustedTime now) const {
  if (!installed_) return std::nullopt;
  return ReservedLimits{covered(context, "standard", now), covered(context, "premium", now),
                        covered(context, "inbound", now), covered(context, "outbound", now)};
}

// R-SLR-3: a standard user may take a premium seat, never the reverse.
bool ReservationOracle::lacks(const OracleContext& context, const Counts& in_use, TrustedTime now) const {
  if (!installed_) return false;
  if (installed_->udi.serial != machine_.serial) return true;  // R-ID-3: it covers another machine
  const auto used = [&in_use](Meter meter) { return in_use[static_cast<std::size_t>(meter)]; };
  const ReservedLimits most = *limits(context, now);
  if (used(Meter::premium) > most.premium || used(Meter::seats) > most.premium + most.standard) return true;
  if (used(Meter::inbound) > most.inbound || used(Meter::outbound) > most.outbound) return true;
  return std::ranges::any_of(context.policy.license_type.entitlements, [&](const Entitlement& entitlement) {
    return is_mandatory(entitlement) && covered(context, entitlement.name.value, now) == 0;
  });
}

// When, since the last look, what the code covers turned by its dates; `now` if it did not.
TrustedTime ReservationOracle::turned_at(TrustedTime now) const {
  TrustedTime turn = now;
  for (const ReservedLicense& license : installed_->licenses) {
    for (const auto& date : {license.starts, license.ends}) {
      if (!date) continue;
      const TrustedTime at{date->time_since_epoch()};
      if (at > looked_at_ && at < turn) turn = at;
    }
  }
  return turn;
}

void ReservationOracle::compare(const OracleContext& context, const AgentState& after) const {
  const ReservationState& state = after.sections.reservation;
  if (state.enabled != enabled_) context.journal.violated("R-SLR-1", "the reservation mode is not what was commanded");
  const bool classic = after.sections.installation.licensing_mode == LicensingMode::classic;
  if (classic != classic_)
    context.journal.violated("R-LIFE-1", classic ? "the product is in classic mode again" : "classic mode was left");
  if (classic_ && enabled_) context.journal.violated("R-LIFE-1", "the reservation mode is on in classic mode");
  compare_codes(context, after);
  compare_books(context, after);
  compare_lacking(context, after);
}

// R-SLR-1, R-SLR-4, R-SLR-7: what was told is still known, after any crash.
void ReservationOracle::compare_codes(const OracleContext& context, const AgentState& after) const {
  const ReservationState& state = after.sections.reservation;
  const auto differs = [&context](const char* what) {
    context.journal.violated("R-SLR-7", std::string(what) + " is not the one that was told");
  };
  if ((state.request ? state.request->code : "") != request_) differs("the request code");
  if (state.confirmation_code != confirmation_) differs("the confirmation code");
  if (state.return_code != return_) differs("the return code");
  if (state.requests_made != requests_made_)
    context.journal.violated("R-SLR-1", "requests made are " + std::to_string(state.requests_made) + " instead of " +
                                            std::to_string(requests_made_));
  const auto* reserved = std::get_if<Reserved>(&after.sections.registration.standing);
  if ((reserved != nullptr) != installed_.has_value())
    return context.journal.violated(
        "R-SLR-2", reserved == nullptr ? "the installed code is gone" : "a code counts as installed and is not");
  if (reserved != nullptr && !(reserved->code == *installed_))
    context.journal.violated("R-SLR-2", "another code is in force than the one installed last");
}

// A license is never reserved here and free at SSM at once.
void ReservationOracle::compare_books(const OracleContext& context, const AgentState& after) const {
  const auto* reserved = std::get_if<Reserved>(&after.sections.registration.standing);
  if (reserved == nullptr || context.ssm.clone_expected()) return;
  const Reservation* known = context.ssm.desk().find(reserved->code.instance);
  if (known == nullptr) return context.journal.violated("R-SLR-2", "what is installed was never reserved at SSM");
  if (known->over && !known->by_hand)
    return context.journal.violated("R-SLR-5", "what is installed was given back at SSM");
  if (known->over) return;
  Holdings here;
  for (const ReservedLicense& license : reserved->code.licenses) {
    const Entitlement* entitlement = find_by_tag(context.policy.license_type, license.tag);
    if (entitlement != nullptr) here[entitlement->name.value] += license.count;
  }
  for (const auto& [name, count] : here) {
    const auto there = known->held.find(name);
    if (there == known->held.end() || there->second < count)
      context.journal.violated("R-SLR-4", name + ": the machine has more than SSM's books hold for it");
  }
}

void ReservationOracle::observe(const OracleContext& context, const Counts& in_use, TrustedTime now) {
  if (!lacks(context, in_use, now)) {
    lacking_from_.reset();
  } else if (!lacking_from_) {
    lacking_from_ = turned_at(now);
    lacking_seen_ = now;
  }
  looked_at_ = now;
}

// R-SLR-3: not authorized exactly while something lacks, and since then.
void ReservationOracle::compare_lacking(const OracleContext& context, const AgentState& after) const {
  const auto* reserved = std::get_if<Reserved>(&after.sections.registration.standing);
  if (reserved == nullptr) return;
  const std::optional<TrustedTime>& theirs = reserved->lacking_since;
  if (theirs.has_value() != lacking_from_.has_value())
    return context.journal.violated("R-SLR-3", theirs ? "something counts as lacking and nothing does"
                                                      : "something lacks and does not count as lacking");
  if (theirs && (*theirs < *lacking_from_ - kSecond || *theirs > lacking_seen_ + kSecond))
    context.journal.violated("R-SLR-3",
                             "something lacks since " + text_of(*theirs) + " instead of " + text_of(*lacking_from_));
}

}  // namespace lic::sim
