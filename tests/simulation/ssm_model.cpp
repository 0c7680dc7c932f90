#include "tests/simulation/ssm_model.hpp"

#include <algorithm>
#include <utility>

namespace lic::sim {
namespace {
Refused refusal(RefusalKind kind, std::string text) { return Refused{kind, std::move(text), std::nullopt}; }
}  // namespace

SsmReply SsmModel::receive(const SsmRequest& request, MasterTime now, bool duplicate) {
  SsmReply reply;
  reply.exchange = request.id;
  reply.server_time = server_time(now);
  reply.answer = answer(request, now, duplicate);
  tell_trust(reply, now);
  if (settings_.tells_window) reply.renew_window = window_for(request, reply.answer);
  return reply;
}

// Wire P13: anchors of a new version now and then, again, and sometimes those of an older one, as an SSM does that was
// restored or somebody who repeats its answers.
void SsmModel::tell_trust(SsmReply& reply, MasterTime now) {
  const WallTime today = server_time(now);
  const Millis early = settings_.renews_tls_late ? dice_.between(Millis{0}, 60 * kDay) : 60 * kDay;
  if (tls_until_ - today < early) tls_until_ = today + 90 * kDay;
  reply.certificates = {{CertificateRole::tls_server, "CN=ssm.example.com", tls_until_}};
  const bool ok = std::holds_alternative<IdentityGranted>(reply.answer) ||
                  std::holds_alternative<AuthorizationGranted>(reply.answer);
  if (!ok || !dice_.chance(0.05)) return;
  if (dice_.chance(0.3)) ++trust_version_;
  const std::int64_t version = dice_.chance(0.3) ? trust_version_ - dice_.below(4) : trust_version_;
  reply.trust_bundle = TrustBundle{version, "-----BEGIN CERTIFICATE----- " + std::to_string(version)};
}

SsmAnswer SsmModel::answer(const SsmRequest& request, MasterTime now, bool duplicate) {
  if (settings_.try_again) return TryAgainLater{"try again", 5 * kMinute};
  if (settings_.refuses) return refusal(RefusalKind::other, "Internal error");
  if (const auto* body = std::get_if<RegistrationRequest>(&request.body)) {
    return register_instance(request, *body, now);
  }
  if (const auto* body = std::get_if<PollRequest>(&request.body)) {
    if (body->of == SsmRequestKind::registration) return poll(*body);
  }
  const auto found = request.signer ? instances_.find(request.signer->instance.value) : instances_.end();
  if (found == instances_.end() || found->second.removed) {
    return refusal(RefusalKind::instance_unknown, "Invalid ProductInstanceIdentifier");
  }
  SsmInstance& instance = found->second;
  if (auto refused = check_signer(instance, request, now)) return *refused;
  const bool poll_of_last = std::holds_alternative<PollRequest>(request.body);
  if (request.sequence == instance.last_sequence && request.id == instance.last_exchange) {
    if (poll_of_last) return poll(std::get<PollRequest>(request.body));
    return *instance.last_answer;  // R-ID-1: the same effect once
  }
  if (request.sequence <= instance.last_sequence) {
    if (!duplicate && !clone_expected_) {
      journal_.violated("R-ID-1", "SSM takes the agent for a clone: sequence " + std::to_string(request.sequence) +
                                      " after " + std::to_string(instance.last_sequence));
    }
    return refusal(RefusalKind::clone_suspected, "Clone suspected");
  }
  SsmAnswer made = serve(instance, request, now);
  instance.last_sequence = request.sequence;
  instance.last_exchange = request.id;
  instance.last_answer = made;
  return made;
}

SsmAnswer SsmModel::serve(SsmInstance& instance, const SsmRequest& request, MasterTime now) {
  if (const auto* body = std::get_if<AuthorizationRequest>(&request.body)) {
    return maybe_later(authorize(instance, *body, now));
  }
  if (const auto* body = std::get_if<RenewalRequest>(&request.body)) {
    if (settings_.refuses_renewal) return refusal(RefusalKind::other, "Renewal refused");
    return maybe_later(renew(instance, *body, now));
  }
  if (const auto* body = std::get_if<PollRequest>(&request.body)) return poll(*body);
  instance.removed = true;  // deregistration
  return Deregistered{};
}

SsmAnswer SsmModel::register_instance(const SsmRequest& request, const RegistrationRequest& body, MasterTime now) {
  for (auto& [id, instance] : instances_) {
    const auto repeated = instance.granted.find(body.key.value);  // R-REG-1: same key, same instance, no second use
    if (repeated != instance.granted.end() && !instance.removed) return repeated->second;
  }
  const auto token = tokens_.find(body.token.value);
  if (token == tokens_.end() || token->second.kind == TokenKind::invalid) {
    return refusal(RefusalKind::token_invalid, "The token is not valid");
  }
  if (token->second.kind == TokenKind::expired) return refusal(RefusalKind::token_expired, "The token has expired");
  const bool known = std::any_of(instances_.begin(), instances_.end(), [](const auto& e) { return !e.second.removed; });
  if (known && !body.force) return refusal(RefusalKind::already_registered, "already registered");
  remove_instances();
  SsmInstance instance;
  instance.id = InstanceId{"instance-" + std::to_string(next_instance_++)};
  instance.key = body.key;
  instance.account = token->second.account;
  instance.allows_export = settings_.allows_export;
  instance.certificate = certify(now);
  if (request.sequence != 0) journal_.violated("R-ID-1", "a registration carries a sequence number");
  IdentityGranted granted = grant(instance, instance.certificate);
  instance.granted[body.key.value] = granted;
  instances_[instance.id.value] = instance;
  return maybe_later(granted);
}

SsmAnswer SsmModel::renew(SsmInstance& instance, const RenewalRequest& body, MasterTime now) {
  const auto repeated = instance.granted.find(body.new_key.value);
  if (repeated != instance.granted.end()) return repeated->second;
  instance.next_key = body.new_key;
  if (instance.allows_export) instance.allows_export = settings_.allows_export.value_or(*instance.allows_export);
  instance.next_certificate = certify(now);
  ++renewals_granted_;
  IdentityGranted granted = grant(instance, *instance.next_certificate);
  instance.granted[body.new_key.value] = granted;
  return granted;
}

SsmAnswer SsmModel::maybe_later(SsmAnswer made) {
  if (!dice_.chance(settings_.poll_chance)) return made;
  PollLater later{"poll-" + std::to_string(next_poll_++), kMinute};
  delayed_[later.poll_id] = Delayed{std::move(made), static_cast<int>(dice_.below(3))};
  return later;
}

SsmAnswer SsmModel::poll(const PollRequest& body) {
  const auto found = delayed_.find(body.poll_id);
  if (found == delayed_.end()) return refusal(RefusalKind::other, "unknown polling id");
  if (found->second.polls_left-- > 0) return PollLater{body.poll_id, kMinute};
  return found->second.answer;
}

// R-REG-5: the first request signed with the new key makes it the only one.
std::optional<Refused> SsmModel::check_signer(SsmInstance& instance, const SsmRequest& request, MasterTime now) {
  const Signer& signer = *request.signer;
  if (instance.next_key && signer.key == *instance.next_key && signer.certificate == *instance.next_certificate) {
    if (!std::holds_alternative<AuthorizationRequest>(request.body) &&
        !std::holds_alternative<DeregistrationRequest>(request.body)) {
      journal_.violated("R-REG-5", "the first request with the new certificate is no AUTHORIZATION");
    }
    instance.key = *instance.next_key;
    instance.certificate = *instance.next_certificate;
    instance.next_key.reset();
    instance.next_certificate.reset();
  }
  if (signer.key != instance.key || !(signer.certificate == instance.certificate)) {
    return refusal(RefusalKind::certificate, "Signature verification failed");
  }
  if (server_time(now) > instance.certificate.not_after) {
    const auto* polled = std::get_if<PollRequest>(&request.body);
    const bool renewal = std::holds_alternative<RenewalRequest>(request.body) ||
                         (polled != nullptr && polled->of == SsmRequestKind::renewal);
    if (!renewal || !settings_.accepts_expired_proof) return refusal(RefusalKind::certificate, "Certificate expired");
  }
  return std::nullopt;
}

Certificate SsmModel::certify(MasterTime now) {
  const WallTime begin = server_time(now) - 5 * kMinute;
  const std::string serial = std::to_string(next_serial_++);
  return Certificate{"pem-" + serial, serial, begin, begin + 365 * kDay};
}

// Most lie in the certificate's life, some may be over already; a few lie outside and are to be ignored (R-REG-4).
RenewWindow SsmModel::draw_window(const Certificate& certificate) {
  WallTime start = certificate.not_before + dice_.between(20 * kDay, 320 * kDay);
  if (dice_.chance(0.1)) start = certificate.not_before - dice_.between(kDay, 100 * kDay);
  if (dice_.chance(0.1)) start = certificate.not_after + dice_.between(kDay, 100 * kDay);
  return {start, start + dice_.between(kMinute, 20 * kDay)};
}

// Kept for each certificate, and now and then another one.
std::optional<RenewWindow> SsmModel::window_for(const SsmRequest& request, const SsmAnswer& answer) {
  const auto* granted = std::get_if<IdentityGranted>(&answer);
  if (granted == nullptr && !std::holds_alternative<AuthorizationGranted>(answer)) return std::nullopt;
  const InstanceId& id = granted != nullptr ? granted->instance : request.signer->instance;
  const Certificate& certificate = granted != nullptr ? granted->certificate : request.signer->certificate;
  const auto instance = instances_.find(id.value);
  if (instance == instances_.end()) return std::nullopt;
  std::map<std::string, RenewWindow>& windows = instance->second.windows;
  const auto known = windows.find(certificate.serial);
  if (known != windows.end() && !dice_.chance(0.005)) return known->second;
  return windows[certificate.serial] = draw_window(certificate);
}

IdentityGranted SsmModel::grant(const SsmInstance& instance, const Certificate& certificate) const {
  IdentityGranted granted;
  granted.instance = instance.id;
  granted.instance_name = "host";
  granted.smart_account = "account";
  granted.virtual_account = instance.account;
  granted.export_controlled_allowed = instance.allows_export;
  granted.certificate = certificate;
  return granted;
}

void SsmModel::remove_instances() {
  for (auto& [id, instance] : instances_) instance.removed = true;
}

void SsmModel::restore_older_version() {
  for (auto& [id, instance] : instances_) instance.version /= 2;
}

const SsmInstance* SsmModel::find(const InstanceId& id) const {
  const auto found = instances_.find(id.value);
  return found == instances_.end() ? nullptr : &found->second;
}

std::int64_t SsmModel::pool(const std::string& name) const {
  const auto found = pools_.find(name);
  return found == pools_.end() ? 0 : found->second;
}

}  // namespace lic::sim
