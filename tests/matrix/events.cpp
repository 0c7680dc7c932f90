#include "tests/matrix/events.hpp"

#include <utility>

#include "agent/names.hpp"
#include "tests/matrix/verbs.hpp"

namespace lic::matrix {
namespace {

class EventList {
public:
  explicit EventList(const Machine& machine) : machine_(machine) {}

  std::vector<NamedEvent> take() {
    add_machine();
    add_answers();
    add_trust();
    add_refusals();
    add_failures();
    add_commands();
    add_product();
    return std::move(list_);
  }

private:
  void add(std::string name, Event event, bool asks = false, Millis later = Millis{0}) {
    list_.push_back(NamedEvent{std::move(name), std::move(event), asks, later});
  }
  void add_reply(std::string name, SsmAnswer answer, std::optional<Millis> server_offset = Millis{0}) {
    const auto& pending = machine_.state().sections.exchange.pending;
    SsmReply reply;
    reply.exchange = pending ? pending->request.id : ExchangeId{"none"};
    if (server_offset) reply.server_time = machine_.now().wall + *server_offset;
    reply.answer = std::move(answer);
    add("ssm: " + std::move(name), SsmReplied{reply});
  }

  void add_machine() {
    add("started, same boot", Started{"boot-1", Udi{"UCCX", "serial-1", "uuid-1"}});
    add("started, new boot", Started{"boot-2", Udi{"UCCX", "serial-1", "uuid-1"}});
    add("started, other hardware", Started{"boot-2", Udi{"UCCX", "serial-9", "uuid-9"}});
    add("started, host name is the serial", Started{"boot-1", Udi{"UCCX", "serial-1", "uuid-1"}, "serial-1"});
    add("timer", TimerFired{});
    add("timer, 2 hours later", TimerFired{}, false, 2 * kHour);
    add("timer, 100 days later", TimerFired{}, false, 100 * kDay);
    add("stopping", Stopping{});
    const KeyRef awaited = awaited_key(machine_.state()).value_or(KeyRef{"key-nobody-wants"});
    add("key prepared", KeyPrepared{awaited, std::nullopt});
    add("key failed", KeyPrepared{awaited, Error{ErrorCode::storage, "the key store is full", "free some space"}});
    add("key prepared, unknown", KeyPrepared{KeyRef{"key-nobody-wants"}, std::nullopt});
  }

  void add_answers() {
    const AgentState& state = machine_.state();
    const Policy& policy = machine_.policy();
    add_reply("identity granted", identity("instance-1", machine_.now()));
    add_reply("identity granted, other instance", identity("instance-2", machine_.now()));
    add_reply("in compliance", authorization(state, policy, true));
    SsmReply with_window;
    if (const auto& pending = state.sections.exchange.pending) with_window.exchange = pending->request.id;
    with_window.server_time = machine_.now().wall;
    with_window.answer = authorization(state, policy, true);
    with_window.renew_window = RenewWindow{machine_.now().wall + 10 * kDay, machine_.now().wall + 20 * kDay};
    add("ssm: in compliance, with a window for the renewal", SsmReplied{with_window});
    add_reply("out of compliance", authorization(state, policy, false));
    AuthorizationGranted lower = authorization(state, policy, true);
    lower.version = 0;
    add_reply("in compliance, lower version", lower);
    AuthorizationGranted invalid = authorization(state, policy, true);
    invalid.overall_in_compliance = false;
    invalid.entitlements.front().status = EntitlementStatus::invalid_tag;
    add_reply("invalid tag", invalid);
    AuthorizationGranted refused = authorization(state, policy, true);
    refused.entitlements.front().status = EntitlementStatus::not_authorized;
    add_reply("entitlement not authorized", refused);
    add_reply("deregistered", Deregistered{});
    add_reply("poll later", PollLater{"poll-9", kMinute});
    add_reply("try again later", TryAgainLater{"busy", 5 * kMinute});
    SsmReply stray;
    stray.exchange = ExchangeId{"stray"};
    stray.server_time = machine_.now().wall;
    stray.answer = authorization(state, policy, false);
    add("ssm: late answer to an exchange given up", SsmReplied{stray});
  }

