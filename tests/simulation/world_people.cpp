// The product, the operator and the service manager.

#include <utility>

#include "tests/simulation/world.hpp"

namespace lic::sim {

void World::on(ProcessStarts& start) {
  if (host_.alive()) return;
  if (clock_.master() < asleep_until_) {  // the machine is off or asleep
    plan(asleep_until_, start);
    return;
  }
  trouble();
  host_.start(clock_.now(), clock_.boot_id(), product_.wants_unchanged_reports());
}

void World::on(ProductComes& turn) {
  if (!agent_can_hear()) {
    plan(std::max(asleep_until_, clock_.master()) + 3 * kMinute, turn);
    return;
  }
  ProductTurn today = product_.turn(clock_.master(), !host_.state().seats.empty());
  plan(today.next, ProductComes{});
  if (today.reconfigure) return restart(today.report_unchanged);
  std::vector<Arrival> arrivals;
  for (Event& event : today.events) arrivals.push_back(Arrival{std::move(event), RequestId{next_request_++}});
  if (!arrivals.empty()) feed(arrivals);
}

// An orderly restart, as for a changed configuration.
void World::restart(bool report_unchanged) {
  feed({Arrival{Stopping{}, std::nullopt}});
  if (!host_.alive()) return;
  static_cast<void>(report_unchanged);
  host_.kill();
}

OperatorView World::operator_view() const {
  OperatorView view;
  if (!host_.alive()) return view;
  const Sections& sections = host_.state().sections;
  view.registration = registration_axis(host_.state());
  view.reserves = sections.reservation.enabled || sections.installation.licensing_mode == LicensingMode::classic;
  view.refused = sections.authorization.clone_suspected || sections.installation.mismatch ||
                 (sections.authorization.removal && sections.authorization.removal->confirmed_at);
  // An old copy may hold a certificate that SSM has replaced: the alarm says to register again.
  const auto& last = sections.authorization.last_attempt;
  const bool hopeless =
      sections.authorization.retry.failures > 3 && last && last->outcome == AttemptRecord::Outcome::refused;
  view.refused = view.refused || hopeless;
  view.unreachable = sections.authorization.retry.failures > 0;
  view.out_of_compliance = ooc_phase(sections.compliance) != OocPhase::none;
  return view;
}

void World::on(OperatorComes& turn) {
  if (!faults_on_) return;
  if (!agent_can_hear()) {
    plan(std::max(asleep_until_, clock_.master()) + kHour, turn);
    return;
  }
  plan(clock_.master() + operator_.pause(), turn);
  if (const auto event = operator_.turn(operator_view(), ssm_, clock_.master())) command(*event);
}

ReservationScreen World::reservation_screen() const {
  ReservationScreen screen;
  if (!host_.alive()) return screen;
  const Sections& sections = host_.state().sections;
  screen.classic = sections.installation.licensing_mode == LicensingMode::classic;
  screen.unregistered = registration_axis(host_.state()) == RegistrationAxis::unregistered;
  screen.enabled = sections.reservation.enabled;
  if (sections.reservation.request) screen.request = sections.reservation.request->code;
  if (const auto* reserved = std::get_if<Reserved>(&sections.registration.standing)) {
    screen.installed = reserved->code.instance;
    screen.lacking = reserved->lacking_since.has_value();
  }
  screen.confirmation_code = sections.reservation.confirmation_code;
  screen.return_code = sections.reservation.return_code;
  return screen;
}

void World::on(ClerkComes& turn) {
  if (!faults_on_) return;
  if (!agent_can_hear()) {
    plan(std::max(asleep_until_, clock_.master()) + kHour, turn);
    return;
  }
  plan(clock_.master() + clerk_.pause(), turn);
  const WallTime now = ssm_.server_time(clock_.master());
  if (const auto event = clerk_.turn(reservation_screen(), ssm_.desk(), now)) command(*event);
}

void World::command(const Event& event) {
  if (!agent_can_hear()) return;
  if (const auto* registration = std::get_if<RegisterCommand>(&event)) {
    host_.shelf().tokens.insert(registration->token.value);
  }
  feed({Arrival{event, RequestId{next_request_++}}});
}

}  // namespace lic::sim
