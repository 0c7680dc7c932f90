#include "transport/codec/reply_envelope.hpp"

#include <utility>

#include "transport/codec/bounded_json.hpp"
#include "transport/codec/limits.hpp"
#include "transport/codec/object_reader.hpp"
#include "transport/codec/wire_names.hpp"

namespace lic {
namespace {

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

}  // namespace

Error exchange_error(FailureCode code, std::string text, std::string_view place) {
  Error error{ErrorCode::unavailable, std::move(text), remedy_of(code, place)};
  error.failure = code;
  return error;
}

Error unreadable_json(std::string_view what, const Error& reason) {
  const FailureCode code = reason.code == ErrorCode::resource_exhausted ? FailureCode::protocol_limit
                           : reason.code == ErrorCode::invalid_argument ? FailureCode::protocol_malformed
                                                                        : FailureCode::protocol_not_json;
  return exchange_error(code, std::string(what) + " cannot be read: " + reason.what);
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

}  // namespace lic
