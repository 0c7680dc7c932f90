#pragma once
// From the core's request to the signed bytes of wire P1..P5 and P13. Pure: same input, same bytes.

#include <string>

#include "agent/event.hpp"
#include "agent/result.hpp"
#include "agent/secret.hpp"
#include "agent/ssm_message.hpp"

namespace lic {

// Who this product is, as told to SSM.
struct InstanceFacts {
  Udi udi;
  std::string host_identifier;  // host name; empty under hostname privacy: sent as null
  std::string instance_name;    // host name, or the serial under hostname privacy
  std::string software_tag;     // the catalog's
};

inline constexpr const char* kSmartContentType = "application/json; charset=utf-8";  // wire P8

struct EncodeContext {
  InstanceFacts instance;
  WallTime now;
  std::string nonce;              // fresh for every attempt, also for a repeat (R-ID-1)
  const Secret* signing_key;      // PEM; null only for encode_unsigned()
  const Secret* token = nullptr;  // registration only
  std::string csr_der;            // registration and renewal only
};

// One line of JSON in member order of wire.md. Holds the token when registering. Errors: `data_corrupt` for an
// unreadable key, `failed_precondition` when the context lacks what the request needs, `resource_exhausted` for more
// than 10,000 entitlements or 200 reports.
[[nodiscard]] Result<std::string> encode(const SsmRequest& request, const EncodeContext& context);

// The same with an empty signature. Every SSM refuses it; the probe wants nothing else.
[[nodiscard]] Result<std::string> encode_unsigned(const SsmRequest& request, const EncodeContext& context);

}  // namespace lic
