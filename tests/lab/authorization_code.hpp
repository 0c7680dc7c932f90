// Authorization codes of reservations: the public shape with contents of our own (wire.md P11, docs/decisions/0017).
// None of it is the vendor's content, and a code is good only against a peer that trusts this lab's signer.
#pragma once

#include "tests/lab/compliance.hpp"
#include "tests/lab/openssl_handles.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ssm_lab {

// What is reserved: counts by tag, and the term of all of them. Without an end they are perpetual.
struct ReservationWish {
  Counts counts;
  std::optional<std::int64_t> starts_ms;
  std::optional<std::int64_t> ends_ms;
  bool operator==(const ReservationWish&) const = default;
};

struct AuthorizationOrder {
  std::string instance;
  std::string udi;  // as device_text() gives it
  std::int64_t timestamp_ms = 0;
  ReservationWish wish;
};

struct Device {
  std::string product;
  std::string serial;
  std::optional<std::string> uuid;
  bool operator==(const Device&) const = default;
};

// P:<pid>,S:<serial>, and ,U:<uuid> if it is known.
[[nodiscard]] std::string device_text(const Device& device);

// What a signature is over, both exactly as they stand in the code: the element <authorizationCode> with its tags, and
// the text between the tags of <udi>.
struct CodeParts {
  std::string element;
  std::string udi;
};

[[nodiscard]] CodeParts write_parts(const AuthorizationOrder& order);
[[nodiscard]] std::string signed_bytes(const CodeParts& parts);
// ECDSA with SHA-256, base64 of the DER form.
[[nodiscard]] std::string sign_parts(EVP_PKEY& key, const CodeParts& parts);
// The whole code, one line.
[[nodiscard]] std::string assemble(const CodeParts& parts, const std::string& signature);

}  // namespace ssm_lab
