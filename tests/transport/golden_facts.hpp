#pragma once
// The fixed world of the golden vectors: keys, names, nonce and time (tests/golden/README.md).

#include <string>
#include <vector>

#include "agent/ssm_message.hpp"
#include "transport/codec/decode.hpp"
#include "transport/codec/encode.hpp"

namespace lic::golden {

inline constexpr WallTime kNow{Millis{1772447400000}};  // 2026-03-02T10:30:00Z
inline constexpr const char* kNonce = "7648446339161391345";
inline constexpr const char* kInstance = "6f9d2f6e-64f5-4a3b-9a6d-0d3c9f0f1c11";
inline constexpr const char* kToken = "golden-token-0001";
inline constexpr const char* kStandardTag =
    "regid.2019-06.com.cisco.CCX_FLEX_STD,12.5_0e2b9ed2-8a1c-4b52-a1f0-6f6c4f9b0a01";
inline constexpr const char* kPremiumTag =
    "regid.2019-06.com.cisco.CCX_FLEX_PRE,12.5_7c1a3c1e-52d5-4ea4-9d4c-2f1b6d1f7e02";

// The text of a file below tests/golden; fails the test if there is none.
[[nodiscard]] std::string file(const std::string& name);
[[nodiscard]] Secret key(const std::string& name);
[[nodiscard]] std::string certificate(const std::string& name);  // PEM
[[nodiscard]] std::string csr(const std::string& name);          // DER

[[nodiscard]] InstanceFacts instance_facts();
[[nodiscard]] SsmRequest registration();
[[nodiscard]] SsmRequest authorization();
[[nodiscard]] SsmRequest renewal();
[[nodiscard]] SsmRequest deregistration();
[[nodiscard]] SsmRequest poll(SsmRequestKind of);

// decode() as the agent of the golden world would call it, with its token as a secret.
[[nodiscard]] SsmReply decode_for(const SsmRequest& request, const std::string& body, WallTime now = kNow);

}  // namespace lic::golden
