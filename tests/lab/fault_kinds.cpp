#include "tests/lab/fault_kinds.hpp"

#include <array>
#include <cstdlib>
#include <utility>

namespace ssm_lab {
namespace {

constexpr std::array<std::pair<FaultKind, const char*>, 48> kNames = {{
    {FaultKind::http_status, "http_status"},
    {FaultKind::html, "html"},
    {FaultKind::soap_fault, "soap_fault"},
    {FaultKind::failed, "failed"},
    {FaultKind::ok_try_again, "ok_try_again"},
    {FaultKind::version_too_high, "version_too_high"},
    {FaultKind::control_characters, "control_characters"},
    {FaultKind::long_status_message, "long_status_message"},
    {FaultKind::delay, "delay"},
    {FaultKind::close, "close"},
    {FaultKind::truncate, "truncate"},
    {FaultKind::empty, "empty"},
    {FaultKind::garbage, "garbage"},
    {FaultKind::not_json, "not_json"},
    {FaultKind::huge, "huge"},
    {FaultKind::soap_dtd, "soap_dtd"},
    {FaultKind::soap_no_attachment, "soap_no_attachment"},
    {FaultKind::ok_poll, "ok_poll"},
    {FaultKind::ok_poll_forever, "ok_poll_forever"},
    {FaultKind::stale_nonce, "stale_nonce"},
    {FaultKind::wrong_nonce_type, "wrong_nonce_type"},
    {FaultKind::wrong_id, "wrong_id"},
    {FaultKind::other_instance, "other_instance"},
    {FaultKind::wrong_type, "wrong_type"},
    {FaultKind::missing_header, "missing_header"},
    {FaultKind::unknown_status_code, "unknown_status_code"},
    {FaultKind::wrong_member_types, "wrong_member_types"},
    {FaultKind::server_clock, "server_clock"},
    {FaultKind::wrong_sequence_echo, "wrong_sequence_echo"},
    {FaultKind::lower_version, "lower_version"},
    {FaultKind::entitlement_status, "entitlement_status"},
    {FaultKind::unknown_entitlement_status, "unknown_entitlement_status"},
    {FaultKind::drop_entitlement, "drop_entitlement"},
    {FaultKind::negative_count, "negative_count"},
    {FaultKind::too_many_entitlements, "too_many_entitlements"},
    {FaultKind::wrong_signature, "wrong_signature"},
    {FaultKind::no_signature, "no_signature"},
    {FaultKind::unknown_signature_type, "unknown_signature_type"},
    {FaultKind::other_signer, "other_signer"},
    {FaultKind::expired_signer, "expired_signer"},
    {FaultKind::expired_sub_ca, "expired_sub_ca"},
    {FaultKind::missing_signing_cert, "missing_signing_cert"},
    {FaultKind::id_cert_other_key, "id_cert_other_key"},
    {FaultKind::id_cert_wrong_piid, "id_cert_wrong_piid"},
    {FaultKind::bad_trust_bundle, "bad_trust_bundle"},
    {FaultKind::trust_bundle_rollback, "trust_bundle_rollback"},
    {FaultKind::deep_json, "deep_json"},
    {FaultKind::duplicate_keys, "duplicate_keys"},
}};

}  // namespace

const char* name_of(FaultKind kind) {
  for (const auto& [known, name] : kNames) {
    if (known == kind) return name;
  }
  std::abort();
}

std::optional<FaultKind> find_fault_kind(std::string_view name) {
  for (const auto& [kind, known] : kNames) {
    if (name == known) return kind;
  }
  return std::nullopt;
}

std::vector<const char*> fault_names() {
  std::vector<const char*> names;
  for (const auto& [kind, name] : kNames) names.push_back(name);
  return names;
}

bool is_call_home_only(FaultKind kind) {
  return kind == FaultKind::soap_fault || kind == FaultKind::soap_dtd || kind == FaultKind::soap_no_attachment;
}

}  // namespace ssm_lab
