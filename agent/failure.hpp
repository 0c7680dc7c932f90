#pragma once
// Why an exchange with SSM failed: a stable code for each thing that can go wrong, its cause class (R-REG-3) and its
// remedy. The one catalog: status, alarms, doctor and docs/failures.md are all written from it.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lic {

enum class FailureCause { dns, tcp, proxy, tls, http, no_answer, protocol, signature, clock, account, token };

enum class FailureCode : std::uint8_t {
  dns_no_such_name,
  dns_no_answer,
  tcp_refused,
  tcp_timeout,
  tcp_unreachable,
  tcp_not_loopback,
  proxy_name,
  proxy_unreachable,
  proxy_tls,
  proxy_auth,
  proxy_denied,
  proxy_gateway,
  proxy_status,
  proxy_broke,
  proxy_timeout,
  proxy_credentials,
  tls_no_anchor,
  tls_unknown_issuer,
  tls_self_signed,
  tls_expired,
  tls_not_yet_valid,
  tls_host_name,
  tls_weak,
  tls_certificate,
  tls_version,
  tls_handshake,
  tls_not_tls,
  tls_broke,
  tls_timeout,
  http_redirect,
  http_denied,
  http_not_found,
  http_too_many_requests,
  http_unavailable,
  http_server_error,
  http_status,
  http_too_large,
  http_malformed,
  http_url,
  try_again_later,
  no_answer_timeout,
  no_answer_closed,
  protocol_empty,
  protocol_not_json,
  protocol_limit,
  protocol_malformed,
  protocol_soap,
  protocol_nonce,
  protocol_instance,
  protocol_request_type,
  protocol_sequence,
  protocol_status,
  protocol_version,
  protocol_certificate,
  protocol_unexpected,
  protocol_poll_endless,
  signature_missing,
  signature_type,
  signature_signer,
  signature_unknown_root,
  signature_not_ssm,
  signature_wrong,
  signature_expired,
  signature_no_key,
  clock_differs,
  clock_refused,
  clock_tls,
  token_invalid,
  token_expired,
  token_missing,
  account_already_registered,
  account_instance_unknown,
  account_clone_suspected,
  account_certificate,
  account_refused,
};

// One row of the catalog. `remedy` may hold one "{}": the place it is about (a directory, a setting).
struct FailureRow {
  FailureCode code;
  std::string_view name;  // stable: programs match it
  FailureCause cause;
  std::string_view meaning;  // one sentence
  std::string_view remedy;
  std::string_view usual_place;  // what "{}" stands for where nothing better is known
};

// In the order of the enumerators; lives for ever.
[[nodiscard]] std::span<const FailureRow> failure_catalog();
[[nodiscard]] const FailureRow& failure_row(FailureCode code);
[[nodiscard]] inline FailureCause cause_of(FailureCode code) { return failure_row(code).cause; }
// The remedy with its place filled in.
[[nodiscard]] std::string remedy_of(FailureCode code, std::string_view place = {});

}  // namespace lic
