#include "tests/simulation/operator.hpp"

namespace lic::sim {

std::optional<Event> Operator::turn(const OperatorView& view, SsmModel& ssm, MasterTime now) {
  go_shopping(view, ssm);
  if (dice_.chance(0.1)) return change_settings();
  if (view.reserves) return blunder(ssm);
  switch (view.registration) {
    case RegistrationAxis::unregistered: {
      if (now < patience_ends_) return std::nullopt;
      const TokenKind kind = dice_.chance(0.15)  ? TokenKind::invalid
                             : dice_.chance(0.1) ? TokenKind::expired
                                                 : TokenKind::valid;
      return register_with(ssm, kind, attempts_++ > 0);
    }
    case RegistrationAxis::registering:
      if (dice_.chance(0.1)) return DeregisterCommand{};
      if (dice_.chance(0.2)) return register_with(ssm, TokenKind::valid, true);
      return std::nullopt;
    case RegistrationAxis::registered:
      attempts_ = 0;
      if (view.refused) {
        if (dice_.chance(0.6)) return std::nullopt;  // some wait until provisioning is blocked
        return register_with(ssm, TokenKind::valid, true);
      }
      if (view.unreachable && dice_.chance(0.15)) return DeregisterCommand{};  // some give up what does not work
      return fiddle(ssm);
    case RegistrationAxis::reservation_in_progress:
    case RegistrationAxis::registered_reserved: return blunder(ssm);
    case RegistrationAxis::registration_expired:
      if (dice_.chance(0.2)) return RenewRegistrationCommand{dice_.chance(0.5)};
      if (dice_.chance(0.3)) return register_with(ssm, TokenKind::valid, true);
      if (dice_.chance(0.1)) return DeregisterCommand{};
      return std::nullopt;
  }
  return std::nullopt;
}

// Verbs that have no place in the reservation mode (R-SLR-6), and some that have.
std::optional<Event> Operator::blunder(SsmModel& ssm) {
  switch (dice_.below(8)) {
    case 0: return register_with(ssm, TokenKind::valid, true);
    case 1: return RenewAuthorizationCommand{dice_.chance(0.5)};
    case 2: return RenewRegistrationCommand{dice_.chance(0.5)};
    case 3: return DeregisterCommand{};
    case 4: return SetLicenseControl{true, {}, false};
    case 5: return change_settings();
    default: return std::nullopt;
  }
}

std::optional<Event> Operator::fiddle(SsmModel& ssm) {
  const std::int64_t what = dice_.below(100);
  if (what < 25) return RenewAuthorizationCommand{dice_.chance(0.5)};
  if (what < 30) return RenewRegistrationCommand{dice_.chance(0.5)};
  if (what < 34) {
    patience_ends_ += Millis{0};
    return DeregisterCommand{};
  }
  if (what < 37) return register_with(ssm, TokenKind::valid, true);
  if (what < 40) return register_with(ssm, dice_.chance(0.5) ? TokenKind::valid : TokenKind::invalid, false);
  return std::nullopt;
}

// Every way leads to the one SSM there is, so a trial always succeeds.
Event Operator::change_settings() {
  const std::int64_t what = dice_.below(7);
  if (what == 6) {
    const bool lab = dice_.chance(0.5);
    return SetLicenseType{lab ? "nps" : "flex", lab ? UsageMode::non_production : UsageMode::production, true};
  }
  if (what == 0) return ResetTransport{};
  if (what == 1) return SetHostnamePrivacy{dice_.chance(0.5)};
  if (what == 2)
    return SetLicenseControl{
        dice_.chance(0.5), {{LimitField::standard, dice_.below(25)}, {LimitField::premium, dice_.below(10)}}, false};
  SetTransport change;
  change.settings.route = dice_.chance(0.5) ? TransportRoute::direct : TransportRoute::gateway;
  if (change.settings.route == TransportRoute::gateway) change.settings.url = "https://ssm.example.com/SmartTransport";
  change.checked = "SSM answered.";
  return change;
}

void Operator::go_shopping(const OperatorView& view, SsmModel& ssm) {
  if (view.out_of_compliance) {
    if (!dice_.chance(0.25)) return;  // some wait until provisioning is blocked
    ssm.buy("standard", 40);
    ssm.buy("premium", 40);
  } else if (dice_.chance(0.1)) {
    ssm.settings().allows_export = dice_.chance(0.5);
  } else if (dice_.chance(0.3)) {
    ssm.buy("standard", dice_.below(25));
    ssm.buy("premium", dice_.below(12));
  }
}

std::optional<Event> Operator::repair(const OperatorView& view, SsmModel& ssm) {
  ssm.buy("standard", 1000);
  ssm.buy("premium", 1000);
  const bool registered = view.registration == RegistrationAxis::registered;
  if (!registered || view.refused) return register_with(ssm, TokenKind::valid, true);
  return RenewAuthorizationCommand{false};
}

RegisterCommand Operator::register_with(SsmModel& ssm, TokenKind kind, bool force) {
  RegisterCommand command;
  command.token = TokenRef{"token-" + std::to_string(++tokens_)};
  command.token_fingerprint = "0123456789ab";
  command.force = force;
  command.wait = dice_.chance(0.5);
  ssm.add_token(command.token, kind, dice_.chance(0.8) ? "virtual" : "another");
  return command;
}

}  // namespace lic::sim
