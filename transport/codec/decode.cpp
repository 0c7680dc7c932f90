#include "transport/codec/decode.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "agent/time_text.hpp"
#include "transport/codec/additions.hpp"
#include "transport/codec/reply_envelope.hpp"
#include "transport/codec/response_data.hpp"
#include "transport/codec/ssm_text.hpp"
#include "transport/codec/verify_reply.hpp"
#include "transport/codec/wire_names.hpp"

namespace lic {
namespace {

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
  switch (kind_of(context.request)) {
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

SsmAnswer distrusted(const ReplyEnvelope& envelope, const DecodeContext& context, const Error& error) {
  ExchangeFailed failed = failure_of(error);
  failed.text += unverified_words(envelope, context);
  return failed;
}

// What SSM wrote can stand in any text of a failure, the agent's own sentences included.
void make_showable(SsmAnswer& answer, const DecodeContext& context) {
  if (auto* const failed = std::get_if<ExchangeFailed>(&answer))
    failed->text = shown_text(failed->text, context.secrets);
}

SsmAnswer judge(const ReplyEnvelope& envelope, const DecodeContext& context, SsmReply& reply) {
  Verification verification = verify_reply(envelope, context);
  reply.server_time = verification.server_time;
  reply.certificates = std::move(verification.certificates);
  if (verification.distrust) return distrusted(envelope, context, *verification.distrust);
  const Result<wire::StatusCode> status = status_of(envelope);
  if (status.has_error()) return distrusted(envelope, context, status.error());
  if (const auto error = wrong_instance(envelope, context.request, *status))
    return distrusted(envelope, context, *error);
  if (*status != wire::StatusCode::ok) return verified_answer(envelope, context, *status);
  Result<Additions> additions = read_additions(envelope, context);
  if (additions.has_error()) return distrusted(envelope, context, additions.error());
  SsmAnswer answer = verified_answer(envelope, context, *status);
  if (std::holds_alternative<ExchangeFailed>(answer)) return answer;
  reply.trust_bundle = std::move(additions->trust_bundle);
  reply.renew_window = additions->renew_window;
  return answer;
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
