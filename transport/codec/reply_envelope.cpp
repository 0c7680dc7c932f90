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

Error malformed(const std::string& problem) {
  return exchange_error(FailureCode::protocol_malformed, "the answer is malformed: " + problem);
}

Result<Json> parse_part(std::string_view text, const char* what) {
  if (text.empty()) return exchange_error(FailureCode::protocol_empty, std::string(what) + " is empty");
  Result<Json> value = parse_bounded(text);
  if (value.has_error()) return unreadable_json(what, value.error());
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
  if (reader.problem()) return malformed(*reader.problem());
  if (header == nullptr) return malformed("response.header is missing");

  ObjectReader header_reader{*header, "response.header"};
  envelope.request_type = header_reader.text_or_empty(wire::kRequestType);
  envelope.header_nonce = header_reader.text(wire::kNonce);
  envelope.instance = header_reader.text_or_empty(wire::kInstance);
  envelope.server_time = header_reader.moment(wire::kTimestamp);
  if (header_reader.problem()) return malformed(*header_reader.problem());
  return {};
}

Error chain_error(const ParsedCertificate& signer, const ChainOutcome& outcome, const DecodeContext& context) {
  std::string text = "the answer is signed by " + signer.subject() + ", issued by " + signer.issuer() +
                     ", which no pinned message root vouches for: ";
  text += context.roots.empty() ? "no message root is installed" : outcome.text;
  return exchange_error(FailureCode::signature_unknown_root, std::move(text), context.root_directory);
}

}  // namespace

Error exchange_error(FailureCode code, std::string text, std::string_view place) {
  Error error{ErrorCode::unavailable, std::move(text), remedy_of(code, place)};
  error.failure = code;
  return error;
}

Error unreadable_json(std::string_view what, const Error& reason) {
  const bool too_big = reason.code == ErrorCode::resource_exhausted;
  return exchange_error(too_big ? FailureCode::protocol_limit : FailureCode::protocol_not_json,
                        std::string(what) + " cannot be read: " + reason.what);
}

ExchangeFailed failure_of(const Error& error) {
  return {error.failure.value_or(FailureCode::protocol_unexpected), error.what, error.remedy, std::nullopt};
}

Result<ReplyEnvelope> read_envelope(std::string_view body) {
  const Result<Json> outer = parse_part(body, "the answer");
  if (outer.has_error()) return outer.error();
  ReplyEnvelope envelope;
  ObjectReader reader{*outer, "answer"};
  envelope.signed_bytes = reader.required_text(wire::kResponse);
  const Json* const signature = reader.object(wire::kSignature);
  if (reader.problem()) return malformed(*reader.problem());
  if (signature != nullptr) {
    ObjectReader signature_reader{*signature, wire::kSignature};
    envelope.signature_type = signature_reader.text_or_empty(wire::kType);
    envelope.signature = signature_reader.text_or_empty(wire::kValue);
    if (signature_reader.problem()) return malformed(*signature_reader.problem());
  }

  const Result<Json> response = parse_part(envelope.signed_bytes, "the signed part of the answer");
  if (response.has_error()) return response.error();
  if (Result<void> read = read_response(*response, envelope); read.has_error()) return read.error();
  return envelope;
}

Result<void> verify_signature(const ReplyEnvelope& envelope, const DecodeContext& context) {
  if (envelope.signature.empty()) return exchange_error(FailureCode::signature_missing, "the answer is not signed");
  if (envelope.signature_type != wire::kSignatureType && envelope.signature_type != wire::kSignatureTypeShort)
    return exchange_error(FailureCode::signature_type,
                          "the answer is signed in a way that is not known: " + envelope.signature_type.substr(0, 64));

  const Result<ParsedCertificate> signer = ParsedCertificate::read(envelope.signing_cert);
  if (signer.has_error())
    return exchange_error(FailureCode::signature_signer,
                          "the certificate of the answer's signer is unusable: " + signer.error().what);
  std::vector<ParsedCertificate> intermediates;
  if (Result<ParsedCertificate> sub_ca = ParsedCertificate::read(envelope.sub_ca_cert); sub_ca.has_value())
    intermediates.push_back(std::move(*sub_ca));

  const ChainOutcome chain = verify_chain(Chain{*signer, intermediates, context.roots}, context.now);
  if (chain.verdict == ChainVerdict::untrusted) return chain_error(*signer, chain, context);
  // The sub-CA issues the ID certificates of the product instances as well (wire P7). They carry the instance in the
  // subject's SERIALNUMBER; whoever has such a key must not speak for SSM.
  if (signer->subject_serial_number())
    return exchange_error(
        FailureCode::signature_not_ssm,
        "the answer is signed with the ID certificate of a product instance, not by SSM: " + signer->subject());
  const std::optional<std::string> signature = from_base64(envelope.signature);
  if (!signature || !signer->signed_these(SignedBytes{envelope.signed_bytes, *signature}))
    return exchange_error(
        FailureCode::signature_wrong,
        "the signature of the answer is wrong: it was altered on its way, or not signed by " + signer->subject());
  if (chain.verdict == ChainVerdict::outside_validity) {
    // A clock that is years off makes every certificate invalid; the honest answer is the clock, though its time cannot
    // be trusted.
    if (envelope.server_time)
      if (std::optional<Error> clock = clock_difference(*envelope.server_time, context.now)) return *std::move(clock);
    return exchange_error(FailureCode::signature_expired, "the certificate of the answer's signer is not valid at " +
                                                              to_rfc3339(context.now) + ": " + chain.text);
  }
  return {};
}

std::optional<Error> clock_difference(WallTime server_time, WallTime now) {
  const Millis difference = server_time > now ? server_time - now : now - server_time;
  if (difference < kClockLimit) return std::nullopt;
  return exchange_error(FailureCode::clock_differs, "the clocks differ by an hour or more: SSM's shows " +
                                                        to_rfc3339(server_time) + ", ours " + to_rfc3339(now));
}

}  // namespace lic
