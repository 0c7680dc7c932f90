#include "tests/matrix/machine.hpp"

#include <algorithm>
#include <utility>

namespace lic::matrix {
namespace {

constexpr Now kBirth{WallTime{Millis{1767261600000}}, BootTime{Millis{60000}}};  // 2026-01-01T10:00:00Z

Entitlement entitlement(const char* name, EntitlementMode mode, std::optional<Meter> meter) {
  Entitlement made;
  made.name = EntitlementName{name};
  made.tag = EntitlementTag{std::string("tag-") + name};
  made.display_name = name;
  made.version = "12.5";
  made.mode = mode;
  made.meter = meter;
  return made;
}

}  // namespace

Policy policy_of(Flavour flavour) {
  Policy policy;
  policy.catalog_id = "matrix";
  policy.product_id = "UCCX";
  policy.license_type.id = "flex";
  policy.license_type.title = "Flex";
  policy.license_type.premium_capabilities = with(Capability::chat) | with(Capability::supervisor);
  policy.license_type.entitlements = {entitlement("standard", EntitlementMode::counted, Meter::standard),
                                      entitlement("premium", EntitlementMode::counted, Meter::premium),
                                      entitlement("server", EntitlementMode::presence, std::nullopt)};
  policy.license_type.limit_fields = {LimitField::standard, LimitField::premium};
  LicenseType lab = policy.license_type;
  lab.id = "lab";
  lab.title = "Lab";
  lab.type_class = TypeClass::lab;
  lab.note = "for labs only";
  lab.limit_fields = {};
  policy.license_types = {policy.license_type, lab};
  policy.blocked_when_enforced = {"agent_add"};
  policy.report_spread = Millis{0};
  if (flavour == Flavour::classic) policy.first_mode = LicensingMode::classic;
  if (flavour == Flavour::immediate) {
    policy.ooc_policy = OocPolicy::immediate;
    policy.classification = Classification::used;
    policy.reporting = Reporting::every_8_hours;
  }
  return policy;
}

Machine::Machine(Flavour flavour) : policy_(policy_of(flavour)), now_(kBirth) {
  feed(Started{"boot-1", Udi{"UCCX", "serial-1", "uuid-1"}});
}

Step Machine::feed(Event event, bool asks) {
  Envelope envelope{now_, next_dice(), std::nullopt, std::move(event)};
  if (asks) envelope.request = RequestId{++requests_};
  return step(state_, envelope, policy_);
}

void Machine::live(Millis length, std::optional<FailureCode> code) {
  const BootTime end = now_.boot + length;
  while (now_.boot < end) {
    const auto due = next_deadline(state_, policy_);
    const BootTime at = due ? std::clamp(due->at, now_.boot, end) : end;
    wait(at - now_.boot);
    feed(TimerFired{});
    if (awaited_key(state_)) key_ready();
    const auto& pending = state_.sections.exchange.pending;
    if (code && pending && pending->in_flight)
      reply(ExchangeFailed{*code, "no luck", "wait", std::nullopt}, std::nullopt);
  }
}

void Machine::live_without_renewal(Millis length) {
  const BootTime end = now_.boot + length;
  while (now_.boot < end) {
    const auto due = next_deadline(state_, policy_);
    wait((due ? std::clamp(due->at, now_.boot, end) : end) - now_.boot);
    feed(TimerFired{});
    if (awaited_key(state_)) key_ready();
    while (state_.sections.exchange.pending && state_.sections.exchange.pending->in_flight) {
      if (state_.sections.exchange.pending->kind == SsmRequestKind::authorization) {
        reply(authorization(state_, policy_, true));
      } else {
        reply(Refused{RefusalKind::other, "Renewal refused", std::nullopt});
      }
    }
  }
}

void Machine::reply(SsmAnswer answer, std::optional<Millis> server_offset) {
  SsmReply made;
  made.exchange = state_.sections.exchange.pending ? state_.sections.exchange.pending->request.id : ExchangeId{"none"};
  if (server_offset) made.server_time = now_.wall + *server_offset;
  made.answer = std::move(answer);
  feed(SsmReplied{made});
}

std::optional<KeyRef> awaited_key(const AgentState& state) {
  const auto& attempt = state.sections.registration.attempt;
  if (attempt && !attempt->key_ready) return attempt->key;
  const RenewalState& renewal = state.sections.renewal;
  if (!renewal.new_key.empty() && !renewal.key_ready) return renewal.new_key;
  return std::nullopt;
}

void Machine::key_ready() {
  if (const auto key = awaited_key(state_)) feed(KeyPrepared{*key, std::nullopt});
}

AuthorizationCode reservation_code(const Machine& machine, std::int64_t standard, std::int64_t premium) {
  const Sections& sections = machine.state().sections;
  AuthorizationCode code;
  code.instance = InstanceId{"of-no-request"};
  if (sections.reservation.request) code.instance = sections.reservation.request->instance;
  if (const auto* reserved = std::get_if<Reserved>(&sections.registration.standing))
    code.instance = reserved->code.instance;
  code.text = "<authorizationCode/>";
  code.made_at = machine.now().wall;
  code.udi = sections.installation.seen;
  for (const auto& [name, count] : {std::pair{"standard", standard}, std::pair{"premium", premium}, {"server", 1}})
    code.licenses.push_back({EntitlementTag{std::string("tag-") + name}, count, {}, {}, "PERPETUAL", name, "", ""});
  code.confirmation_code = "c0ffee01";
  code.return_code = "CC-return";
  return code;
}

IdentityGranted identity(const std::string& instance, Now now) {
  IdentityGranted granted;
  granted.instance = InstanceId{instance};
  granted.instance_name = "host";
  granted.smart_account = "account";
  granted.virtual_account = "virtual";
  granted.certificate = Certificate{"pem", "100", now.wall - 5 * kMinute, now.wall - 5 * kMinute + 365 * kDay};
  return granted;
}

AuthorizationGranted authorization(const AgentState& state, const Policy& policy, bool in_compliance) {
  AuthorizationGranted granted;
  granted.accepted_reports.emplace();
  granted.version = state.sections.authorization.response_version + 1;
  granted.overall_in_compliance = in_compliance;
  const auto& pending = state.sections.exchange.pending;
  for (const Entitlement& entry : policy.license_type.entitlements) {
    EntitlementAnswer answer;
    answer.tag = entry.tag;
    const bool is_short = !in_compliance && entry.mode == EntitlementMode::counted;
    answer.status = is_short ? EntitlementStatus::out_of_compliance : EntitlementStatus::in_compliance;
    granted.entitlements.push_back(answer);
  }
  if (!pending) return granted;
  const auto* body = std::get_if<AuthorizationRequest>(&pending->request.body);
  if (body == nullptr) return granted;
  for (const UsageReport& row : body->reports) granted.accepted_reports->push_back(row.id);
  return granted;
}

Machine& Machine::register_now() {
  feed(RegisterCommand{TokenRef{"token-1"}, "0123456789ab", false, false}, true);
  key_ready();
  reply(identity("instance-1", now_));
  return *this;
}

Machine& Machine::authorize(bool in_compliance) {
  wait(kSecond);
  reply(authorization(state_, policy_, in_compliance));
  return *this;
}

Machine& Machine::sign_in(int standard, int premium) {
  for (int index = 0; index < standard + premium; ++index) {
    const bool rich = index >= standard;
    const SeatId seat{"agent" + std::to_string(index)};
    feed(SignIn{seat, with(rich ? Capability::chat : Capability::inbound_voice), ""}, true);
    if (rich) feed(SeatUpdate{seat, std::nullopt, with(Capability::chat)}, true);
  }
  return *this;
}

Machine& Machine::to_next_report() {
  while (!state_.sections.exchange.pending) {
    const auto due = next_deadline(state_, policy_);
    wait(due->at - now_.boot);
    feed(TimerFired{});
  }
  return *this;
}

Machine& Machine::report_out_of_compliance(int times) {
  for (int index = 0; index < times; ++index) to_next_report().authorize(false);
  return *this;
}

}  // namespace lic::matrix
