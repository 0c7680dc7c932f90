// A request as it came: the three nested levels of wire.md P1 to P5 taken apart, nothing of it believed yet.
#pragma once

#include "tests/lab/json_text.hpp"
#include "tests/lab/wire_names.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssm_lab {

struct Request {
  std::string signed_bytes;  // the decoded `request` string, exactly as received
  std::string signature;     // raw bytes; empty if it was absent, of an unknown type or not base64

  std::string version;
  std::string type_literal;
  std::optional<RequestType> type;
  Json sudi;
  std::optional<std::string> header_instance;
  std::optional<std::string> certificate_serial;
  std::string header_nonce;
  std::string nonce;

  Json data;  // request_data
  std::string data_nonce;
  std::optional<std::string> data_instance;
  std::optional<std::int64_t> timestamp_ms;
  std::optional<std::int64_t> sequence;
  std::optional<std::string> exchange_id;
};

struct Decoding {
  Request request;  // as far as it could be read, so that even a refusal can echo what it answers
  // Why it cannot be served; the text of the FAILED answer.
  std::optional<std::string> problem;
  // False: not even a JSON object, so there is nothing that a signed answer could refer to.
  bool is_envelope = false;
};

[[nodiscard]] Decoding decode_request(std::string_view body);

}  // namespace ssm_lab
