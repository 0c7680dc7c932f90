// R-REG-4: the window that SSM names for the next renewal (wire P13).
#include <algorithm>

#include "agent/draw.hpp"
#include "agent/identity.hpp"

namespace lic {

std::optional<TrustedTime> draw_renewal(const Turn& turn, const Identity& identity, const RenewWindow& window) {
  // A window of before the certificate was the reason for it; followed again, it would renew for ever.
  const Certificate& certificate = identity.certificate;
  const bool in_life = window.start >= certificate.not_before && window.start < certificate.not_after;
  if (!in_life || window.end <= window.start) return std::nullopt;
  const WallTime ssm_now = turn.now.wall + turn.state.sections.clock.ssm_offset.value_or(Millis{0});
  // However hasty the window, there is a while between two renewals.
  const TrustedTime soonest = std::max(turn.trusted, identity.issued_at + turn.policy.renew_interval_min);
  const TrustedTime from = std::max(soonest, turn.trusted + (window.start - ssm_now));
  TrustedTime to = turn.trusted + (window.end - ssm_now);
  if (to <= turn.trusted) to = turn.trusted + turn.policy.renewal_overdue_spread;  // due, but not all at once
  to = std::min(std::max(from, to), identity.expires_at);
  return std::min(from + draw_up_to(turn.dice, "renew_window", to - from), identity.expires_at);
}

void heed_renew_window(Turn& turn, const RenewWindow& window) {
  Sections& sections = turn.state.sections;
  auto* registered = std::get_if<Registered>(&sections.registration.standing);
  if (registered == nullptr || sections.renewal.window == window) return;
  sections.renewal.window = window;
  if (sections.renewal.granted) return;  // it is the new certificate's: drawn from when that takes over
  Identity& identity = registered->identity;
  identity.renew_at = draw_renewal(turn, identity, window).value_or(identity.renew_at);
}

}  // namespace lic
