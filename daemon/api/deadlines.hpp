#pragma once
// The moments by which something must have happened on a connection. Plain values: setting one touches no timer, so
// that it may be done for each request.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace lic::api {

enum class Limit : std::uint8_t {
  request,   // the next request has come whole
  write,     // the client has taken what is being written
  patience,  // the request that is being handled is answered
  drain,     // the client has gone
};

class Deadlines {
public:
  using Moment = std::chrono::steady_clock::time_point;
  static constexpr Moment kNever = Moment::max();

  void set(Limit limit, Moment by) { by_[index(limit)] = by; }
  void clear(Limit limit) { set(limit, kNever); }
  [[nodiscard]] bool is_set(Limit limit) const { return by_[index(limit)] != kNever; }
  [[nodiscard]] bool has_passed(Limit limit, Moment now) const { return by_[index(limit)] <= now; }
  // kNever if none is set.
  [[nodiscard]] Moment nearest() const;

private:
  static constexpr std::size_t kLimits = 4;
  static constexpr std::size_t index(Limit limit) { return static_cast<std::size_t>(limit); }
  std::array<Moment, kLimits> by_{kNever, kNever, kNever, kNever};
};

}  // namespace lic::api
