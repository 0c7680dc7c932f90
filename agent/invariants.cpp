#include <algorithm>
#include <string_view>

#include "agent/compliance.hpp"
#include "agent/drawer.hpp"
#include "agent/exchange.hpp"
#include "agent/hot_path.hpp"
#include "agent/licensing_mode.hpp"
#include "agent/registration.hpp"
#include "agent/reservation.hpp"
#include "agent/status.hpp"
#include "agent/step.hpp"

namespace lic {
namespace {

class Checker {
public:
  explicit Checker(const AgentState& state) : state_(state) {}

  std::vector<std::string> take() {
    check_meters();
    check_registration();
    check_exchange();
    check_drawer();
    check_outbox();
    check_evaluation();
    check_reservation();
    check_classic();
    return std::move(broken_);
  }

  std::vector<std::string> take_usage() {
    check_meters();
    return std::move(broken_);
  }

private:
  void demand(bool holds, std::string_view sentence) {
    if (!holds) broken_.emplace_back(sentence);
  }

  void check_meters() {
    const auto count = [this](Meter meter) {
      return state_.sections.usage.meters[static_cast<std::size_t>(meter)].current;
    };
    demand(count(Meter::standard) + count(Meter::premium) + count(Meter::regular) ==
               static_cast<std::int64_t>(state_.seats.size()),
           "standard, premium and regular seats add up to the seats signed in");
    demand(count(Meter::seats) == static_cast<std::int64_t>(state_.seats.size()), "the seats meter counts the seats");
    for (const MeterState& meter : state_.sections.usage.meters) {
      demand(meter.current >= 0, "no meter is below zero");
      demand(meter.interval_peak >= meter.current, "an interval's peak is at least the current count");
      demand(meter.window_peak >= meter.current, "a window's peak is at least the current count");
    }
  }

  void check_registration() {
    const Sections& sections = state_.sections;
    const Identity* identity = identity_of(state_);
    if (identity != nullptr) {
      demand(!identity->instance.empty() && !identity->key.empty(), "an identity has an instance and a key");
      demand(identity->renew_at <= identity->expires_at, "renewal is due before expiry");
    }
    demand(identity != nullptr || !sections.renewal.granted, "only an identity is renewed");
    demand(identity != nullptr || !sections.registration.leaving, "only a registered instance leaves");
    demand(identity != nullptr || state_.outbox.empty(), "nothing is queued for SSM while unregistered");
    demand(identity != nullptr || sections.trust == TrustState{}, "trust belongs to a registration");
    demand(!sections.renewal.granted || sections.renewal.key_ready, "a renewed certificate has its key");
    if (std::holds_alternative<Unregistered>(sections.registration.standing))
      demand(std::holds_alternative<InCompliance>(sections.compliance.phase),
             "compliance is judged only while registered");
  }

  void check_exchange() {
    const auto& pending = state_.sections.exchange.pending;
    if (!pending) return;
    demand(!(pending->in_flight && pending->poll_at), "an exchange is in flight or waits to be polled, not both");
    demand(pending->request.sequence < state_.sections.exchange.next_sequence, "sequence numbers rise");
    if (pending->kind == SsmRequestKind::deregistration && exchange_busy(state_.sections.exchange))
      demand(state_.sections.registration.leaving || find_goodbye(state_, pending->request.id) != nullptr,
             "a goodbye is the standing registration's or lies in the drawer");
    if (pending->kind == SsmRequestKind::registration && exchange_busy(state_.sections.exchange))
      demand(state_.sections.registration.attempt.has_value(), "a registration exchange belongs to an attempt");
  }

  void check_drawer() {
    const Identity* identity = identity_of(state_);
    for (const Goodbye& goodbye : state_.sections.drawer.goodbyes) {
      demand(goodbye.request.signer && !goodbye.request.signer->key.empty(), "a goodbye in the drawer has its key");
      demand(goodbye.retry.next_attempt_at.has_value(), "a goodbye in the drawer is said again some day");
      demand(goodbye.request.sequence < state_.sections.exchange.next_sequence, "sequence numbers rise");
      if (identity != nullptr && goodbye.request.signer)
        demand(goodbye.request.signer->instance != identity->instance, "nobody says goodbye to what stands");
    }
  }

  void check_outbox() {
    bool unsent_seen = false;
    const Report* before = nullptr;
    for (const auto& [key, report] : state_.outbox) {
      demand(!(unsent_seen && report.sent), "reports are sent oldest first");
      unsent_seen = unsent_seen || !report.sent;
      demand(before == nullptr || before->end_trusted <= report.end_trusted, "reports lie in the order of their time");
      before = &report;
    }
  }

  void check_evaluation() {
    const EvaluationState& evaluation = state_.sections.evaluation;
    demand(evaluation.used >= Millis{0}, "evaluation used is never negative");
  }

  // R-SLR-6: reserved or about to be, and nothing that would be exchanged with SSM.
  void check_reservation() {
    const Sections& sections = state_.sections;
    const ReservationState& reservation = sections.reservation;
    const Reserved* reserved = reserved_of(state_);
    demand(!reservation.request || reservation.enabled, "only reservation mode has a request open");
    demand(!reservation.request || reserved == nullptr, "a request is closed by what is installed");
    demand(!reservation.request || !was_used(reservation, reservation.request->instance),
           "no code of the open request was given back");
    demand(reservation.used.size() <= kUsedInstancesMax, "used instances are bounded");
    if (reserved != nullptr) {
      demand(reservation.enabled, "what is installed keeps reservation mode");
      demand(!was_used(reservation, reserved->code.instance), "nothing is installed that was given back");
      demand(reserved->installed_at <= reserved->changed_at, "a reservation is installed before it is changed");
      demand(sections.authorization == AuthorizationState{}, "a reservation knows no authorization by SSM");
      demand(std::holds_alternative<InCompliance>(sections.compliance.phase), "a reservation is not judged by SSM");
    }
    if (!reservation.enabled) return;
    demand(identity_of(state_) == nullptr && !sections.registration.attempt, "reservation mode has no registration");
    demand(!sections.exchange.pending || !exchange_busy(sections.exchange), "reservation mode exchanges nothing");
  }

  // R-LIFE-1.
  void check_classic() {
    if (licensing_mode(state_) != LicensingMode::classic) return;
    const Sections& sections = state_.sections;
    demand(std::holds_alternative<Unregistered>(sections.registration.standing) && !sections.registration.attempt,
           "classic mode has no registration");
    demand(!sections.reservation.enabled, "classic mode has no reservation");
    demand(!sections.evaluation.running_since, "classic mode uses no evaluation time");
    demand(!sections.exchange.pending && sections.drawer.goodbyes.empty(), "classic mode exchanges nothing");
  }

  const AgentState& state_;
  std::vector<std::string> broken_;
};

}  // namespace

std::vector<std::string> check_invariants(const AgentState& state) { return Checker(state).take(); }

std::vector<std::string> check_usage_invariants(const AgentState& state) { return Checker(state).take_usage(); }

}  // namespace lic
