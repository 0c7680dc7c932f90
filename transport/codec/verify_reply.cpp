#include "transport/codec/verify_reply.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "transport/codec/reply_signature.hpp"
#include "transport/codec/response_data.hpp"
#include "transport/codec/ssm_text.hpp"

namespace lic {
namespace {

struct KindOf {
  SsmRequestKind operator()(const RegistrationRequest& /*body*/) const { return SsmRequestKind::registration; }
  SsmRequestKind operator()(const AuthorizationRequest& /*body*/) const { return SsmRequestKind::authorization; }
  SsmRequestKind operator()(const RenewalRequest& /*body*/) const { return SsmRequestKind::renewal; }
  SsmRequestKind operator()(const DeregistrationRequest& /*body*/) const { return SsmRequestKind::deregistration; }
  SsmRequestKind operator()(const PollRequest& body) const { return body.of; }
};

const wire::RequestName& name_on_wire(SsmRequestKind kind) {
  switch (kind) {
    case SsmRequestKind::registration: return wire::kRegistration;
    case SsmRequestKind::authorization: return wire::kAuthorization;
    case SsmRequestKind::renewal: return wire::kRenewal;
    case SsmRequestKind::deregistration: return wire::kDeregistration;
  }
  return wire::kPoll;
}

bool matches(const wire::RequestName& name, std::string_view literal) {
  return literal == name.literal || std::find(name.aliases.begin(), name.aliases.end(), literal) != name.aliases.end();
}

// The delayed answer to a poll may call itself a poll or what was polled for.
std::optional<Error> wrong_request_type(const ReplyEnvelope& envelope, const SsmRequest& request) {
  const bool polled = std::holds_alternative<PollRequest>(request.body);
  if (matches(name_on_wire(kind_of(request)), envelope.request_type)) return std::nullopt;
  if (polled && matches(wire::kPoll, envelope.request_type)) return std::nullopt;
  return exchange_error(FailureCode::protocol_request_type,
                        "the answer is to another kind of request: '" + envelope.request_type.substr(0, 64) + "'");
}

// The header's nonce, or the one inside response_data when the header has none; one is required (wire P6).
std::optional<Error> wrong_nonce(const ReplyEnvelope& envelope, const DecodeContext& context) {
  std::optional<std::string> nonce = envelope.header_nonce;
  if (!nonce || nonce->empty()) {
    Result<std::optional<std::string>> inner = data_nonce(envelope);
    if (inner.has_error()) return inner.error();
    nonce = std::move(*inner);
  }
  if (nonce == context.nonce) return std::nullopt;
  return exchange_error(FailureCode::protocol_nonce,
                        nonce ? "the answer is to another request: its nonce is not the one that was sent"
                              : "the answer has no nonce, so it cannot be told from an old one");
}

std::optional<Error> distrust(const ReplyEnvelope& envelope, const DecodeContext& context) {
  if (!envelope.server_time)
    return exchange_error(FailureCode::protocol_malformed, "the answer does not say SSM's time");
  if (auto clock = clock_difference(*envelope.server_time, context.now)) return clock;
  if (auto wrong = wrong_request_type(envelope, context.request)) return wrong;
  return wrong_nonce(envelope, context);
}

}  // namespace

Verification verify_reply(const ReplyEnvelope& envelope, const DecodeContext& context) {
  SignatureVerdict verdict = verify_signature(envelope, context);
  Verification verification{std::move(verdict.error), std::nullopt, std::move(verdict.certificates)};
  if (verdict.time_is_signed) verification.server_time = envelope.server_time;
  if (!verification.distrust) verification.distrust = distrust(envelope, context);
  return verification;
}

SsmRequestKind kind_of(const SsmRequest& request) { return std::visit(KindOf{}, request.body); }

std::string unverified_words(const ReplyEnvelope& envelope, const DecodeContext& context) {
  const std::string said = shown_text(envelope.status_message, context.secrets);
  return said.empty() ? std::string{} : "; SSM said (unverified): \"" + said + "\"";
}

}  // namespace lic