  // Told with a good answer; the version decides (wire P13).
  void add_trust() {
    const auto add_told = [this](std::string name, std::int64_t version, Millis certificate_lives) {
      const auto& pending = machine_.state().sections.exchange.pending;
      SsmReply reply;
      reply.exchange = pending ? pending->request.id : ExchangeId{"none"};
      reply.server_time = machine_.now().wall;
      reply.answer = authorization(machine_.state(), machine_.policy(), true);
      reply.trust_bundle = TrustBundle{version, "-----BEGIN CERTIFICATE-----"};
      reply.certificates = {{CertificateRole::tls_server, "CN=ssm", machine_.now().wall + certificate_lives}};
      add("ssm: in compliance, " + std::move(name), SsmReplied{reply});
    };
    add_told("trust of version 5", 5, 90 * kDay);
    add_told("trust of version 6, certificate ends in 20 days", 6, 20 * kDay);
  }

  void add_refusals() {
    const auto refused = [this](const char* name, RefusalKind kind) {
      add_reply(std::string("refused, ") + name, Refused{kind, "SSM's words", std::nullopt});
    };
    refused("token invalid", RefusalKind::token_invalid);
    refused("token expired", RefusalKind::token_expired);
    refused("already registered", RefusalKind::already_registered);
    refused("instance unknown", RefusalKind::instance_unknown);
    refused("clone suspected", RefusalKind::clone_suspected);
    refused("certificate", RefusalKind::certificate);
    refused("other", RefusalKind::other);
  }

  // One cause of each class of R-REG-3; a clock failure tells SSM's time.
  void add_failures() {
    for (const FailureCode code : {FailureCode::no_answer_timeout, FailureCode::http_unavailable,
                                   FailureCode::signature_wrong, FailureCode::clock_differs}) {
      const std::optional<Millis> offset =
          code == FailureCode::clock_differs ? std::optional<Millis>{2 * kHour} : std::nullopt;
      add_reply("failed, " + std::string(name_of(cause_of(code))),
                ExchangeFailed{code, "no luck", "wait", std::nullopt}, offset);
    }
    add_reply("failed, http with Retry-After", ExchangeFailed{FailureCode::http_unavailable, "503", "wait", 3 * kHour},
              std::nullopt);
  }

  void add_commands() {
    for (NamedVerb& verb : verbs_for(machine_)) add(std::move(verb.name), std::move(verb.event), true);
  }

  void add_product() {
    add("sign in", SignIn{SeatId{"newcomer"}, with(Capability::inbound_voice), "12.5"}, true);
    add("sign in, premium", SignIn{SeatId{"newcomer"}, with(Capability::supervisor), "12.5"}, true);
    add("sign in, with a lease", SignIn{SeatId{"newcomer"}, {}, {}, kMinute}, true);
    add("sign in, with a lease too short", SignIn{SeatId{"newcomer"}, {}, {}, kSecond}, true);
    add("sign out", SignOut{SeatId{"agent0"}}, true);
    add("sign out, unknown", SignOut{SeatId{"nobody"}}, true);
    add("update, used", SeatUpdate{SeatId{"agent0"}, std::nullopt, with(Capability::chat)}, true);
    add("sync, nobody", SeatSync{}, true);
    SeatBatch batch;
    batch.changes.emplace_back(SignIn{SeatId{"newcomer"}, {}, {}});
    batch.changes.emplace_back(Error{ErrorCode::invalid_argument, "changes[1] has no op", "name it"});
    batch.changes.emplace_back(SignOut{SeatId{"nobody"}});
    batch.changes.emplace_back(SignOut{SeatId{"newcomer"}});
    add("batch with a bad row", batch, true);
    add("product connected", ProductConnected{"process-1", "engine"}, true);
    add("product gone", ProductGone{"process-1"}, true);
    add("ports", PortsInUse{5, std::nullopt, std::nullopt, std::nullopt}, true);
    add("ports, negative", PortsInUse{-1, std::nullopt, std::nullopt, std::nullopt}, true);
  }

  const Machine& machine_;
  std::vector<NamedEvent> list_;
};

}  // namespace

std::vector<NamedEvent> events_for(const Machine& machine) { return EventList(machine).take(); }

}  // namespace lic::matrix
