#include "tests/lab/sender.hpp"

#include "tests/lab/polls.hpp"
#include "tests/lab/signatures.hpp"

#include <charconv>
#include <utility>

namespace ssm_lab {
namespace {

constexpr const char* kBadSignature = "Signature verification failed";

std::optional<std::int64_t> parse_serial(const std::optional<std::string>& text) {
  std::int64_t serial = 0;
  if (!text) return std::nullopt;
  const char* end = text->data() + text->size();
  const auto [at, error] = std::from_chars(text->data(), end, serial);
  if (error != std::errc() || at != end) return std::nullopt;
  return serial;
}

Result<Sender> find_newcomer(const Request& request) {
  auto key = key_of_certificate_request(read_string(request.data, "csr").value_or(""));
  if (!key) return key.error();
  Sender sender;
  sender.name = key_hash(**key);
  sender.key = std::move(*key);
  return sender;
}

Result<Sender> find_waiting_newcomer(Peer& peer, const Request& request) {
  const auto poll = find_poll(*peer.database, read_string(request.data, "poll_id").value_or(""));
  if (!poll) return failure("Unknown poll_id");
  Sender sender;
  sender.key = public_key_from_der(from_base64(poll->public_key).value_or(""));
  if (!sender.key) return failure("Unknown poll_id");
  sender.name = key_hash(*sender.key);
  return sender;
}

Result<Sender> find_instance(Peer& peer, const Request& request) {
  const std::string id = request.header_instance.value_or("");
  Sender sender;
  sender.instance = peer.instances.find(id);
  // The repeat of a goodbye whose answer was lost is still heard.
  const bool is_goodbye = request.type == RequestType::deregistration;
  const bool is_served =
      sender.instance && (sender.instance->state == kActive || (is_goodbye && sender.instance->state == kDeregistered));
  if (!is_served) {
    return failure(not_served(id, sender.instance ? std::optional(sender.instance->state) : std::nullopt));
  }
  const auto serial = parse_serial(request.certificate_serial);
  if (serial) sender.certificate = peer.instances.find_certificate(*serial);
  if (!sender.certificate || sender.certificate->instance != id) return failure(kBadSignature);
  const CertificateHandle certificate = certificate_from_pem(sender.certificate->pem);
  if (certificate) sender.key.reset(X509_get_pubkey(certificate.get()));
  if (!sender.key) return failure(kBadSignature);
  sender.name = id;
  return sender;
}

Result<Sender> find_sender(Peer& peer, const Request& request) {
  if (request.type == RequestType::registration) return find_newcomer(request);
  if (request.type == RequestType::poll && !request.header_instance) return find_waiting_newcomer(peer, request);
  return find_instance(peer, request);
}

std::optional<std::string> find_certificate_flaw(const Peer& peer, const Request& request, const Sender& sender) {
  if (!sender.certificate) return std::nullopt;
  const std::string& state = sender.certificate->state;
  // No text of wire.md is about this case alone, so it begins like the one for unknown certificates.
  if (state == kCertRevoked || state == kCertSuperseded) return std::string(kBadSignature) + ": certificate revoked";
  if (peer.now_ms() <= sender.certificate->not_after_ms) return std::nullopt;
  const bool is_proof = request.type == RequestType::renewal && peer.settings.accept_expired_proof;
  return is_proof ? std::nullopt : std::optional<std::string>("Certificate expired");
}

std::optional<std::string> find_inconsistency(const Peer& peer, const Request& request) {
  // Compared without subtracting: the stamp comes from the wire and may be any number.
  const std::int64_t now = peer.now_ms();
  if (*request.timestamp_ms <= now - kSkewMaxMs || *request.timestamp_ms >= now + kSkewMaxMs) {
    return "Timestamp mismatch";
  }
  if (request.nonce != request.header_nonce || request.nonce != request.data_nonce) return "Nonce mismatch";
  if (request.header_instance != request.data_instance) return "Product instance identifier mismatch";
  if (request.type == RequestType::registration && request.header_instance) {
    return "Malformed request: REGISTRATION has no product_instance_identifier";
  }
  return std::nullopt;
}

// False if this sender used the nonce within the window already.
bool remember_nonce(Peer& peer, const Request& request, const Sender& sender) {
  Database& database = *peer.database;
  const std::int64_t now = peer.now_ms();
  database.prepare("DELETE FROM nonces WHERE seen_ms < ?").bind(now - kReplayWindowMs).run();
  return database.prepare("INSERT OR IGNORE INTO nonces VALUES(?, ?, ?)")
             .bind(sender.name)
             .bind(request.nonce)
             .bind(now)
             .run() == 1;
}

}  // namespace

Result<Sender> verify_sender(Peer& peer, const Request& request) {
  auto sender = find_sender(peer, request);
  if (!sender) return sender;
  if (!is_signed_by(*sender->key, {request.signed_bytes, request.signature})) return failure(kBadSignature);
  if (auto flaw = find_inconsistency(peer, request)) return failure(std::move(*flaw));
  if (auto flaw = find_certificate_flaw(peer, request, *sender)) return failure(std::move(*flaw));
  if (!remember_nonce(peer, request, *sender)) return failure("Replayed request");
  return sender;
}

}  // namespace ssm_lab
