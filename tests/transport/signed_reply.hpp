#pragma once
// Answers as an SSM would sign them, each part open to be spoilt by a test.

#include <nlohmann/json.hpp>

#include <string>

namespace lic::golden {

struct SignedReply {
  nlohmann::json header;    // P3, as for an authorization of the golden instance
  nlohmann::json response;  // the members beside the header
  nlohmann::json data;      // null: response_data is ""
  std::string signature_type = "SHA-256";
  std::string signing_key = "signer";

  // Signs and wraps.
  [[nodiscard]] std::string body() const;
};

[[nodiscard]] SignedReply reply_with(const std::string& status, const std::string& message = "");
[[nodiscard]] SignedReply registration_granted();
[[nodiscard]] SignedReply authorization_granted();
[[nodiscard]] SignedReply renewal_granted();

}  // namespace lic::golden
