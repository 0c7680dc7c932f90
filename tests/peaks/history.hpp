#pragma once
// A random history: rules of a product and what happens under them, all drawn from one seed before anything is played.

#include <cstdint>
#include <vector>

#include "agent/event.hpp"
#include "agent/policy.hpp"

namespace lic::peaks {

inline constexpr int kPeople = 24;  // seat users of a history: "s0", "s1", ...

// How SSM behaves for the whole history.
enum class Ssm : std::uint8_t { acknowledges, silent, unreachable };

// A Started is a restart: the state is written, read back and started anew.
struct Happening {
  Now now;
  Event event;
};

struct History {
  std::uint64_t seed = 0;
  Policy policy;
  Ssm ssm = Ssm::acknowledges;
  // No clock step and no adjustment: trusted time is the calendar.
  bool calm = true;
  std::vector<Happening> happenings;  // the first is the first start
};

[[nodiscard]] History draw_history(std::uint64_t seed);

[[nodiscard]] SeatId person(int number);
[[nodiscard]] int number_of(const SeatId& seat);

}  // namespace lic::peaks
