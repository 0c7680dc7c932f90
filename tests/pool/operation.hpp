#pragma once
// What one client asked and what it was told, with the order of asking and hearing among all clients.

#include <cstdint>
#include <optional>
#include <string>

namespace lic::pool {

struct Pool {
  std::int64_t premium = 0;
  std::int64_t standard = 0;
  std::string code = "license_limit";  // of its refusals: says who limits
  [[nodiscard]] std::int64_t seats() const { return premium + standard; }
};

enum class Kind : std::uint8_t { standard_in, premium_in, rise, standard_out, premium_out };

// `asked` and `heard` are drawn from one counter: before the line is sent and after its answer is read.
struct Operation {
  Kind kind = Kind::standard_in;
  bool accepted = false;
  std::uint64_t asked = 0;
  std::uint64_t heard = 0;
};

// What an operation takes when it is accepted; negative = gives back.
struct Taken {
  std::int64_t premium = 0;
  std::int64_t seats = 0;
};
[[nodiscard]] inline Taken taken_by(Kind kind) {
  switch (kind) {
    case Kind::standard_in: return {0, 1};
    case Kind::premium_in: return {1, 1};
    case Kind::rise: return {1, 0};
    case Kind::standard_out: return {0, -1};
    case Kind::premium_out: return {-1, -1};
  }
  return {};
}

}  // namespace lic::pool
