// Everything that is due by itself. One timer for the whole domain: armed for the first of these.
#include <algorithm>

#include "agent/authorization.hpp"
#include "agent/drawer.hpp"
#include "agent/evaluation.hpp"
#include "agent/exchange.hpp"
#include "agent/identity.hpp"
#include "agent/leases.hpp"
#include "agent/registration.hpp"
#include "agent/reservation.hpp"
#include "agent/status.hpp"
#include "agent/trust.hpp"
#include "agent/usage.hpp"
#include "agent/warning.hpp"

namespace lic {
namespace {

class Agenda {
public:
  Agenda(const AgentState& state, const Policy& policy)
      : state_(state), policy_(policy), now_(state.sections.clock.trusted) {}

  std::vector<Upcoming> take() {
    add_usage();
    add_leases();
    add_exchanges();
    add_registration();
    add_trust();
    add_goodbyes_ends();
    add_enforcement();
    add_reservation();
    std::ranges::stable_sort(list_, {}, &Upcoming::at);
    return std::move(list_);
  }

private:
  [[nodiscard]] BootTime boot_of(TrustedTime time) const { return state_.sections.clock.boot + (time - now_); }

  void add(std::string_view name, std::optional<TrustedTime> at) {
    if (at) list_.push_back({name, boot_of(std::max(*at, now_))});
  }
  // A moment that changes nothing by having passed: only the future counts.
  void add_future(std::string_view name, std::optional<TrustedTime> at) {
    if (at && *at > now_) list_.push_back({name, boot_of(*at)});
  }

  void add_usage() {
    const ClockState& clock = state_.sections.clock;
    if (!state_.sections.usage.open) return;
    const WallTime border = next_border(state_.sections.usage, policy_);
    list_.push_back({"interval_end", clock.boot + std::max(border - clock.wall, Millis{0})});
  }

  void add_leases() { add("lease_end", next_lease_end(state_, policy_)); }

  void add_exchanges() {
    const ExchangeState& exchange = state_.sections.exchange;
    if (exchange.pending && exchange.pending->poll_at) add("poll", exchange.pending->poll_at);
    if (exchange_busy(exchange)) return;  // the answer comes as an event
    if (const auto& attempt = state_.sections.registration.attempt; attempt && attempt->key_ready)
      add("registration_attempt", attempt->retry.next_attempt_at);
    const AuthorizationState& authorization = state_.sections.authorization;
    for (const Goodbye& goodbye : state_.sections.drawer.goodbyes) add("goodbye", goodbye_due_at(state_, goodbye));
    const auto due = authorization_due_at(state_);
    if (!due) return;
    const bool report = authorization.report_due_at && *due == *authorization.report_due_at;
    const std::string_view other = authorization.retry.failures > 0 ? "authorization_retry" : "authorization_renewal";
    add(report ? "report" : other, due);
  }

  void add_registration() {
    const RenewalState& renewal = state_.sections.renewal;
    const bool key_on_its_way = !renewal.new_key.empty() && !renewal.key_ready;
    if (const auto due = renewal_due_at(state_); due && !key_on_its_way && !exchange_busy(state_.sections.exchange))
      add("registration_renewal", due);
    if (const auto* registered = std::get_if<Registered>(&state_.sections.registration.standing)) {
      const TrustedTime end = registered->identity.expires_at;
      add("registration_expiry", end);
      add_future("registration_expiry_warning", weekly_warning_before(end, now_, policy_).next);
    }
  }

  void add_trust() {
    if (const auto ending = soonest_ending(state_))
      add_future("trust_anchor_warning", trust_warning_before(ending->end, now_, policy_).next);
  }

  void add_goodbyes_ends() {
    const auto& pending = state_.sections.exchange.pending;
    for (const Goodbye& goodbye : state_.sections.drawer.goodbyes)
      if (!pending || pending->request.id != goodbye.request.id) add("goodbye_end", goodbye.expires_at);
  }

  void add_enforcement() {
    if (const auto end = evaluation_end(state_, policy_)) {
      add_future("evaluation_end", end);
      add_future("evaluation_warning", warning_before(*end, now_, policy_, true).next);
    }
    if (registration_governs(state_)) {
      const AuthorizationState& authorization = state_.sections.authorization;
      add_future("authorization_deadline", authorization.deadline_at);
      if (authorization.deadline_at && authorization.retry.failures > 0)
        add_future("authorization_deadline_warning",
                   warning_before(*authorization.deadline_at, now_, policy_, false).next);
    }
    for (const EnforcementClock& clock : enforcement(state_, now_, policy_).clocks) {
      add_future("enforcement", clock.enforced_at);
      add_future("enforcement_warning", warning_before(clock.enforced_at, now_, policy_, false).next);
    }
  }

  // R-SLR-7: terms begin, are warned of, and end.
  void add_reservation() {
    const Reserved* reserved = reserved_of(state_);
    if (reserved == nullptr) return;
    add_future("reservation_term", reservation_turns_at(state_, now_));
    std::optional<TrustedTime> warned;  // of whichever comes first
    for (const ReservedLicense& license : reserved->code.licenses) {
      if (!license.ends) continue;
      const auto next = weekly_warning_before(in_trusted_time(*license.ends), now_, policy_).next;
      if (next) warned = std::min(warned.value_or(*next), *next);
    }
    add_future("reservation_expiry_warning", warned);
  }

  const AgentState& state_;
  const Policy& policy_;
  TrustedTime now_;
  std::vector<Upcoming> list_;
};

}  // namespace

std::vector<Upcoming> upcoming(const AgentState& state, const Policy& policy) { return Agenda(state, policy).take(); }

std::optional<Upcoming> next_deadline(const AgentState& state, const Policy& policy) {
  const auto list = upcoming(state, policy);
  if (list.empty()) return std::nullopt;
  return list.front();
}

}  // namespace lic
