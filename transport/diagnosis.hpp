#pragma once
// Tries a way to SSM without changing anything there, step by step, and says where it ends: `transport test`, `doctor`,
// and the trial before a change of settings is committed (R-REG-10).
//
// The trial asks for something that every SSM refuses with a signed answer (wire P6): a POLL_REQ without an identity
// and without a signature. A verified refusal to our nonce proves name, TCP, proxy, TLS, host name, HTTP, SSM and
// message root in one exchange; it uses no sequence number and leaves no trace in the registration.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/failure.hpp"
#include "agent/time.hpp"
#include "agent/transport_settings.hpp"

namespace boost::asio {
class io_context;
}

namespace lic {

// One step. Exactly one of: ok (with a time), failed (ok = false, with text and remedy), skipped (neither).
struct DiagnosisStep {
  // "configuration", "dns", "tcp", "proxy", "tls", "host_name", "http", "identity", "signature", "clock"; daemon/doctor
  // has more.
  std::string_view name;
  bool ok = false;
  bool skipped = false;  // not reached, or not part of this route
  bool warning = false;  // ok, but worth a look: text and remedy say why
  Millis took{0};
  // Of a failure: a FailureCause's name, or one of daemon/doctor's own ("storage"); empty otherwise.
  std::string_view cause;
  std::optional<FailureCode> code;  // none for what concerns this machine alone
  std::string text;                 // what was found, also when ok: "192.0.2.7 answered"
  std::string remedy;
};

struct Diagnosis {
  std::vector<DiagnosisStep> steps;
  [[nodiscard]] const DiagnosisStep* first_failure() const&;  // null: none failed
  const DiagnosisStep* first_failure() && = delete;
};

struct ChannelSurroundings;
class TrustSources;

// One trial at a time; a new one replaces the one under way. Loop thread only.
class TransportTrial {
public:
  // What is referred to outlives the trial. Of the surroundings it asks everything but the way. `loopback_only`: lab
  // mode.
  TransportTrial(boost::asio::io_context& loop, TrustSources& trust, const ChannelSurroundings& surroundings,
                 bool loopback_only);
  ~TransportTrial();
  TransportTrial(const TransportTrial&) = delete;
  TransportTrial& operator=(const TransportTrial&) = delete;

  // In real time, also in the lab. The settings' own limits hold where they are lower.
  struct Limits {
    Millis step = 5 * kSecond;   // until the connection stands: name, TCP, proxy, TLS together
    Millis total = 5 * kSecond;  // until the answer is there
  };
  using Done = std::function<void(Diagnosis)>;
  // Calls `done` once, never from inside run(), and not after destruction.
  void run(const TransportSettings& settings, Limits limits, Done done);

private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lic
