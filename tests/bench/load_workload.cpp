#include "tests/bench/load_workload.hpp"

#include <numeric>
#include <utility>

namespace lic::load {
namespace {

constexpr std::uint64_t kIdSeed = 4;
constexpr std::size_t kPoolLetters = 1 << 20;
constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz012345";

std::string random_letters(std::size_t count, std::uint64_t seed) {
  static_assert(kAlphabet.size() == 32);
  std::mt19937_64 dice(seed);
  std::string letters(count, ' ');
  for (char& letter : letters) letter = kAlphabet[dice() >> 59];
  return letters;
}

// A place in [0, limit): the high half of the product, which is quicker than a remainder.
std::size_t below(std::uint64_t dice, std::size_t limit) {
  return static_cast<std::size_t>(((dice >> 32) * limit) >> 32);
}

}  // namespace

Workload::Workload(std::size_t ids, std::uint64_t seed, std::uint64_t first_turn)
    : letters_(random_letters(ids * kIdLetters, kIdSeed)),
      pool_(random_letters(kPoolLetters, seed + 1)),
      order_(ids),
      turn_(first_turn),
      dice_(seed) {
  std::iota(order_.begin(), order_.end(), std::uint32_t{0});
}

Item Workload::next() {
  if (drawn_ == order_.size()) {
    drawn_ = 0;
    ++turn_;
  }
  // One step of a Fisher-Yates shuffle: the turn is in random order, and no request waits for a whole shuffle.
  const std::uint64_t thrown = dice_();
  std::swap(order_[drawn_], order_[drawn_ + below(thrown, order_.size() - drawn_)]);
  const std::size_t chosen = order_[drawn_++];
  const std::string_view ids = letters_;
  const std::string_view pool = pool_;
  return {.id = ids.substr(chosen * kIdLetters, kIdLetters),
          .list = static_cast<std::size_t>((chosen * 2654435761U + turn_) % kCapabilityLists.size()),
          .value = pool.substr(thrown % (kPoolLetters - kValueLetters), kValueLetters)};
}

}  // namespace lic::load
