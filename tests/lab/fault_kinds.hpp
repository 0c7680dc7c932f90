// The kinds of faults that can be ordered, in one table with their names.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace ssm_lab {

enum class FaultKind {
  // Answered in the place of the software manager; the request has no effect.
  http_status,          // an HTTP error `status`, with Retry-After if `retry_after` is given
  html,                 // HTTP 200 with a web page, as a portal in between answers
  soap_fault,           // Call Home only: a SOAP Fault with `text`, HTTP 200 or `status`
  failed,               // a signed FAILED with `text`
  ok_try_again,         // a signed OK_TRY_AGAIN with `retry_time_seconds`
  version_too_high,     // a signed VERSION_TOO_HIGH
  control_characters,   // a signed FAILED whose text tries to write to a terminal
  long_status_message,  // a signed FAILED whose text has `bytes` letters

  // All others take effect. The answer comes late, not at all, or spoilt on its way.
  delay,     // `seconds`
  close,     // the connection closes without an answer
  truncate,  // half of the answer arrives
  empty,
  garbage,
  not_json,            // a sentence where the JSON should be
  huge,                // good, but followed by spaces up to `bytes`, without a Content-Length
  soap_dtd,            // Call Home only: behind a document type whose entities explode
  soap_no_attachment,  // Call Home only

  // The answer must be fetched by POLL_REQ.
  ok_poll,
  ok_poll_forever,  // and every poll must wait once more

  // Falsified before it is signed: header and status.
  stale_nonce,
  wrong_nonce_type,  // a number
  wrong_id,
  other_instance,  // written for another device altogether
  wrong_type,
  missing_header,
  unknown_status_code,
  wrong_member_types,
  server_clock,  // the header's time is off by `seconds`
  wrong_sequence_echo,

  // Falsified before it is signed: what is granted.
  lower_version,               // of an AUTHORIZATION, below the one last given
  entitlement_status,          // `tag` (or every tag) has the status `text`
  unknown_entitlement_status,  // the same with a status that nobody knows
  drop_entitlement,            // `tag`, or the first one, is left out
  negative_count,
  too_many_entitlements,

  // Keys and certificates.
  wrong_signature,
  no_signature,
  unknown_signature_type,
  other_signer,    // a chain from a root nobody knows
  expired_signer,  // the good key under a certificate that ended in 2001
  expired_sub_ca,  // the same one level higher
  missing_signing_cert,
  id_cert_other_key,  // in an answer to REGISTRATION or RENEW
  id_cert_wrong_piid,
  bad_trust_bundle,       // no certificates in it, under a higher version
  trust_bundle_rollback,  // the anchors in use under a lower version, or `version`

  // The JSON of a good answer, made hostile and signed.
  deep_json,  // `depth` levels
  duplicate_keys,
};

[[nodiscard]] const char* name_of(FaultKind kind);
[[nodiscard]] std::optional<FaultKind> find_fault_kind(std::string_view name);
// In the order above.
[[nodiscard]] std::vector<const char*> fault_names();

[[nodiscard]] bool is_call_home_only(FaultKind kind);

}  // namespace ssm_lab
