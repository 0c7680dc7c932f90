// Bytes as a run of events with times: the invariants hold after every step, and undo puts everything back.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "agent/step.hpp"

namespace {

using namespace lic;  // tidy: allow banned: one file, one program

// Takes small numbers from the input; zeros when it is used up.
class Bytes {
public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), end_(data + size) {}
  [[nodiscard]] bool empty() const { return data_ == end_; }
  std::uint8_t next() { return empty() ? std::uint8_t{0} : *data_++; }

private:
  const std::uint8_t* data_;
  const std::uint8_t* end_;
};

Policy policy_of(std::uint8_t flags) {
  Policy policy;
  policy.product_id = "UCCX";
  policy.license_type.id = "flex";
  policy.license_type.premium_capabilities = with(Capability::chat);
  policy.license_type.entitlements = {
      {EntitlementName{"standard"}, EntitlementTag{"s"}, "", "", EntitlementMode::counted, Meter::standard},
      {EntitlementName{"premium"}, EntitlementTag{"p"}, "", "", EntitlementMode::counted, Meter::premium}};
  policy.license_type.limit_fields = {LimitField::standard, LimitField::premium};
  LicenseType everybody_premium = policy.license_type;
  everybody_premium.id = "premium";
  everybody_premium.premium_capabilities = {};
  everybody_premium.base_class = SeatClass::premium;
  everybody_premium.limit_fields = {LimitField::seats};
  policy.license_types = {policy.license_type, everybody_premium};
  if ((flags & 1) != 0) policy.ooc_policy = OocPolicy::immediate;
  if ((flags & 2) != 0) policy.reporting = Reporting::every_8_hours;
  if ((flags & 4) != 0) policy.report_unchanged = false;
  if ((flags & 8) != 0) policy.classification = Classification::used;
  policy.outbox_rows_max = 12;
  return policy;
}

SsmAnswer answer_of(Bytes& bytes, const SsmRequest& request, WallTime now) {
  switch (bytes.next() % 7) {
    case 0:
      return ExchangeFailed{static_cast<FailureCode>(bytes.next() % failure_catalog().size()), "failed", "mend",
                            std::nullopt};
    case 1: return Refused{static_cast<RefusalKind>(bytes.next() % 7), "refused", std::nullopt};
    case 2: return PollLater{"p", kSecond * bytes.next()};
    case 3: return TryAgainLater{"later", std::nullopt};
    case 4: return Deregistered{};
    case 5:
      return IdentityGranted{InstanceId{"i"}, "n", "s", "v", true, {"pem", "1", now, now + kDay * bytes.next()},
                             std::nullopt};
    default: break;
  }
  AuthorizationGranted granted;
  granted.accepted_reports.emplace();
  granted.version = bytes.next() % 4;
  granted.overall_in_compliance = bytes.next() % 2 == 0;
  if (const auto* body = std::get_if<AuthorizationRequest>(&request.body))
    for (const UsageReport& report : body->reports) granted.accepted_reports->push_back(report.id);
  const auto status =
      granted.overall_in_compliance ? EntitlementStatus::in_compliance : EntitlementStatus::out_of_compliance;
  granted.entitlements.push_back({EntitlementTag{"s"}, 0, status, "", "", bytes.next()});
  return granted;
}

struct World {
  AgentState state;
  Now now{WallTime{Millis{1772409600000}}, BootTime{kHour}};
  int boots = 1;
  std::vector<SsmRequest> sent;
  std::vector<KeyRef> keys;
};

// With a version, a lease and a product process now and then.
SignIn sign_in_of(Bytes& bytes, const SeatId& seat) {
  SignIn event{seat, CapabilitySet{bytes.next()}, {}};
  const std::uint8_t more = bytes.next();
  if (more % 2 == 0) event.product_version = std::to_string(more % 80);
  if (more % 3 == 0) event.lease = kMinute * more;
  event.holder = more % 5;
  return event;
}

Event event_of(Bytes& bytes, World& world) {
  const SeatId seat{std::string(1, static_cast<char>('a' + bytes.next() % 4))};
  switch (bytes.next() % 21) {
    case 0: return Started{"boot" + std::to_string(world.boots += bytes.next() % 2), Udi{"UCCX", "s", "u"}};
    case 1: return RegisterCommand{TokenRef{"t"}, "f", bytes.next() % 2 == 0, false};
    case 2: return DeregisterCommand{};
    case 3: return RenewAuthorizationCommand{false};
    case 4: return RenewRegistrationCommand{false};
    case 5: return sign_in_of(bytes, seat);
    case 6: return SignOut{seat};
    case 7: return SeatUpdate{seat, std::nullopt, CapabilitySet{bytes.next()}};
    case 8: return SeatSync{{SignIn{seat, {}, {}}}};
    case 9: return PortsInUse{bytes.next(), std::nullopt, std::nullopt, std::nullopt};
    case 10:
      if (world.keys.empty()) break;
      return KeyPrepared{world.keys.back(),
                         bytes.next() % 8 == 0 ? std::optional{Error{ErrorCode::storage, "no"}} : std::nullopt};
    case 11: {
      if (world.sent.empty()) break;
      const SsmRequest request = world.sent.back();
      return SsmReplied{{request.id, world.now.wall, answer_of(bytes, request, world.now.wall)}};
    }
    case 12: return SetTransport{{}, "SSM answered."};
    case 13: return ResetTransport{};
    case 14: return SetHostnamePrivacy{bytes.next() % 2 == 0};
    case 15: {
      const std::int64_t most = bytes.next() % 4;
      return SetLicenseControl{bytes.next() % 2 == 0, {{LimitField::standard, most}, {LimitField::premium, 1}}, false};
    }
    case 16: return SeatBatch{{sign_in_of(bytes, seat), Error{ErrorCode::invalid_argument, "no op"}, SignOut{seat}}};
    case 17: return ProductConnected{seat.value, "engine"};
    case 18: return ProductGone{seat.value};
    case 19: return SetLicenseType{bytes.next() % 2 == 0 ? "premium" : "flex", UsageMode::production, false};
    default: break;
  }
  return TimerFired{};
}

void pass_time(Bytes& bytes, World& world) {
  const Millis by = bytes.next() * kMinute * (bytes.next() % 16 == 0 ? 600 : 1);
  world.now.boot += by;
  world.now.wall += by;
  if (bytes.next() % 16 == 0) world.now.wall -= bytes.next() * kHour;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4096) return 0;
  Bytes bytes(data, size);
  const Policy policy = policy_of(bytes.next());
  World world;
  std::uint64_t dice = 1;
  (void)step(world.state, {world.now, dice, std::nullopt, Started{"boot1", Udi{"UCCX", "s", "u"}}}, policy);
  while (!bytes.empty()) {
    pass_time(bytes, world);
    const Event event = event_of(bytes, world);
    const bool fails = bytes.next() % 8 == 0;
    const AgentState before = world.state;
    const Step done = step(world.state, {world.now, ++dice, std::nullopt, event}, policy);
    if (!check_invariants(world.state).empty()) std::abort();
    if (fails) {  // the disk refused: everything goes back
      undo(world.state, done.changes);
      world.state.sections = before.sections;
      if (world.state.seats != before.seats || world.state.outbox != before.outbox) std::abort();
      continue;
    }
    for (const Effect& effect : done.effects) {
      if (const auto* send = std::get_if<SendRequest>(&effect)) world.sent.push_back(send->request);
      if (const auto* key = std::get_if<PrepareKey>(&effect)) world.keys.push_back(key->key);
    }
  }
  return 0;
}
