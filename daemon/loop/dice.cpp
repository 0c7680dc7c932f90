#include "daemon/loop/dice.hpp"

#include <array>
#include <cstdlib>
#include <cstring>

#include <openssl/evp.h>
#include <openssl/rand.h>

namespace lic {

std::uint64_t RandomDice::roll(Now /*now*/, const Event& /*event*/, std::int64_t /*sequence*/) {
  if (next_ == numbers_.size()) {
    // Without randomness ids would repeat and a fleet would move in step; going on would be worse than a restart.
    if (RAND_bytes(reinterpret_cast<unsigned char*>(numbers_.data()), static_cast<int>(sizeof numbers_)) != 1)
      std::abort();
    next_ = 0;
  }
  return numbers_[next_++];
}

std::uint64_t LabDice::roll(Now now, const Event& event, std::int64_t sequence) {
  const std::array<std::uint64_t, 4> parts = {seed_, static_cast<std::uint64_t>(now.wall.time_since_epoch().count()),
                                              static_cast<std::uint64_t>(event.index()),
                                              static_cast<std::uint64_t>(sequence)};
  std::array<unsigned char, sizeof parts> text{};
  std::memcpy(text.data(), parts.data(), sizeof parts);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) std::abort();
  std::uint64_t number = 0;
  std::memcpy(&number, digest.data(), sizeof number);
  return number;
}

}  // namespace lic
