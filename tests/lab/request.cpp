#include "tests/lab/request.hpp"

#include "tests/lab/signatures.hpp"

#include <utility>

namespace ssm_lab {
namespace {

void read_signature(const Json& envelope, Request& request) {
  const Json* signature = find_object(envelope, "signature");
  if (signature == nullptr) return;
  const auto type = read_string(*signature, "type");
  // Both spellings have been seen, see wire.md P0.
  if (type != "SHA-256" && type != "SHA256") return;
  request.signature = from_base64(read_string(*signature, "value").value_or("")).value_or("");
}

void read_header(const Json& header, Request& request) {
  request.version = read_string(header, "version").value_or("");
  request.type_literal = read_string(header, "request_type").value_or("");
  request.type = find_request_type(request.type_literal);
  if (const Json* sudi = find_object(header, "sudi")) request.sudi = *sudi;
  request.header_instance = read_string(header, "product_instance_identifier");
  request.certificate_serial = read_string(header, "id_cert_serial_number");
  request.header_nonce = read_string(header, "nonce").value_or("");
}

void read_data(Json data, Request& request) {
  request.data_nonce = read_string(data, "nonce").value_or("");
  request.data_instance = read_string(data, "product_instance_identifier");
  request.timestamp_ms = read_integer(data, "timestamp");
  request.sequence = read_integer(data, "sequence");
  request.exchange_id = read_string(data, "exchange_id");
  request.data = std::move(data);
}

std::optional<std::string> find_gap(const Request& request) {
  if (request.version.empty()) return "Malformed request: version missing";
  if (request.type_literal.empty()) return "Malformed request: request_type missing";
  if (!request.sudi.is_object()) return "Malformed request: sudi missing";
  if (request.nonce.empty()) return "Malformed request: nonce missing";
  if (!request.timestamp_ms) return "Malformed request: timestamp missing";
  if (request.sequence.has_value() != request.exchange_id.has_value()) {
    return "Malformed request: sequence and exchange_id belong together";
  }
  return std::nullopt;
}

}  // namespace

Decoding decode_request(std::string_view body) {
  Decoding decoding;
  Request& request = decoding.request;
  const auto envelope = parse_object(body, "request");
  if (!envelope) {
    decoding.problem = "Malformed request: " + envelope.error().text;
    return decoding;
  }
  decoding.is_envelope = true;
  read_signature(*envelope, request);
  request.signed_bytes = read_string(*envelope, "request").value_or("");
  const auto inner = parse_object(request.signed_bytes, "request_data");
  if (!inner) {
    decoding.problem = "Malformed request: request: " + inner.error().text;
    return decoding;
  }
  request.nonce = read_string(*inner, "nonce").value_or("");
  if (const Json* header = find_object(*inner, "header")) read_header(*header, request);
  auto data = parse_object(read_string(*inner, "request_data").value_or(""));
  if (!data) {
    decoding.problem = "Malformed request: request_data: " + data.error().text;
    return decoding;
  }
  read_data(std::move(*data), request);
  decoding.problem = find_gap(request);
  return decoding;
}

}  // namespace ssm_lab
