#include "tests/simulation/oracle_time.hpp"

#include <algorithm>

#include "agent/status.hpp"

namespace lic::sim {

void TimeOracle::on_event(const Envelope& envelope) {
  const Now now = envelope.now;
  may_give_back_ = false;
  may_catch_up_ = false;
  if (const auto* started = std::get_if<Started>(&envelope.event)) {
    const TrustedTime calendar{now.wall.time_since_epoch()};
    if (!begun_) {
      begun_ = true;
      anchor_ = calendar;
      confirmed_ = calendar;
      anchor_boot_ = now.boot;
    } else if (started->boot_id != boot_id_) {  // R-TIME-1: at a new boot the later of the two
      anchor_ = std::max(stored_, calendar);
      anchor_boot_ = now.boot;
    }
    boot_id_ = started->boot_id;
    return;
  }
  const auto* replied = std::get_if<SsmReplied>(&envelope.event);
  if (replied == nullptr || !replied->reply.server_time) return;
  server_time_ = *replied->reply.server_time;
  const TrustedTime told{server_time_.time_since_epoch()};
  may_catch_up_ = within(server_time_ - now.wall, kHour);  // the calendar and SSM agree against us
  if (told + kHour < at(now)) {
    may_give_back_ = true;  // R-TIME-2
  } else {
    confirmed_ = std::max(confirmed_, std::min(told, at(now)));
  }
}

Millis TimeOracle::compare(const OracleContext& context, const ClockState& core, Now now) {
  const TrustedTime own = at(now);
  const TrustedTime theirs = trusted_now(core, now);
  const Millis difference = own - theirs;
  if (within(difference, kSecond)) return Millis{0};
  if (may_give_back_ && difference > Millis{0}) {
    const TrustedTime told{server_time_.time_since_epoch()};
    if (theirs + kSecond < std::min(told, confirmed_)) {
      context.journal.violated("R-TIME-2", "trusted time fell to " + text_of(theirs) + ", below what SSM confirmed");
    }
    anchor_ = theirs;
    anchor_boot_ = now.boot;
    confirmed_ = std::min(confirmed_, theirs);
    return difference;
  }
  if (may_catch_up_ && difference < Millis{0} && theirs.time_since_epoch() <= server_time_.time_since_epoch()) {
    anchor_ = theirs;
    anchor_boot_ = now.boot;
    confirmed_ = theirs;
    return difference;
  }
  context.journal.violated("R-TIME-1", "trusted time is " + text_of(theirs) + " instead of " + text_of(own));
  return Millis{0};
}

}  // namespace lic::sim
