// Faults carried out, and ended.

#include <algorithm>

#include "tests/simulation/world.hpp"

namespace lic::sim {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace

void World::on(FaultsCome& turn) {
  if (!faults_on_) return;
  plan(clock_.master() + dice_.between(23 * kHour, 25 * kHour), turn);
  const bool too_far = !within(clock_.wall_offset(), 20 * kSecond);
  if (!too_far)
    clock_.step_wall(clock_.wall_offset() > Millis{0} ? -std::chrono::abs(scenario_.drift_a_day)
                                                      : std::chrono::abs(scenario_.drift_a_day));
  if (const auto fault = faults_.today()) inflict(*fault);
}

void World::inflict(const Fault& fault) {
  const MasterTime now = clock_.master();
  journal_.note("fault " + std::to_string(fault.index()));
  const auto until = [this, now, &fault](Millis length) { plan(now + length, TroubleEnds{fault}); };
  const auto go_down = [this, now](Millis length) {
    asleep_until_ = std::max(asleep_until_, now + length);
    oracle_.callers().machine_slept(length);
    trouble();
  };
  std::visit(Overloaded{
                 [&](const Partition& what) {
                   ++partitions_;
                   until(what.length);
                 },
                 [&](const SsmTrouble& what) {
                   SsmSettings& settings = ssm_.settings();
                   if (what.kind == SsmTrouble::Kind::try_again) settings.try_again = true;
                   if (what.kind == SsmTrouble::Kind::refuses) settings.refuses = true;
                   if (what.kind == SsmTrouble::Kind::refuses_renewal) settings.refuses_renewal = true;
                   if (what.kind == SsmTrouble::Kind::clock_off) settings.clock_offset = what.clock_offset;
                   until(what.length);
                 },
                 [&](const SsmForgets& what) {
                   if (what.only_version) return ssm_.restore_older_version();
                   ssm_.remove_instances();
                 },
                 [&](const Suspend& what) {
                   go_down(what.length);
                   until(what.length);
                 },
                 [&](const PowerOff& what) {
                   // A quiet stretch is one step here; a real daemon would have stored the time minutes ago.
                   if (agent_can_hear()) feed({Arrival{TimerFired{}, std::nullopt}});
                   go_down(what.length);
                   if (host_.alive()) host_.kill();
                   until(what.length);
                 },
                 [&](const Kill&) {
                   if (host_.alive()) host_.kill();
                 },
                 [&](const ClockStep& what) {
                   step_clock(what.by);
                   until(what.corrected_after);
                 },
                 [&](const Snapshot&) {
                   if (host_.alive()) snapshot_ = SnapshotTaken{host_.disk(), host_.shelf(), host_.stored_memory()};
                 },
                 [&](const Restore&) { restore_snapshot(); },
                 [&](const MoveHardware&) {
                   if (host_.alive()) host_.kill();
                   host_.move_to(host_.serial() == "serial-1" ? "serial-2" : "serial-1");
                   clock_.boot_again();
                 },
                 [&](const DelayedAnswers& what) { ssm_.settings().poll_chance = what.on ? 0.3 : 0; },
             },
             fault);
}

// The machine is set back to what it was: from now on there are two copies with one identity, as SSM sees it (R-ID-2).
void World::restore_snapshot() {
  if (!snapshot_) return;
  if (host_.alive()) host_.kill();
  host_.disk() = snapshot_->disk;
  host_.shelf() = snapshot_->shelf;
  host_.shelf().being_made.clear();
  oracle_.memory() = snapshot_->memory;
  oracle_.memory().exchange.forget_open();
  snapshot_.reset();
  clock_.boot_again();
  ssm_.expect_clone();
  cloned_ = true;
}

void World::on(TroubleEnds& ends) {
  if (!faults_on_) return;
  trouble();
  SsmSettings& settings = ssm_.settings();
  if (std::holds_alternative<Partition>(ends.fault)) partitions_ = std::max(0, partitions_ - 1);
  if (const auto* what = std::get_if<SsmTrouble>(&ends.fault)) {
    if (what->kind == SsmTrouble::Kind::try_again) settings.try_again = false;
    if (what->kind == SsmTrouble::Kind::refuses) settings.refuses = false;
    if (what->kind == SsmTrouble::Kind::refuses_renewal) settings.refuses_renewal = false;
    if (what->kind == SsmTrouble::Kind::clock_off) settings.clock_offset = Millis{0};
  }
  if (const auto* off = std::get_if<PowerOff>(&ends.fault)) {
    if (host_.alive()) host_.kill();
    clock_.boot_again();
    if (off->wall_offset) {
      clock_.set_wall_offset(*off->wall_offset);
      plan(clock_.master() + off->wrong_for, TroubleEnds{ClockStep{Millis{0}, Millis{0}}});
    }
  }
  if (std::holds_alternative<ClockStep>(ends.fault)) step_clock(-clock_.wall_offset());
}

// The service is told at once when the calendar is set (the loop's timer is cancelled by the kernel).
void World::step_clock(Millis by) {
  trouble();
  journal_.note("the calendar is set by " + std::to_string(by / kSecond) + " s");
  clock_.step_wall(by);
  if (agent_can_hear()) feed({Arrival{TimerFired{}, std::nullopt}});
}

// Nothing is to be expected of a copy that keeps silent.
bool World::is_silenced() const {
  if (!host_.alive()) return false;
  const Sections& sections = host_.state().sections;
  const bool elsewhere = std::ranges::any_of(sections.drawer.goodbyes, [this](const Goodbye& goodbye) {
    return is_other_machine(goodbye.udi, host_.state().sections.installation.seen);
  });
  return elsewhere || sections.reservation.enabled || sections.installation.mismatch ||
         sections.installation.licensing_mode == LicensingMode::classic;
}

void World::stop_all_faults() {
  faults_on_ = false;
  host_.faults(false);
  product_.retire();
  partitions_ = 0;
  SsmSettings& settings = ssm_.settings();
  settings.try_again = settings.refuses = settings.refuses_renewal = false;
  settings.clock_offset = Millis{0};
  settings.poll_chance = 0;
  settings.accepts_expired_proof = true;
  settings.renews_tls_late = false;
  asleep_until_ = std::min(asleep_until_, clock_.master());
  if (!host_.alive()) {
    clock_.boot_again();
    plan(clock_.master() + kSecond, ProcessStarts{});
  }
  step_clock(-clock_.wall_offset());
}

}  // namespace lic::sim
