#include "transport/codec/reply_envelope.hpp"

#include <utility>
#include <vector>

#include "agent/time_text.hpp"
#include "transport/codec/bounded_json.hpp"
#include "transport/codec/limits.hpp"
#include "transport/codec/object_reader.hpp"
#include "transport/codec/wire_names.hpp"
#include "transport/crypto/base64.hpp"
#include "transport/crypto/chain.hpp"

namespace lic {
namespace {

constexpr Millis kClockLimit = kHour;  // R-REG-3, R-TIME-5

Error protocol_error(std::string text) {
  return exchange_error(FailureCause::protocol, std::move(text), kProtocolRemedy);
}

Result<Json> parse_part(std::string_view text, const char* what) {
  if (text.empty()) return protocol_error(std::string(what) + " is empty");
  Result<Json> value = parse_bounded(text);
  if (value.has_error()) return protocol_error(std::string(what) + " cannot be read: " + value.error().what);
  return value;
}

// The inner object; `response` is already in the envelope.
Result<void> read_response(const Json& response, ReplyEnvelope& envelope) {
  ObjectReader reader{response, wire::kResponse};
  envelope.signing_cert = reader.text_or_empty(wire::kSigningCert);
  envelope.sub_ca_cert = reader.text_or_empty(wire::kSubCaCert);
  envelope.status_code = reader.required_text(wire::kStatusCode);
  envelope.status_message = reader.text_or_empty(wire::kStatusMessage);
  envelope.retry_after = reader.seconds(wire::kRetrySeconds, kLongestWait);
  envelope.response_data = reader.text_or_empty(wire::kResponseData);
  const Json* const header = reader.object(wire::kHeader);
  if (reader.problem()) return protocol_error("the answer is malformed: " + *reader.problem());
  if (header == nullptr) return protocol_error("the answer is malformed: response.header is missing");

  ObjectReader header_reader{*header, "response.header"};
  envelope.request_type = header_reader.text_or_empty(wire::kRequestType);
  envelope.header_nonce = header_reader.text(wire::kNonce);
  envelope.instance = header_reader.text_or_empty(wire::kInstance);
  envelope.server_time = header_reader.moment(wire::kTimestamp);
  if (header_reader.problem()) return protocol_error("the answer is malformed: " + *header_reader.problem());
  return {};
}

std::string chain_remedy(const DecodeContext& context) {
  return "put the SSM's message root certificate (PEM) into " +
         (context.root_directory.empty() ? std::string{"ssm-roots.d"} : context.root_directory) +
         "; it is read without a restart";
}

Error signature_error(std::string text, std::string remedy) {
  return exchange_error(FailureCause::signature, std::move(text), std::move(remedy));
}

Error chain_error(const ParsedCertificate& signer, const ChainOutcome& outcome, const DecodeContext& context) {
  std::string text = "the answer is signed by " + signer.subject() + ", issued by " + signer.issuer() +
                     ", which no pinned message root vouches for: ";
  text += context.roots.empty() ? "no message root is installed" : outcome.text;
  return signature_error(std::move(text), chain_remedy(context));
}

}  // namespace

Error exchange_error(FailureCause cause, std::string text, std::string remedy) {
  Error error{ErrorCode::unavailable, std::move(text), std::move(remedy)};
  error.cause = cause;
  return error;
}

Result<ReplyEnvelope> read_envelope(std::string_view body) {
  const Result<Json> outer = parse_part(body, "the answer");
  if (outer.has_error()) return outer.error();
  ReplyEnvelope envelope;
  ObjectReader reader{*outer, "answer"};
  envelope.signed_bytes = reader.required_text(wire::kResponse);
  const Json* const signature = reader.object(wire::kSignature);
  if (reader.problem()) return protocol_error("the answer is malformed: " + *reader.problem());
  if (signature != nullptr) {
    ObjectReader signature_reader{*signature, wire::kSignature};
    envelope.signature_type = signature_reader.text_or_empty(wire::kType);
    envelope.signature = signature_reader.text_or_empty(wire::kValue);
    if (signature_reader.problem()) return protocol_error("the answer is malformed: " + *signature_reader.problem());
  }

  const Result<Json> response = parse_part(envelope.signed_bytes, "the signed part of the answer");
  if (response.has_error()) return response.error();
  if (Result<void> read = read_response(*response, envelope); read.has_error()) return read.error();
  return envelope;
}

Result<void> verify_signature(const ReplyEnvelope& envelope, const DecodeContext& context) {
  if (envelope.signature.empty())
    return signature_error("the answer is not signed",
                           "check that the URL is that of an SSM, not of a portal before it");
  if (envelope.signature_type != wire::kSignatureType && envelope.signature_type != wire::kSignatureTypeShort)
    return signature_error("the answer is signed in a way that is not known: " + envelope.signature_type.substr(0, 64),
                           "check that the SSM's version is supported");

  const Result<ParsedCertificate> signer = ParsedCertificate::read(envelope.signing_cert);
  if (signer.has_error())
    return signature_error("the certificate of the answer's signer is unusable: " + signer.error().what,
                           chain_remedy(context));
  std::vector<ParsedCertificate> intermediates;
  if (Result<ParsedCertificate> sub_ca = ParsedCertificate::read(envelope.sub_ca_cert); sub_ca.has_value())
    intermediates.push_back(std::move(*sub_ca));

  const ChainOutcome chain = verify_chain(Chain{*signer, intermediates, context.roots}, context.now);
  if (chain.verdict == ChainVerdict::untrusted) return chain_error(*signer, chain, context);
  // The sub-CA issues the ID certificates of the product instances as well (wire P7). They carry the instance in the
  // subject's SERIALNUMBER; whoever has such a key must not speak for SSM.
  if (signer->subject_serial_number())
    return signature_error(
        "the answer is signed with the ID certificate of a product instance, not by SSM: " + signer->subject(),
        "look for a device in between that pretends to be the SSM");
  const std::optional<std::string> signature = from_base64(envelope.signature);
  if (!signature || !signer->signed_these(SignedBytes{envelope.signed_bytes, *signature}))
    return signature_error(
        "the signature of the answer is wrong: it was altered on its way, or not signed by " + signer->subject(),
        "look for a proxy or gateway that rewrites answers; the agent tries again by itself");
  if (chain.verdict == ChainVerdict::outside_validity) {
    // A clock that is years off makes every certificate invalid; the honest answer is the clock, though its time cannot
    // be trusted.
    if (envelope.server_time)
      if (std::optional<Error> clock = clock_difference(*envelope.server_time, context.now)) return *std::move(clock);
    return signature_error(
        "the certificate of the answer's signer is not valid at " + to_rfc3339(context.now) + ": " + chain.text,
        "renew the certificates of the SSM");
  }
  return {};
}

std::optional<Error> clock_difference(WallTime server_time, WallTime now) {
  const Millis difference = server_time > now ? server_time - now : now - server_time;
  if (difference < kClockLimit) return std::nullopt;
  return exchange_error(
      FailureCause::clock,
      "the clocks differ by an hour or more: SSM's shows " + to_rfc3339(server_time) + ", ours " + to_rfc3339(now),
      "set this machine's clock, best by time synchronization, or have the SSM's clock set");
}

}  // namespace lic
