#include "transport/codec/reply_signature.hpp"

#include <string>
#include <utility>

#include "agent/time_text.hpp"
#include "transport/codec/wire_names.hpp"
#include "transport/crypto/base64.hpp"
#include "transport/crypto/chain.hpp"

namespace lic {
namespace {

constexpr Millis kClockLimit = kHour;  // R-REG-3, R-TIME-5

// The moment by which certificates are judged (wire P6).
WallTime chain_time(const DecodeContext& context) {
  return context.trusted_now ? WallTime{context.trusted_now->time_since_epoch()} : context.now;
}

Error chain_error(const ParsedCertificate& signer, const ChainOutcome& outcome, const DecodeContext& context) {
  std::string text = "the answer is signed by " + signer.subject() + ", issued by " + signer.issuer() +
                     ", which no pinned message root vouches for: ";
  text += context.roots.empty() ? "no message root is installed" : outcome.text;
  return exchange_error(FailureCode::signature_unknown_root, std::move(text), context.root_directory);
}

// A clock that is years off makes every certificate invalid; the honest answer is the clock, though its time cannot be
// trusted.
Error validity_error(const ReplyEnvelope& envelope, const DecodeContext& context, const std::string& reason) {
  if (envelope.server_time)
    if (std::optional<Error> clock = clock_difference(*envelope.server_time, context.now)) return *std::move(clock);
  const WallTime judged_at = chain_time(context);
  std::string text = "the certificate of the answer's signer is not valid at " + to_rfc3339(judged_at);
  if (clock_difference(judged_at, context.now))
    text += ", the time that the agent counts from SSM's (this machine's clock shows " + to_rfc3339(context.now) + ")";
  return exchange_error(FailureCode::signature_expired, text + ": " + reason);
}

// SSM's clock and this machine's agree, and the certificates are valid by both: only trusted time says otherwise.
bool trusted_time_ran_away(const ReplyEnvelope& envelope, const DecodeContext& context, const Chain& chain) {
  if (!envelope.server_time || clock_difference(*envelope.server_time, context.now)) return false;
  return verify_chain(chain, *envelope.server_time).verdict == ChainVerdict::trusted;
}

SeenCertificate seen(CertificateRole role, const ParsedCertificate& certificate) {
  return {role, certificate.subject(), certificate.facts().not_after};
}

}  // namespace

SignatureVerdict verify_signature(const ReplyEnvelope& envelope, const DecodeContext& context) {
  const auto refuse = [](FailureCode code, std::string text) {
    return SignatureVerdict{exchange_error(code, std::move(text)), false, {}};
  };
  if (envelope.signature.empty()) return refuse(FailureCode::signature_missing, "the answer is not signed");
  if (envelope.signature_type != wire::kSignatureType && envelope.signature_type != wire::kSignatureTypeShort)
    return refuse(FailureCode::signature_type,
                  "the answer is signed in a way that is not known: " + envelope.signature_type.substr(0, 64));

  if (envelope.signing_cert.empty())
    return refuse(FailureCode::signature_signer, "the answer comes without the certificate of its signer");
  const Result<ParsedCertificate> signer = ParsedCertificate::read(envelope.signing_cert);
  if (signer.has_error())
    return refuse(FailureCode::signature_signer,
                  "the certificate of the answer's signer is unusable: " + signer.error().what);
  std::vector<ParsedCertificate> intermediates;
  if (Result<ParsedCertificate> sub_ca = ParsedCertificate::read(envelope.sub_ca_cert); sub_ca.has_value())
    intermediates.push_back(std::move(*sub_ca));

  const Chain chain{*signer, intermediates, context.roots};
  const ChainOutcome outcome = verify_chain(chain, chain_time(context));
  if (outcome.verdict == ChainVerdict::untrusted) return {chain_error(*signer, outcome, context), false, {}};
  // The sub-CA issues the ID certificates of the product instances as well (wire P7). They carry the instance in the
  // subject's SERIALNUMBER; whoever has such a key must not speak for SSM.
  if (signer->subject_serial_number())
    return refuse(
        FailureCode::signature_not_ssm,
        "the answer is signed with the ID certificate of a product instance, not by SSM: " + signer->subject());
  const std::optional<std::string> signature = from_base64(envelope.signature);
  if (!signature || !signer->signed_these(SignedBytes{envelope.signed_bytes, *signature}))
    return refuse(
        FailureCode::signature_wrong,
        "the signature of the answer is wrong: it was altered on its way, or not signed by " + signer->subject());
  if (outcome.verdict == ChainVerdict::outside_validity)
    return {validity_error(envelope, context, outcome.text), trusted_time_ran_away(envelope, context, chain), {}};
  SignatureVerdict good{std::nullopt, true, {seen(CertificateRole::message_signer, *signer)}};
  if (outcome.root) good.certificates.push_back(seen(CertificateRole::message_root, *outcome.root));
  return good;
}

std::optional<Error> clock_difference(WallTime server_time, WallTime now) {
  const Millis difference = server_time > now ? server_time - now : now - server_time;
  if (difference < kClockLimit) return std::nullopt;
  return exchange_error(FailureCode::clock_differs, "the clocks differ by an hour or more: SSM's shows " +
                                                        to_rfc3339(server_time) + ", ours " + to_rfc3339(now));
}

}  // namespace lic
