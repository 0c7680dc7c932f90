#include "agent/draw.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace lic {
namespace {

// The finaliser of splitmix64: every input bit reaches every output bit.
std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

}  // namespace

std::uint64_t draw(std::uint64_t dice, std::string_view purpose) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a
  for (const char character : purpose) {
    hash ^= static_cast<unsigned char>(character);
    hash *= 0x100000001b3ULL;
  }
  return mix(dice ^ mix(hash));
}

Millis draw_up_to(std::uint64_t dice, std::string_view purpose, Millis limit) {
  if (limit <= Millis{0}) return Millis{0};
  const auto span = static_cast<std::uint64_t>(limit.count()) + 1;
  return Millis{static_cast<Millis::rep>(draw(dice, purpose) % span)};
}

Millis draw_early(std::uint64_t dice, std::string_view purpose, Millis period, Millis window) {
  return period - draw_up_to(dice, purpose, std::min(window, period));
}

Millis draw_around(std::uint64_t dice, std::string_view purpose, Millis delay, int percent) {
  const Millis spread = delay * percent / 100;
  return delay - spread + draw_up_to(dice, purpose, 2 * spread);
}

std::string draw_uuid(std::uint64_t dice, std::string_view purpose) {
  const std::uint64_t high = draw(dice, purpose);
  const std::uint64_t low = mix(high ^ dice);
  std::array<char, 40> text{};
  (void)std::snprintf(text.data(), text.size(), "%08x-%04x-4%03x-%04x-%012llx", static_cast<unsigned>(high >> 32),
                      static_cast<unsigned>((high >> 16) & 0xffff), static_cast<unsigned>(high & 0xfff),
                      static_cast<unsigned>(0x8000 | ((low >> 48) & 0x3fff)),
                      static_cast<unsigned long long>(low & 0xffffffffffffULL));
  return text.data();
}

Millis retry_delay(const std::vector<RetryStep>& schedule, int failures) {
  int passed = 0;
  for (const RetryStep& retry : schedule) {
    passed += retry.times;
    if (failures <= passed) return retry.after;
  }
  return schedule.back().after;
}

}  // namespace lic
