#include "transport/codec/additions.hpp"

#include <string>
#include <utility>
#include <variant>

#include "transport/codec/bounded_json.hpp"
#include "transport/codec/object_reader.hpp"
#include "transport/codec/trust_bundle.hpp"
#include "transport/codec/verify_reply.hpp"
#include "transport/codec/wire_names.hpp"

namespace lic {
namespace {

// Each has a reader of its own: what is wrong with one spoils nothing else.
std::optional<std::int64_t> sequence_in(const Json& data) {
  return ObjectReader{data, wire::kResponseData}.integer(wire::kSequence);
}

std::optional<TrustBundle> bundle_in(const Json& data, SsmRequestKind kind) {
  if (kind != SsmRequestKind::registration && kind != SsmRequestKind::authorization) return std::nullopt;
  ObjectReader reader{data, wire::kResponseData};
  TrustBundle bundle{reader.integer(wire::kTrustBundleVersion).value_or(0), reader.text_or_empty(wire::kTrustBundle)};
  if (bundle.version <= 0 || read_trust_bundle(bundle.pem).has_error()) return std::nullopt;
  return bundle;
}

std::optional<RenewWindow> window_in(const Json& data) {
  const Json* const window = ObjectReader{data, wire::kResponseData}.object(wire::kRenewWindow);
  if (window == nullptr) return std::nullopt;
  ObjectReader reader{*window, "response_data.renew_window"};
  const std::optional<WallTime> start = reader.moment(wire::kStart);
  const std::optional<WallTime> end = reader.moment(wire::kEnd);
  if (!start || !end || *start >= *end) return std::nullopt;
  return RenewWindow{*start, *end};
}

}  // namespace

Result<Additions> read_additions(const ReplyEnvelope& envelope, const DecodeContext& context) {
  if (envelope.response_data.empty()) return Additions{};
  const Result<Json> data = parse_bounded(envelope.response_data);
  if (data.has_error()) return Additions{};  // who needs the data says what is wrong with it
  const std::optional<std::int64_t> sequence = sequence_in(*data);
  const bool polled = std::holds_alternative<PollRequest>(context.request.body);
  if (sequence && context.request.signer && !polled && *sequence != context.request.sequence)
    return exchange_error(FailureCode::protocol_sequence, "the answer belongs to exchange " +
                                                              std::to_string(*sequence) + ", not to " +
                                                              std::to_string(context.request.sequence));
  return Additions{bundle_in(*data, kind_of(context.request)), window_in(*data)};
}

}  // namespace lic
