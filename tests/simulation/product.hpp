#pragma once
// The product: long quiet months and bursts of busy days in which people sign in and out, rise in class and use ports.

#include <vector>

#include "agent/event.hpp"
#include "tests/simulation/dice.hpp"
#include "tests/simulation/virtual_clock.hpp"

namespace lic::sim {

struct ProductTurn {
  std::vector<Event> events;
  bool reconfigure = false;  // restart the daemon with another `report_unchanged`
  bool report_unchanged = false;
  MasterTime next;
};

class Product {
public:
  Product(Dice dice, double bursts_a_year) : dice_(dice), bursts_a_year_(bursts_a_year) {}

  [[nodiscard]] ProductTurn turn(MasterTime now, bool anybody_there);
  // From now on nobody comes any more.
  void retire() { retired_ = true; }
  [[nodiscard]] bool wants_unchanged_reports() const { return report_unchanged_; }

private:
  [[nodiscard]] Event something();
  [[nodiscard]] SignIn sign_in();
  [[nodiscard]] CapabilitySet capabilities();
  [[nodiscard]] SeatId somebody();
  [[nodiscard]] MasterTime next_burst(MasterTime now);
  void go_home(ProductTurn& turn, MasterTime now, bool anybody_there);

  Dice dice_;
  double bursts_a_year_;
  bool retired_ = false;
  enum class Mood { resting, busy, leaving } mood_ = Mood::resting;
  bool begun_ = false;
  bool report_unchanged_ = false;
  bool ports_used_ = false;
  std::int64_t people_ = 10;
  double arrivals_ = 0.6;
  MasterTime burst_ends_;
};

}  // namespace lic::sim
