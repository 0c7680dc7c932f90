#include "transport/codec/encode.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "transport/codec/limits.hpp"
#include "transport/codec/wire_names.hpp"
#include "transport/crypto/base64.hpp"
#include "transport/crypto/keys.hpp"

namespace lic {
namespace {

using Ordered = nlohmann::ordered_json;  // members stay in the order they are written in

std::string one_line(const Ordered& value) {
  // Names of machines come from the operating system in any bytes; the wire is UTF-8.
  return value.dump(-1, ' ', false, Ordered::error_handler_t::replace);
}

Ordered text_or_null(const std::string& text) { return text.empty() ? Ordered(nullptr) : Ordered(text); }

std::int64_t millis(WallTime time) { return time.time_since_epoch().count(); }

Ordered sudi_of(const InstanceFacts& instance) {
  return Ordered{{wire::kSuvi, nullptr},
                 {wire::kUuid, text_or_null(instance.udi.uuid)},
                 {wire::kHostIdentifier, text_or_null(instance.host_identifier)},
                 {wire::kMacAddress, nullptr},
                 {wire::kUdiPid, text_or_null(instance.udi.pid)},
                 {wire::kUdiSerialNumber, text_or_null(instance.udi.serial)},
                 {wire::kUdiVid, nullptr}};
}

struct RequestNameOf {
  std::string_view operator()(const RegistrationRequest& /*body*/) const { return wire::kRegistration.literal; }
  std::string_view operator()(const AuthorizationRequest& /*body*/) const { return wire::kAuthorization.literal; }
  std::string_view operator()(const RenewalRequest& /*body*/) const { return wire::kRenewal.literal; }
  std::string_view operator()(const DeregistrationRequest& /*body*/) const { return wire::kDeregistration.literal; }
  std::string_view operator()(const PollRequest& /*body*/) const { return wire::kPoll.literal; }
};

// The members of one type, between the common head and product_instance_identifier (wire P5.1 .. P5.5).
struct BodyMembers {
  const EncodeContext& context;
  Ordered& data;

  std::optional<Error> operator()(const RegistrationRequest& body) const {
    if (context.token == nullptr) return Error{ErrorCode::failed_precondition, "the registration has no token"};
    if (context.csr_der.empty())
      return Error{ErrorCode::failed_precondition, "the registration has no request for a certificate"};
    data[wire::kSoftwareTag] = context.instance.software_tag;
    data[wire::kIdToken] = std::string{context.token->reveal()};
    data[wire::kForce] = body.force;
    data[wire::kCsr] = to_base64(context.csr_der);
    data[wire::kHostname] = text_or_null(context.instance.host_identifier);
    data[wire::kInstanceName] = text_or_null(context.instance.instance_name);
    return std::nullopt;
  }

  std::optional<Error> operator()(const AuthorizationRequest& body) const {
    if (body.entitlements.size() > kEntitlementsMax || body.reports.size() > kReportsMax)
      return Error{ErrorCode::resource_exhausted, "more than 10,000 entitlements or 200 reports in one authorization"};
    data[wire::kVersionMember] = body.version;
    Ordered entitlements = Ordered::array();
    for (const EntitlementCount& entitlement : body.entitlements)
      entitlements.push_back(Ordered{{wire::kTag, entitlement.tag.value},
                                     {wire::kCount, entitlement.count},
                                     {wire::kVersionMember, text_or_null(entitlement.version)}});
    data[wire::kEntitlements] = std::move(entitlements);
    Ordered reports = Ordered::array();
    for (const UsageReport& report : body.reports)
      reports.push_back(Ordered{{wire::kId, report.id},
                                {wire::kTag, report.tag.value},
                                {wire::kIntervalStart, millis(report.interval_start)},
                                {wire::kIntervalEnd, millis(report.interval_end)},
                                {wire::kPeak, report.peak},
                                {wire::kReported, report.reported},
                                {wire::kLocked, report.locked}});
    data[wire::kReports] = std::move(reports);
    return std::nullopt;
  }

  std::optional<Error> operator()(const RenewalRequest& /*body*/) const {
    if (context.csr_der.empty())
      return Error{ErrorCode::failed_precondition, "the renewal has no request for a certificate"};
    data[wire::kCsr] = to_base64(context.csr_der);
    return std::nullopt;
  }

  std::optional<Error> operator()(const DeregistrationRequest& /*body*/) const { return std::nullopt; }

  std::optional<Error> operator()(const PollRequest& body) const {
    data[wire::kPollId] = body.poll_id;
    return std::nullopt;
  }
};

Result<std::string> request_data(const SsmRequest& request, const EncodeContext& context) {
  Ordered data{
      {wire::kSudi, sudi_of(context.instance)}, {wire::kTimestamp, millis(context.now)}, {wire::kNonce, context.nonce}};
  if (std::optional<Error> missing = std::visit(BodyMembers{context, data}, request.body)) return *std::move(missing);
  data[wire::kInstance] = request.signer ? Ordered(request.signer->instance.value) : Ordered(nullptr);
  if (request.signer) {
    data[wire::kSequence] = request.sequence;
    data[wire::kExchangeId] = request.id.value;
  }
  return one_line(data);
}

Ordered header_of(const SsmRequest& request, const EncodeContext& context) {
  Ordered instance = nullptr;
  Ordered certificate_serial = nullptr;
  if (request.signer) {
    instance = request.signer->instance.value;
    certificate_serial = request.signer->certificate.serial;
  }
  return Ordered{{wire::kVersionMember, wire::kVersion},
                 {wire::kLocaleMember, wire::kLocale},
                 {wire::kSudi, sudi_of(context.instance)},
                 {wire::kTimestamp, 0},  // the real time is in request_data (wire P3)
                 {wire::kNonce, context.nonce},
                 {wire::kRequestType, std::visit(RequestNameOf{}, request.body)},
                 {wire::kAgentActions, nullptr},
                 {wire::kConnectInfo, nullptr},
                 {wire::kInstance, std::move(instance)},
                 {wire::kIdCertSerial, std::move(certificate_serial)},
                 {wire::kSigningCertSerial, nullptr}};
}

Result<std::string> text_to_sign(const SsmRequest& request, const EncodeContext& context) {
  Result<std::string> data = request_data(request, context);
  if (data.has_error()) return data.error();
  return one_line(Ordered{{wire::kHeader, header_of(request, context)},
                          {wire::kNonce, context.nonce},
                          {wire::kRequestData, std::move(*data)}});
}

std::string envelope(const std::string& request, const std::string& signature) {
  return one_line(Ordered{{wire::kSignature, {{wire::kType, wire::kSignatureType}, {wire::kValue, signature}}},
                          {wire::kCredential, nullptr},
                          {wire::kRequest, request}});
}

}  // namespace

Result<std::string> encode(const SsmRequest& request, const EncodeContext& context) {
  const Result<std::string> text = text_to_sign(request, context);
  if (text.has_error()) return text.error();
  const Result<std::string> signature = sign_sha256(*context.signing_key, *text);
  if (signature.has_error()) return signature.error();
  return envelope(*text, to_base64(*signature));
}

Result<std::string> encode_unsigned(const SsmRequest& request, const EncodeContext& context) {
  const Result<std::string> text = text_to_sign(request, context);
  if (text.has_error()) return text.error();
  return envelope(*text, {});
}

}  // namespace lic
