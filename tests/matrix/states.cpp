#include "tests/matrix/states.hpp"

#include <iterator>
#include <utility>

namespace lic::matrix {
namespace {

Machine fresh() { return Machine(Flavour::tolerant); }
Machine authorized() {
  Machine machine = fresh();
  machine.register_now().authorize().sign_in(2, 1).to_next_report().authorize();
  return machine;
}
ExchangeFailed silence() {
  return ExchangeFailed{FailureCode::no_answer_timeout, "no answer in time", "wait", std::nullopt};
}
Refused unknown_instance() { return Refused{RefusalKind::instance_unknown, "unknown instance", std::nullopt}; }

void add(std::vector<NamedState>& list, std::string name, Machine machine) {
  list.push_back(NamedState{std::move(name), std::move(machine)});
}

RegisterCommand command(bool force) { return RegisterCommand{TokenRef{"token-2"}, "ba9876543210", force, true}; }

// In compliance, with trust of version 5.
SsmReply told_trust(const Machine& machine) {
  SsmReply reply;
  reply.exchange = machine.state().sections.exchange.pending->request.id;
  reply.server_time = machine.now().wall;
  reply.answer = authorization(machine.state(), machine.policy(), true);
  reply.trust_bundle = TrustBundle{5, "-----BEGIN CERTIFICATE-----"};
  return reply;
}

}  // namespace

std::vector<NamedState> unregistered_states() {
  std::vector<NamedState> list;
  add(list, "unregistered, evaluation", fresh());
  Machine machine = fresh();
  machine.live(91 * kDay, std::nullopt);
  add(list, "unregistered, evaluation_expired", machine);
  machine = fresh();
  machine.feed(command(false), true);
  add(list, "registering, key wanted", machine);
  machine.key_ready();
  add(list, "registering, in flight", machine);
  Machine polling = machine;
  polling.reply(PollLater{"poll-1", kMinute});
  add(list, "registering, answer put off", polling);
  polling.live(kMinute, std::nullopt);
  add(list, "registering, poll in flight", polling);
  machine.reply(silence(), std::nullopt);
  add(list, "registering, waits for its next attempt", machine);
  return list;
}

std::vector<NamedState> goodbye_states() {
  std::vector<NamedState> list;
  Machine machine = authorized();
  machine.feed(DeregisterCommand{}, true);
  machine.reply(silence(), std::nullopt);
  add(list, "unregistered, a goodbye waits", machine);
  Machine saying = machine;
  saying.live(2 * kHour, std::nullopt);
  add(list, "unregistered, a goodbye in flight", saying);
  machine.feed(command(false), true);
  machine.key_ready();
  add(list, "registering, a goodbye first in flight", machine);
  machine.reply(silence(), std::nullopt);
  machine.reply(identity("instance-2", machine.now()));
  machine.authorize();
  add(list, "registered, a goodbye waits", machine);
  while (!machine.state().sections.exchange.pending ||
         machine.state().sections.exchange.pending->kind == SsmRequestKind::authorization) {
    if (machine.state().sections.exchange.pending) machine.authorize();
    machine.live(kMinute, std::nullopt);
  }
  add(list, "registered, a goodbye in flight", machine);
  return list;
}

std::vector<NamedState> registered_states() {
  std::vector<NamedState> list;
  Machine machine = fresh();
  machine.register_now();
  add(list, "registered, first authorization in flight", machine);
  machine.authorize();
  add(list, "registered, no licenses in use", machine);
  machine = authorized();
  add(list, "registered, authorized", machine);
  Machine asked = machine;
  asked.feed(RenewAuthorizationCommand{true}, true);
  add(list, "registered, authorization in flight by the operator", asked);
  asked.feed(SsmReplied{told_trust(asked)});
  asked.feed(RenewAuthorizationCommand{true}, true);
  add(list, "registered, trust of version 5 told, authorization in flight", asked);
  Machine reporting = machine;
  reporting.to_next_report();
  add(list, "registered, report in flight", reporting);
  Machine put_off = reporting;
  put_off.reply(PollLater{"poll-1", kMinute});
  add(list, "registered, report's answer put off", put_off);
  put_off.live(kMinute, std::nullopt);
  add(list, "registered, poll for a report in flight", put_off);
  Machine lower = reporting;
  AuthorizationGranted old = authorization(lower.state(), lower.policy(), true);
  old.version = 0;
  lower.reply(old);
  add(list, "registered, sent once more with version 0", lower);
  reporting.reply(silence(), std::nullopt);
  add(list, "registered, report unanswered", reporting);
  Machine again = machine;
  again.feed(command(true), true);
  add(list, "registered, reregistering, key wanted", again);
  again.key_ready();
  add(list, "registered, reregistering, in flight", again);
  Machine leaving = machine;
  leaving.live(15 * kMinute, FailureCode::tcp_refused);
  leaving.feed(DeregisterCommand{}, true);
  add(list, "registered, leaving, last report in flight", leaving);
  leaving.authorize();
  add(list, "registered, leaving, goodbye in flight", leaving);
  return list;
}

std::vector<NamedState> usage_states() {
  std::vector<NamedState> list;
  Machine machine = authorized();
  const SetLicenseControl who_is_in{false, {{LimitField::standard, 2}, {LimitField::premium, 1}}, false};
  machine.feed(who_is_in, true);
  add(list, "registered, limited to who is in", machine);
  machine = authorized();
  machine.feed(ProductConnected{"process-1", "engine"}, true);
  machine.feed(SignIn{SeatId{"held"}, {}, {}, {}, 1});
  add(list, "registered, a product process holds a seat", machine);
  machine.feed(ProductGone{"process-1"});
  add(list, "registered, a product process that holds a seat is lost", machine);
  return list;
}

std::vector<NamedState> compliance_states() {
  std::vector<NamedState> list;
  Machine machine = authorized();
  machine.report_out_of_compliance(1);
  add(list, "tolerant, tolerated 1", machine);
  machine.report_out_of_compliance(2);
  add(list, "tolerant, tolerated 3", machine);
  machine.to_next_report();
  add(list, "tolerant, tolerated 3, report in flight", machine);
  machine.authorize(false);
  add(list, "tolerant, locked", machine);
  Machine locked = machine;
  locked.to_next_report();
  add(list, "tolerant, locked, report in flight", locked);
  machine.live(91 * kDay, FailureCode::tcp_refused);
  add(list, "tolerant, locked, enforced, silence", machine);
  Machine immediate(Flavour::immediate);
  immediate.register_now().authorize().sign_in(2, 1).to_next_report();
  add(list, "immediate, report in flight", immediate);
  immediate.authorize(false);
  add(list, "immediate, entered", immediate);
  immediate.to_next_report();
  add(list, "immediate, entered, exchange in flight", immediate);
  return list;
}

std::vector<NamedState> renewal_states() {
  std::vector<NamedState> list;
  Machine machine = authorized();
  machine.feed(RenewRegistrationCommand{true}, true);
  add(list, "renewal, key wanted", machine);
  machine.key_ready();
  add(list, "renewal, in flight", machine);
  Machine lost = machine;
  lost.reply(silence(), std::nullopt);
  add(list, "renewal, unanswered", lost);
  machine.reply(identity("instance-1", machine.now()));
  add(list, "renewal, granted, first use in flight", machine);
  machine.reply(silence(), std::nullopt);
  add(list, "renewal, granted, first use unanswered", machine);
  Machine unlucky = authorized();
  unlucky.feed(SeatSync{}, true);
  unlucky.live_without_renewal(365 * kDay + kHour);
  add(list, "expired, evaluation runs", unlucky);
  unlucky.feed(RenewRegistrationCommand{true}, true);
  unlucky.key_ready();
  add(list, "expired, recovery in flight", unlucky);
  Machine silent = authorized();
  silent.live(366 * kDay, FailureCode::tcp_refused);
  add(list, "expired, enforcement kept", silent);
  return list;
}

std::vector<NamedState> troubled_states() {
  std::vector<NamedState> list;
  Machine machine = authorized();
  machine.live(91 * kDay, FailureCode::tcp_refused);
  add(list, "silence for 91 days", machine);
  machine.live(90 * kDay, FailureCode::tcp_refused);
  add(list, "silence for 181 days", machine);
  machine = authorized();
  machine.to_next_report().reply(unknown_instance());
  add(list, "removed, told once", machine);
  machine.live(2 * kHour, std::nullopt);
  machine.reply(unknown_instance());
  add(list, "removed, told twice", machine);
  machine.live(91 * kDay, FailureCode::tcp_refused);
  add(list, "removed, enforced", machine);
  machine = authorized();
  machine.to_next_report().reply(Refused{RefusalKind::clone_suspected, "Clone suspected", std::nullopt});
  add(list, "clone suspected", machine);
  machine = authorized();
  machine.feed(Started{"boot-1", Udi{"UCCX", "serial-2", "uuid-2"}});
  add(list, "identity mismatch", machine);
  machine = authorized();
  machine.to_next_report().reply(ExchangeFailed{FailureCode::clock_differs, "clocks differ", "set it", std::nullopt},
                                 2 * kHour);
  add(list, "clocks differ", machine);
  return list;
}

std::vector<NamedState> mode_states() {
  std::vector<NamedState> list;
  Machine machine(Flavour::classic);
  machine.sign_in(2, 1);
  add(list, "classic", machine);
  machine.feed(MigrateToSmart{}, true);
  add(list, "migrated, evaluation", machine);
  machine = authorized();
  machine.feed(FactoryReset{}, true);
  add(list, "reset after a registration", machine);
  return list;
}

std::vector<NamedState> reservation_states() {
  std::vector<NamedState> list;
  Machine machine = fresh();
  machine.feed(EnableReservation{}, true);
  add(list, "reservation, enabled", machine);
  machine.feed(RequestReservation{}, true);
  machine.sign_in(1, 1);
  add(list, "reservation, request open", machine);
  machine.feed(InstallReservation{reservation_code(machine, 2, 1), false}, true);
  machine.live(kHour, std::nullopt);
  add(list, "reserved", machine);
  Machine changed = machine;
  changed.feed(InstallReservation{reservation_code(machine, 5, 5), false}, true);
  changed.live(kHour, std::nullopt);
  add(list, "reserved, changed", changed);
  Machine returned = machine;
  returned.feed(ReturnReservation{}, true);
  add(list, "reservation, returned", returned);
  Machine moved = machine;
  moved.feed(Started{"boot-2", Udi{"UCCX", "serial-2", "uuid-2"}});
  add(list, "reserved, identity mismatch", moved);
  AuthorizationCode term = reservation_code(machine, 2, 1);
  term.licenses.back().ends = machine.now().wall + 40 * kDay;
  Machine ending = machine;
  ending.feed(InstallReservation{term, false}, true);
  add(list, "reserved, the server's term ends in 40 days", ending);
  ending.live(41 * kDay, std::nullopt);
  add(list, "reserved, the server's term has ended", ending);
  machine.feed(InstallReservation{reservation_code(machine, 1, 0), false}, true);
  machine.live(kHour, std::nullopt);
  add(list, "reserved, seats above what is covered", machine);
  machine.live(90 * kDay, std::nullopt);
  add(list, "reserved, enforced", machine);
  Machine waiting = authorized();
  waiting.feed(DeregisterCommand{}, true);
  waiting.reply(silence(), std::nullopt);
  waiting.feed(EnableReservation{}, true);
  add(list, "reservation, enabled, a goodbye waits", waiting);
  return list;
}

std::vector<NamedState> all_states() {
  std::vector<NamedState> list;
  for (auto* part : {&unregistered_states, &goodbye_states, &registered_states, &usage_states, &compliance_states,
                     &renewal_states, &troubled_states, &mode_states, &reservation_states}) {
    std::vector<NamedState> some = (*part)();
    list.insert(list.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  }
  return list;
}

}  // namespace lic::matrix
