// Events and effects in a few words, for the journal.

#include <string>

#include "agent/names.hpp"
#include "tests/simulation/agent_host.hpp"

namespace lic::sim {
namespace {

std::string short_answer(const SsmAnswer& answer) {
  if (std::holds_alternative<IdentityGranted>(answer)) return "identity granted";
  if (const auto* granted = std::get_if<AuthorizationGranted>(&answer)) {
    return granted->overall_in_compliance ? "authorized, in compliance" : "authorized, out of compliance";
  }
  if (std::holds_alternative<Deregistered>(answer)) return "deregistered";
  if (std::holds_alternative<PollLater>(answer)) return "poll later";
  if (std::holds_alternative<TryAgainLater>(answer)) return "try again later";
  if (const auto* refused = std::get_if<Refused>(&answer)) return "refused: " + refused->text;
  return "failed: " + std::string(name_of(std::get<ExchangeFailed>(answer).cause()));
}

std::string short_request(const SsmRequest& request) {
  std::string text = request.id.value.substr(0, 8) + " #" + std::to_string(request.sequence) + " ";
  if (std::holds_alternative<RegistrationRequest>(request.body)) return text + "REGISTRATION";
  if (const auto* body = std::get_if<AuthorizationRequest>(&request.body)) {
    text += "AUTHORIZATION";
    for (const EntitlementCount& entry : body->entitlements) text += " " + std::to_string(entry.count);
    text += ", " + std::to_string(body->reports.size()) + " rows";
    return text;
  }
  if (std::holds_alternative<RenewalRequest>(request.body)) return text + "RENEW";
  if (std::holds_alternative<DeregistrationRequest>(request.body)) return text + "DEREGISTRATION";
  return text + "POLL_REQ";
}

std::string short_reservation(const Event& event) {
  if (std::holds_alternative<EnableReservation>(event)) return "enable reservation";
  if (std::holds_alternative<RequestReservation>(event)) return "request reservation";
  if (std::holds_alternative<CancelReservation>(event)) return "cancel reservation";
  if (const auto* install = std::get_if<InstallReservation>(&event))
    return (install->dry_run ? "try " : "install ") + install->code.text;
  if (std::holds_alternative<ReturnReservation>(event)) return "return reservation";
  if (const auto* given = std::get_if<ReturnAuthorization>(&event)) return "return unused " + given->code.text;
  if (std::holds_alternative<DisableReservation>(event)) return "disable reservation";
  if (std::holds_alternative<MigrateToSmart>(event)) return "migrate";
  if (std::holds_alternative<FactoryReset>(event)) return "factory reset";
  return "";
}

}  // namespace

std::string short_text(const Event& event) {
  if (std::holds_alternative<Started>(event)) return "started";
  if (std::holds_alternative<TimerFired>(event)) return "timer";
  if (std::holds_alternative<Stopping>(event)) return "stopping";
  if (const auto* made = std::get_if<KeyPrepared>(&event)) {
    return "key prepared " + made->key.value + (made->failure ? " (failed)" : "");
  }
  if (const auto* replied = std::get_if<SsmReplied>(&event)) {
    return "SSM " + replied->reply.exchange.value.substr(0, 8) + ": " + short_answer(replied->reply.answer);
  }
  if (const auto* command = std::get_if<RegisterCommand>(&event)) {
    return "register " + command->token.value + (command->force ? " force" : "") + (command->wait ? " wait" : "");
  }
  if (std::holds_alternative<DeregisterCommand>(event)) return "deregister";
  if (std::holds_alternative<RenewAuthorizationCommand>(event)) return "renew authorization";
  if (std::holds_alternative<RenewRegistrationCommand>(event)) return "renew registration";
  if (std::holds_alternative<SetTransport>(event)) return "set transport";
  if (std::holds_alternative<ResetTransport>(event)) return "reset transport";
  if (const auto* privacy = std::get_if<SetHostnamePrivacy>(&event))
    return privacy->on ? "hide host name" : "tell host name";
  if (const auto* control = std::get_if<SetLicenseControl>(&event))
    return control->overage_allowed ? "allow overage" : "set limits";
  if (const auto* chosen = std::get_if<SetLicenseType>(&event)) return "license type " + chosen->type;
  if (const std::string verb = short_reservation(event); !verb.empty()) return verb;
  if (const auto* in = std::get_if<SignIn>(&event)) return "sign in " + in->seat.value;
  if (const auto* out = std::get_if<SignOut>(&event)) return "sign out " + out->seat.value;
  if (const auto* update = std::get_if<SeatUpdate>(&event)) return "update " + update->seat.value;
  if (const auto* sync = std::get_if<SeatSync>(&event)) return "sync of " + std::to_string(sync->seats.size());
  return "ports";
}

std::string short_text(const Effect& effect) {
  if (const auto* send = std::get_if<SendRequest>(&effect)) return "send " + short_request(send->request);
  if (const auto* cancel = std::get_if<CancelRequest>(&effect)) return "cancel " + cancel->exchange.value.substr(0, 8);
  if (const auto* prepare = std::get_if<PrepareKey>(&effect)) return "prepare key " + prepare->key.value;
  if (const auto* key = std::get_if<DestroyKey>(&effect)) return "destroy key " + key->key.value;
  if (const auto* token = std::get_if<DestroyToken>(&effect)) return "destroy token " + token->token.value;
  if (const auto* answer = std::get_if<Answer>(&effect)) {
    const auto* error = std::get_if<Error>(&answer->answer);
    if (const auto* refused = std::get_if<SeatRefused>(&answer->answer))
      return "answer " + std::to_string(answer->to.value) + " refused: " + refused->reason;
    return "answer " + std::to_string(answer->to.value) + (error ? " error: " + error->what : " ok");
  }
  const AlarmNotice& notice = std::get<TellAlarm>(effect).notice;
  return "alarm " + std::string(kind_of(notice.code).mnemonic) + " news " +
         std::to_string(static_cast<int>(notice.news));
}

}  // namespace lic::sim
