#pragma once
// R-ID-1 and R-REG-1: one exchange at a time, rising sequence numbers, the same pair for a repeat. Also what becomes of
// retries and of callers who wait.

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "agent/state.hpp"
#include "tests/simulation/disk.hpp"
#include "tests/simulation/oracle_context.hpp"

namespace lic::sim {

class ExchangeOracle {
public:
  // The exchange that this event answers, if it is the open one. Call before `on_effects` of the same step.
  [[nodiscard]] std::optional<AnsweredExchange> on_event(const OracleContext& context, const Envelope& envelope);
  void on_effects(const OracleContext& context, const Seen& seen);
  // The loop is about to hand a request to the network: it must be on disk already.
  static void about_to_send(const OracleContext& context, const SsmRequest& request, const VirtualDisk& disk);
  // R-REG-3, R-AUTH-6: the next attempt lies where the schedule says.
  void check_retry(const OracleContext& context, const AnsweredExchange& answered, const Sections& after,
                   TrustedTime now);
  [[nodiscard]] bool awaits(const ExchangeId& exchange) const { return open_ && open_->id == exchange; }
  // The request and the reply of the last event, taken or not; nothing if it was no reply to what was open.
  [[nodiscard]] const std::optional<AnsweredExchange>& heard() const { return heard_; }
  [[nodiscard]] bool open() const { return open_.has_value(); }
  void forget_open() { open_.reset(); }  // the process died

private:
  void on_send(const OracleContext& context, const SsmRequest& request, BootTime now);

  std::optional<AnsweredExchange> heard_;
  std::optional<SsmRequest> open_;      // in flight as far as the agent can know
  std::optional<SsmRequest> original_;  // what a poll asks about
  struct Known {
    std::int64_t sequence = 0;
    std::optional<SsmRequest> request;
    int polls = 0;
  };
  std::map<std::string, Known> known_;  // by exchange id; the recent ones
  std::deque<std::string> recent_;
  std::map<std::string, std::int64_t> highest_;  // sequence, by instance
  std::deque<BootTime> sends_;                   // without report rows and polls, of the last day
  int registration_failures_ = 0;
  std::int64_t version_ = 0;  // of SSM's last authorization answer that was taken
};

}  // namespace lic::sim
