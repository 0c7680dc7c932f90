#include "transport/codec/decode.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "agent/time_text.hpp"
#include "transport/codec/reply_envelope.hpp"
#include "transport/codec/response_data.hpp"
#include "transport/codec/ssm_text.hpp"
#include "transport/codec/wire_names.hpp"

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
  if (matches(name_on_wire(std::visit(KindOf{}, request.body)), envelope.request_type)) return std::nullopt;
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

// A refusal may leave the instance out; a grant must name ours. Before registration there is none to compare.
std::optional<Error> wrong_instance(const ReplyEnvelope& envelope, const SsmRequest& request, wire::StatusCode status) {
  if (!request.signer || envelope.instance == request.signer->instance.value) return std::nullopt;
  if (envelope.instance.empty() && status != wire::StatusCode::ok) return std::nullopt;
  return exchange_error(FailureCode::protocol_instance,
                        "the answer is for another product instance: '" + envelope.instance.substr(0, 64) + "'");
}

Result<wire::StatusCode> status_of(const ReplyEnvelope& envelope) {
  const auto* const row = std::find_if(wire::kStatusCodes.begin(), wire::kStatusCodes.end(),
                                       [&envelope](const auto& name) { return name.literal == envelope.status_code; });
  if (row != wire::kStatusCodes.end()) return row->code;
  return exchange_error(FailureCode::protocol_status,
                        "the answer has a status that is not known: '" + envelope.status_code.substr(0, 64) + "'");
}

SsmAnswer failed_by(const Error& error) { return failure_of(error); }

template <class T>
SsmAnswer answer_of(Result<T> read) {
  if (read.has_error()) return failed_by(read.error());
  return std::move(*read);
}

std::string lower_case(std::string text) {
  for (char& character : text)
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  return text;
}

std::optional<wire::FailureMeaning> meaning_of(const std::string& shown) {
  const std::string text = lower_case(shown);
  for (const wire::FailureText& row : wire::kFailureTexts)
    if (text.find(row.part) != std::string::npos && text.find(row.other_part) != std::string::npos) return row.meaning;
  return std::nullopt;
}

SsmAnswer clock_refusal(const ReplyEnvelope& envelope, const DecodeContext& context, const std::string& text) {
  ExchangeFailed failed =
      failed_with(FailureCode::clock_refused,
                  "SSM refused the time of the request: \"" + text + "\"; SSM's clock shows " +
                      to_rfc3339(envelope.server_time.value_or(WallTime{})) + ", ours " + to_rfc3339(context.now));
  failed.after = envelope.retry_after;
  return failed;
}

SsmAnswer refusal(const ReplyEnvelope& envelope, const DecodeContext& context) {
  std::string text = shown_text(envelope.status_message, context.secrets);
  if (text.empty()) text = "SSM refused without giving a reason";
  Refused refused{RefusalKind::other, text, envelope.retry_after};
  const std::optional<wire::FailureMeaning> meaning = meaning_of(text);
  if (!meaning) return refused;
  switch (*meaning) {
    case wire::FailureMeaning::token_invalid: refused.kind = RefusalKind::token_invalid; break;
    case wire::FailureMeaning::token_expired: refused.kind = RefusalKind::token_expired; break;
    case wire::FailureMeaning::already_registered: refused.kind = RefusalKind::already_registered; break;
    case wire::FailureMeaning::instance_unknown: refused.kind = RefusalKind::instance_unknown; break;
    case wire::FailureMeaning::clone_suspected: refused.kind = RefusalKind::clone_suspected; break;
    case wire::FailureMeaning::certificate: refused.kind = RefusalKind::certificate; break;
    case wire::FailureMeaning::clock: return clock_refusal(envelope, context, text);
  }
  return refused;
}

SsmAnswer version_refusal(const ReplyEnvelope& envelope, const DecodeContext& context) {
  ExchangeFailed failed =
      failed_with(FailureCode::protocol_version, "SSM speaks an older version of the protocol than this agent: \"" +
                                                     shown_text(envelope.status_message, context.secrets) + "\"");
  failed.after = envelope.retry_after;
  return failed;
}

SsmAnswer grant(const ReplyEnvelope& envelope, const DecodeContext& context) {
  switch (std::visit(KindOf{}, context.request.body)) {
    case SsmRequestKind::registration:
    case SsmRequestKind::renewal: return answer_of(read_identity(envelope, context));
    case SsmRequestKind::authorization: return answer_of(read_authorization(envelope, context));
    case SsmRequestKind::deregistration: return Deregistered{};
  }
  return Deregistered{};
}

SsmAnswer verified_answer(const ReplyEnvelope& envelope, const DecodeContext& context, wire::StatusCode status) {
  switch (status) {
    case wire::StatusCode::ok: return grant(envelope, context);
    case wire::StatusCode::poll: return answer_of(read_poll(envelope));
    case wire::StatusCode::try_again:
      return TryAgainLater{shown_text(envelope.status_message, context.secrets), envelope.retry_after};
    case wire::StatusCode::failed: return refusal(envelope, context);
    case wire::StatusCode::version_too_high: return version_refusal(envelope, context);
  }
  return failed_by(exchange_error(FailureCode::protocol_status, "the answer has a status that is not known"));
}

// Everything between a good signature and the status (wire P6).
std::optional<Error> distrust(const ReplyEnvelope& envelope, const DecodeContext& context) {
  if (!envelope.server_time)
    return exchange_error(FailureCode::protocol_malformed, "the answer does not say SSM's time");
  if (auto clock = clock_difference(*envelope.server_time, context.now)) return clock;
  if (auto wrong = wrong_request_type(envelope, context.request)) return wrong;
  return wrong_nonce(envelope, context);
}

SsmAnswer distrusted(const ReplyEnvelope& envelope, const DecodeContext& context, const Error& error) {
  ExchangeFailed failed = failure_of(error);
  const std::string said = shown_text(envelope.status_message, context.secrets);
  if (!said.empty()) failed.text += "; SSM said (unverified): \"" + said + "\"";
  return failed;
}

// What SSM wrote can stand in any text of a failure, the agent's own sentences included.
void make_showable(SsmAnswer& answer, const DecodeContext& context) {
  if (auto* const failed = std::get_if<ExchangeFailed>(&answer))
    failed->text = shown_text(failed->text, context.secrets);
}

SsmAnswer judge(const ReplyEnvelope& envelope, const DecodeContext& context, SsmReply& reply) {
  if (const Result<void> verified = verify_signature(envelope, context); verified.has_error())
    return distrusted(envelope, context, verified.error());
  reply.server_time = envelope.server_time;
  if (const auto error = distrust(envelope, context)) return distrusted(envelope, context, *error);
  const Result<wire::StatusCode> status = status_of(envelope);
  if (status.has_error()) return distrusted(envelope, context, status.error());
  if (const auto error = wrong_instance(envelope, context.request, *status))
    return distrusted(envelope, context, *error);
  return verified_answer(envelope, context, *status);
}

}  // namespace

SsmReply decode(std::string_view body, const DecodeContext& context) {
  SsmReply reply;
  reply.exchange = context.request.id;
  const Result<ReplyEnvelope> envelope = read_envelope(body);
  reply.answer = envelope.has_error() ? failed_by(envelope.error()) : judge(*envelope, context, reply);
  make_showable(reply.answer, context);
  return reply;
}

}  // namespace lic
