#pragma once
// Reproducible randomness: one seed, one life. Each actor has dice of its own, so that a change in one does not shift
// the others.

#include <cstdint>

#include "agent/time.hpp"

namespace lic::sim {

class Dice {
public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  [[nodiscard]] std::uint64_t roll() {  // splitmix64
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31);
  }
  // Uniform in [0, bound).
  [[nodiscard]] std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(roll() % static_cast<std::uint64_t>(bound));
  }
  [[nodiscard]] bool chance(double probability) {
    return static_cast<double>(roll() >> 11) < probability * 9007199254740992.0;
  }
  // Uniform in [from, to).
  [[nodiscard]] Millis between(Millis from, Millis to) { return from + Millis{below((to - from).count())}; }
  [[nodiscard]] Dice fork(std::uint64_t purpose) { return Dice{roll() ^ (purpose * 0xd1342543de82ef95ULL)}; }

private:
  std::uint64_t state_;
};

}  // namespace lic::sim
