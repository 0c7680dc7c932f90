#pragma once
// What the core says to SSM, free of JSON, keys and sockets. The codec turns it into wire.md.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agent/ids.hpp"
#include "agent/time.hpp"

namespace lic {

enum class SsmRequestKind { registration, authorization, renewal, deregistration };

struct Certificate {
  std::string pem;
  std::string serial;  // decimal, as wire.md writes it
  WallTime not_before;
  WallTime not_after;
  friend bool operator==(const Certificate&, const Certificate&) = default;
};

// Who signs: everything after registration.
struct Signer {
  InstanceId instance;
  KeyRef key;
  Certificate certificate;
  friend bool operator==(const Signer&, const Signer&) = default;
};

struct RegistrationRequest {
  TokenRef token;
  KeyRef key;  // its CSR lies beside it in the key store
  bool force = false;
  friend bool operator==(const RegistrationRequest&, const RegistrationRequest&) = default;
};

struct EntitlementCount {
  EntitlementTag tag;
  std::int64_t count = 0;
  std::string version;
  friend bool operator==(const EntitlementCount&, const EntitlementCount&) = default;
};

// One outbox row on its way (wire P13).
struct UsageReport {
  std::int64_t id = 0;
  EntitlementTag tag;
  WallTime interval_start;
  WallTime interval_end;
  std::int64_t peak = 0;
  std::int64_t reported = 0;
  std::int64_t locked = 0;  // 0 = not locked
  friend bool operator==(const UsageReport&, const UsageReport&) = default;
};

struct AuthorizationRequest {
  std::int64_t version = 0;                    // R-AUTH-9
  std::vector<EntitlementCount> entitlements;  // the complete set of the license type (R-AUTH-1)
  std::vector<UsageReport> reports;
  friend bool operator==(const AuthorizationRequest&, const AuthorizationRequest&) = default;
};

struct RenewalRequest {
  KeyRef new_key;  // its CSR lies beside it in the key store
  friend bool operator==(const RenewalRequest&, const RenewalRequest&) = default;
};

struct DeregistrationRequest {
  friend bool operator==(const DeregistrationRequest&, const DeregistrationRequest&) = default;
};

// Asks for the delayed answer to an earlier request of kind `of`.
struct PollRequest {
  std::string poll_id;
  SsmRequestKind of = SsmRequestKind::authorization;
  KeyRef registration_key;  // the key to be certified, of a registration (which it signs) or a renewal
  friend bool operator==(const PollRequest&, const PollRequest&) = default;
};

using SsmRequestBody =
    std::variant<RegistrationRequest, AuthorizationRequest, RenewalRequest, DeregistrationRequest, PollRequest>;

struct SsmRequest {
  ExchangeId id;
  std::int64_t sequence = 0;     // R-ID-1; 0 before registration
  std::optional<Signer> signer;  // none for registration
  SsmRequestBody body;
  friend bool operator==(const SsmRequest&, const SsmRequest&) = default;
};

}  // namespace lic
