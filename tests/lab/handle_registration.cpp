// REGISTRATION, wire.md P5.1.
#include "tests/lab/handlers.hpp"

#include "tests/lab/random_names.hpp"

#include <utility>

namespace ssm_lab {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string member_text(const Json& sudi, const char* name) { return read_string(sudi, name).value_or(""); }

// The device, whatever it is called and wherever it stands.
std::string udi_of(const Json& sudi) {
  return to_text(
      Json::array({member_text(sudi, "udi_pid"), member_text(sudi, "udi_serial_number"), member_text(sudi, "uuid")}));
}

std::string name_of_instance(const Request& request) {
  if (auto name = read_string(request.data, "product_instance_name")) return *name;
  if (auto hostname = read_string(request.data, "hostname")) return *hostname;
  return member_text(request.sudi, "udi_serial_number");
}

std::optional<std::string> find_flaw(const Request& request) {
  const auto tag = read_string(request.data, "software_tag_identifier");
  if (!tag || tag->empty() || tag->size() > kNameBytesMax) return "Malformed request: software_tag_identifier";
  const auto token = read_string(request.data, "id_token");
  if (!token || trimmed(*token).empty() || token->size() > kTokenBytesMax) return "Malformed request: id_token";
  if (member_text(request.sudi, "udi_pid").empty()) return "Malformed request: sudi: udi_pid missing";
  const Json* sudi = find_object(request.data, "sudi");
  if (sudi == nullptr || *sudi != request.sudi) return "Malformed request: sudi differs from the header's";
  if (name_of_instance(request).size() > kNameBytesMax) return "Malformed request: product_instance_name";
  return std::nullopt;
}

Instance new_instance(const Peer& peer, const Request& request) {
  Instance instance;
  instance.id = random_uuid();
  instance.software_tag = read_string(request.data, "software_tag_identifier").value_or("");
  instance.udi = udi_of(request.sudi);
  instance.sudi = to_text(request.sudi);
  instance.name = name_of_instance(request);
  instance.hostname = read_string(request.data, "hostname");
  instance.state = kActive;
  instance.registered_ms = peer.now_ms();
  return instance;
}

std::string already_registered(const Instance& instance, const Json& sudi) {
  return "The product " + instance.software_tag +
         " and sudi containing udiSerialNumber:" + member_text(sudi, "udi_serial_number") +
         ",udiPid:" + member_text(sudi, "udi_pid") + " is already registered";
}

Outcome answer(Peer& peer, const Instance& instance, const Certificate& certificate) {
  Outcome outcome;
  outcome.data = identity_answer(peer, instance, certificate);
  outcome.instance = instance.id;
  outcome.certificate_serial = std::to_string(certificate.serial);
  return outcome;
}

// The same CSR key again: the answer got lost, or the agent crashed before it kept it.
std::optional<Outcome> answer_repeat(Peer& peer, const Sender& sender) {
  const auto certificate = peer.instances.find_certificate_by_key(sender.name);
  if (!certificate || certificate->not_after_ms < peer.now_ms()) return std::nullopt;
  const auto instance = peer.instances.find(certificate->instance);
  if (!instance || instance->state != kActive) return std::nullopt;
  Outcome outcome = answer(peer, *instance, *certificate);
  outcome.is_repeat = true;
  return outcome;
}

}  // namespace

Outcome handle_registration(Peer& peer, const Request& request, const Sender& sender) {
  if (auto flaw = find_flaw(request)) return refuse(std::move(*flaw));
  if (auto repeat = answer_repeat(peer, sender)) return std::move(*repeat);
  const std::string token = trimmed(read_string(request.data, "id_token").value_or(""));
  const auto grant = peer.tokens.check({token, peer.now_ms()});
  if (!grant) return refuse(grant.error().text);
  Instance instance = new_instance(peer, request);
  instance.account = grant->account;
  instance.is_export_controlled = grant->is_export_controlled;
  if (const auto old = peer.instances.find_active(instance)) {
    if (!read_bool(request.data, "force").value_or(false)) return refuse(already_registered(instance, request.sudi));
    peer.instances.retire({old->id, kReplaced});
    peer.accounts.note_compliance(old->account, peer.now_ms());
  }
  peer.tokens.spend(token);
  peer.instances.add(instance);
  const Certificate certificate =
      issue_certificate(peer, instance, *sender.key, {RequestType::registration, kCertActive});
  return answer(peer, instance, certificate);
}

}  // namespace ssm_lab
