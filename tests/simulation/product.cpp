#include "tests/simulation/product.hpp"

#include <string>

namespace lic::sim {

MasterTime Product::next_burst(MasterTime now) {
  const auto mean = static_cast<std::int64_t>(365.0 / bursts_a_year_);
  return now + dice_.between(kDay, 2 * mean * kDay);
}

ProductTurn Product::turn(MasterTime now, bool anybody_there) {
  ProductTurn turn;
  turn.next = now + dice_.between(10 * kSecond, 24 * kMinute);
  if (!begun_) {
    begun_ = true;
    turn.next = next_burst(now);
    return turn;
  }
  if (mood_ == Mood::resting && !retired_) {
    mood_ = Mood::busy;
    people_ = 3 + dice_.below(28);
    burst_ends_ = now + dice_.between(kHour, 40 * kHour);
    if (dice_.chance(0.4)) {
      report_unchanged_ = true;
      turn.reconfigure = true;
    }
    turn.report_unchanged = report_unchanged_;
    return turn;
  }
  if (mood_ != Mood::busy || retired_ || now >= burst_ends_) {
    go_home(turn, now, anybody_there);
    return turn;
  }
  if (dice_.chance(0.05)) arrivals_ = 0.3 + static_cast<double>(dice_.below(6)) / 10.0;
  const std::int64_t count = 1 + dice_.below(4);
  for (std::int64_t index = 0; index < count; ++index) turn.events.push_back(something());
  return turn;
}

void Product::go_home(ProductTurn& turn, MasterTime now, bool anybody_there) {
  mood_ = Mood::leaving;
  if (anybody_there || ports_used_) {
    ports_used_ = false;
    turn.events.push_back(SeatSync{});
    turn.events.push_back(PortsInUse{0, 0, 0, 0});
    return;
  }
  if (report_unchanged_) {
    report_unchanged_ = false;
    turn.reconfigure = true;
  }
  mood_ = Mood::resting;
  turn.next = retired_ ? now + 1000 * kDay : next_burst(now);
}

Event Product::something() {
  const std::int64_t what = dice_.below(100);
  if (what < 3) {
    SeatSync sync;
    const std::int64_t count = dice_.below(people_);
    for (std::int64_t index = 0; index < count; ++index) {
      SignIn entry = sign_in();
      entry.seat = SeatId{"agent" + std::to_string(index)};
      sync.seats.push_back(entry);
    }
    return sync;
  }
  if (what < 8) {
    ports_used_ = true;
    PortsInUse ports;
    ports.inbound = dice_.below(10);
    if (dice_.chance(0.5)) ports.outbound = dice_.below(6);
    return ports;
  }
  if (what < 25) {
    SeatUpdate update;
    update.seat = somebody();
    if (dice_.chance(0.3)) update.capabilities = capabilities();
    if (dice_.chance(0.6)) update.used = capabilities();
    return update;
  }
  if (dice_.chance(arrivals_)) return sign_in();
  return SignOut{somebody()};
}

SignIn Product::sign_in() { return SignIn{somebody(), capabilities(), dice_.chance(0.5) ? "12.5" : ""}; }

CapabilitySet Product::capabilities() {
  CapabilitySet set = with(Capability::inbound_voice);
  if (dice_.chance(0.3)) set |= with(Capability::chat);
  if (dice_.chance(0.1)) set |= with(Capability::supervisor);
  if (dice_.chance(0.2)) set |= with(Capability::outbound_direct_preview);
  if (dice_.chance(0.1)) set |= with(Capability::outbound_predictive);
  return set;
}

SeatId Product::somebody() { return SeatId{"agent" + std::to_string(dice_.below(people_))}; }

}  // namespace lic::sim
