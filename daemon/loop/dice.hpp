#pragma once
// Seam: the randomness of an envelope. Keys and nonces are not made from it; those are OpenSSL's.

#include <array>
#include <cstddef>
#include <cstdint>

#include "agent/event.hpp"

namespace lic {

class Dice {
public:
  virtual ~Dice() = default;
  // `sequence` is the next exchange number of the state, so that two events of one kind at one instant differ.
  [[nodiscard]] virtual std::uint64_t roll(Now now, const Event& event, std::int64_t sequence) = 0;
};

// The operating system's randomness, by OpenSSL: many numbers at a time, since one costs as much as a sign-in.
class RandomDice final : public Dice {
public:
  [[nodiscard]] std::uint64_t roll(Now now, const Event& event, std::int64_t sequence) override;

private:
  std::array<std::uint64_t, 64> numbers_{};
  std::size_t next_ = numbers_.size();
};

// The same seed, time, kind of event and sequence give the same number in every run, restarts included
// (interfaces.md section 8).
class LabDice final : public Dice {
public:
  explicit LabDice(std::uint64_t seed) : seed_(seed) {}
  [[nodiscard]] std::uint64_t roll(Now now, const Event& event, std::int64_t sequence) override;

private:
  std::uint64_t seed_;
};

}  // namespace lic
