#include "transport/codec/response_data.hpp"

#include <algorithm>
#include <utility>

#include "transport/codec/bounded_json.hpp"
#include "transport/codec/limits.hpp"
#include "transport/codec/object_reader.hpp"
#include "transport/codec/ssm_text.hpp"
#include "transport/codec/wire_names.hpp"
#include "transport/crypto/parsed_certificate.hpp"

namespace lic {
namespace {

constexpr Millis kLongestRenewInterval = 3650 * kDay;
constexpr const char* kData = "response_data";

Error malformed(const std::string& problem) {
  return exchange_error(FailureCode::protocol_malformed, "the answer is malformed: " + problem);
}
Error wrong_certificate(std::string text) { return exchange_error(FailureCode::protocol_certificate, std::move(text)); }

Result<Json> parse_data(const ReplyEnvelope& envelope) {
  if (envelope.response_data.empty()) return malformed("response_data is empty");
  Result<Json> data = parse_bounded(envelope.response_data);
  if (data.has_error()) return unreadable_json(kData, data.error());
  return data;
}

// Names for people: SSM's text as it may be shown.
std::string shown(ObjectReader& reader, const char* member, const DecodeContext& context) {
  return shown_text(reader.text_or_empty(member), context.secrets);
}

EntitlementStatus status_named(const std::string& literal) {
  const auto* const row = std::find_if(wire::kEntitlementStatuses.begin(), wire::kEntitlementStatuses.end(),
                                       [&literal](const auto& name) { return name.literal == literal; });
  return row == wire::kEntitlementStatuses.end() ? EntitlementStatus::invalid : row->status;
}

Result<EntitlementAnswer> read_entitlement(const Json& item, const DecodeContext& context) {
  ObjectReader reader{item, "response_data.entitlements[]"};
  EntitlementAnswer answer;
  answer.tag.value = reader.required_text(wire::kTag);
  answer.count = reader.quantity(wire::kCount).value_or(0);
  answer.status = status_named(reader.text_or_empty(wire::kStatus));
  answer.status_text = shown(reader, wire::kStatus, context);
  answer.display_name = shown(reader, wire::kDisplayName, context);
  answer.purchased = reader.quantity(wire::kPurchased);
  if (reader.problem()) return malformed(*reader.problem());
  return answer;
}

Result<std::vector<EntitlementAnswer>> read_entitlements(const Json& list, const DecodeContext& context) {
  if (list.size() > kEntitlementsMax)
    return exchange_error(FailureCode::protocol_limit, "the answer has more than 10,000 entitlements");
  std::vector<EntitlementAnswer> answers;
  answers.reserve(list.size());
  for (const Json& item : list) {
    Result<EntitlementAnswer> answer = read_entitlement(item, context);
    if (answer.has_error()) return answer.error();
    answers.push_back(std::move(*answer));
  }
  return answers;
}

Result<std::vector<std::int64_t>> read_accepted(const Json* list) {
  std::vector<std::int64_t> accepted;
  if (list == nullptr) return accepted;
  for (const Json& item : *list) {
    if (!item.is_number_integer()) return malformed("response_data.accepted_reports holds no number");
    accepted.push_back(item.get<std::int64_t>());
  }
  return accepted;
}

// SSM's own words on the whole; what it says of each entitlement if it says nothing on the whole.
bool overall_in_compliance(const std::string& overall, const std::vector<EntitlementAnswer>& entitlements) {
  if (overall == wire::kInComplianceOverall) return true;
  if (overall == wire::kOutOfComplianceOverall) return false;
  return std::none_of(entitlements.begin(), entitlements.end(), [](const EntitlementAnswer& answer) {
    return answer.status == EntitlementStatus::out_of_compliance;
  });
}

// wire P5.1: header, data and certificate name one instance, and the certificate is for our key.
std::optional<Error> inconsistency(const ReplyEnvelope& envelope, const DecodeContext& context,
                                   const ParsedCertificate& certificate, const InstanceId& instance) {
  if (envelope.instance != instance.value)
    return exchange_error(FailureCode::protocol_instance,
                          "the answer names two product instances: " + envelope.instance.substr(0, 64) +
                              " in its header, " + instance.value.substr(0, 64) + " in its data");
  if (context.request.signer && context.request.signer->instance != instance)
    return wrong_certificate("the new certificate is for another product instance: " + instance.value.substr(0, 64));
  if (certificate.subject_serial_number() != instance.value)
    return wrong_certificate("the certificate is for " + certificate.subject() + ", not for the product instance " +
                             instance.value.substr(0, 64));
  if (!context.csr_der.empty() && !certificate.has_key_of_csr(context.csr_der))
    return wrong_certificate("the certificate is for another key than the one that was sent");
  if (certificate.facts().not_after <= certificate.facts().not_before)
    return wrong_certificate("the certificate ends before it begins");
  return std::nullopt;
}

}  // namespace

Result<std::optional<std::string>> data_nonce(const ReplyEnvelope& envelope) {
  if (envelope.response_data.empty()) return std::optional<std::string>{};
  const Result<Json> data = parse_data(envelope);
  if (data.has_error()) return data.error();
  ObjectReader reader{*data, kData};
  std::optional<std::string> nonce = reader.text(wire::kNonce);
  if (reader.problem()) return malformed(*reader.problem());
  return nonce;
}

Result<IdentityGranted> read_identity(const ReplyEnvelope& envelope, const DecodeContext& context) {
  const Result<Json> data = parse_data(envelope);
  if (data.has_error()) return data.error();
  ObjectReader reader{*data, kData};
  IdentityGranted granted;
  granted.instance.value = reader.required_text(wire::kInstance);
  granted.instance_name = shown(reader, wire::kInstanceName, context);
  granted.smart_account = shown(reader, wire::kSmartAccount, context);
  granted.virtual_account = shown(reader, wire::kVirtualAccount, context);
  granted.export_controlled_allowed = reader.flag(wire::kExportAllowed);
  granted.renew_interval = reader.seconds(wire::kRenewInterval, kLongestRenewInterval);
  const std::string certificate_text = reader.required_text(wire::kIdCert);
  if (reader.problem()) return malformed(*reader.problem());

  const Result<ParsedCertificate> certificate = ParsedCertificate::read(certificate_text);
  if (certificate.has_error()) return wrong_certificate(certificate.error().what);
  if (std::optional<Error> wrong = inconsistency(envelope, context, *certificate, granted.instance))
    return *std::move(wrong);
  granted.certificate = certificate->facts();
  return granted;
}

Result<AuthorizationGranted> read_authorization(const ReplyEnvelope& envelope, const DecodeContext& context) {
  const Result<Json> data = parse_data(envelope);
  if (data.has_error()) return data.error();
  ObjectReader reader{*data, kData};
  AuthorizationGranted granted;
  granted.version = reader.integer(wire::kVersionMember).value_or(0);
  granted.expires = reader.moment(wire::kAuthExpiry);
  granted.renew_interval = reader.seconds(wire::kRenewInterval, kLongestRenewInterval);
  granted.smart_account = shown(reader, wire::kSmartAccount, context);
  granted.virtual_account = shown(reader, wire::kVirtualAccount, context);
  const std::string overall = reader.text_or_empty(wire::kOverallStatus);
  const Json* const entitlements = reader.array(wire::kEntitlements);
  const Json* const accepted = reader.array(wire::kAcceptedReports);
  if (entitlements == nullptr) reader.blame("response_data.entitlements is missing");
  if (reader.problem()) return malformed(*reader.problem());

  Result<std::vector<EntitlementAnswer>> answers = read_entitlements(*entitlements, context);
  if (answers.has_error()) return answers.error();
  Result<std::vector<std::int64_t>> accepted_reports = read_accepted(accepted);
  if (accepted_reports.has_error()) return accepted_reports.error();
  granted.entitlements = std::move(*answers);
  if (accepted != nullptr) granted.accepted_reports = std::move(*accepted_reports);
  granted.overall_in_compliance = overall_in_compliance(overall, granted.entitlements);
  return granted;
}

Result<PollLater> read_poll(const ReplyEnvelope& envelope) {
  const Result<Json> data = parse_data(envelope);
  if (data.has_error()) return data.error();
  ObjectReader reader{*data, kData};
  PollLater later{reader.required_text(wire::kPollId), envelope.retry_after};
  if (reader.problem()) return malformed(*reader.problem());
  return later;
}

}  // namespace lic
