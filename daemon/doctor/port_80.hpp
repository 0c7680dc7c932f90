#pragma once
// Does the vendor's host answer on port 80? Its guides ask for ports 443 and 80; the agent needs 443 alone, so this is
// never a failure.

#include <functional>
#include <memory>

#include "agent/transport_settings.hpp"
#include "transport/diagnosis.hpp"

namespace boost::asio {
class io_context;
}

namespace lic {
class NameLookup;
}

namespace lic::doctor {

// Loop thread only.
class Port80 {
public:
  // Both outlive it.
  Port80(boost::asio::io_context& loop, NameLookup& lookup);
  ~Port80();
  Port80(const Port80&) = delete;
  Port80& operator=(const Port80&) = delete;

  // The step "port_80": ok, a warning, or skipped where the route is not `direct`. `done` is called once, not from
  // inside the call, within kLimit and not after destruction. One at a time.
  void try_it(const TransportSettings& settings, std::function<void(DiagnosisStep)> done);

  static constexpr Millis kLimit = 3 * kSecond;

private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lic::doctor
