#pragma once
// A change of the way to SSM (R-REG-10): the new one is tried first, and while the agent is registered it is committed
// only if it answers. Unregistered, there is nothing to lose: it is committed in any case, and what is wrong is said.

#include <functional>
#include <optional>
#include <string>

#include "agent/result.hpp"
#include "agent/transport_settings.hpp"
#include "daemon/config/config.hpp"
#include "daemon/loop/agent_loop.hpp"
#include "transport/diagnosis.hpp"

namespace lic::api {

// How the last change of this run went, for those who did not wait for it.
struct LastChange {
  enum class Outcome { trying, done, refused };
  WallTime at;
  Outcome outcome = Outcome::trying;
  std::string text;
  std::string remedy;
  std::optional<FailureCode> code;
};
[[nodiscard]] std::string_view name_of(LastChange::Outcome outcome);  // "trying", "done", "refused"

// One thread, the loop's. One change at a time.
class TransportChange {
public:
  // Tries settings and calls back once, not from inside the call.
  using Try = std::function<void(const TransportSettings&, std::function<void(const Diagnosis&)>)>;
  // One or two sentences for the operator; or why nothing was changed: `unavailable` with the trial's failure,
  // `failed_precondition` while another change is being tried, what the loop says.
  using Done = std::function<void(const Result<std::string>&)>;

  // What is referred to outlives it; so does nobody who is still to be called back.
  TransportChange(AgentLoop& loop, const Config& config, Try try_settings);
  TransportChange(const TransportChange&) = delete;
  TransportChange& operator=(const TransportChange&) = delete;

  // Settings that were checked; nothing = back to the configuration's.
  void begin(std::optional<TransportSettings> wanted, Done done);
  [[nodiscard]] bool is_trying() const { return is_trying_; }
  [[nodiscard]] const std::optional<LastChange>& last() const { return last_; }
  void forget() { last_.reset(); }

private:
  using Wanted = std::optional<TransportSettings>;
  void judge(const Wanted& wanted, const Diagnosis& diagnosis, const Done& done);
  void commit(const Wanted& wanted, std::string shown, const Done& done);
  void finish(const Result<std::string>& outcome, const Done& done);

  AgentLoop& loop_;
  const Config& config_;
  Try try_;
  bool is_trying_ = false;
  std::optional<LastChange> last_;
};

// A trial ends within this time, whatever the settings say, so that the caller hears of it.
inline constexpr Millis kTrialStepMax = 30 * kSecond;
inline constexpr Millis kTrialMax = 60 * kSecond;

}  // namespace lic::api
