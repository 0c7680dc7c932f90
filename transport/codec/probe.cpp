#include "transport/codec/probe.hpp"

#include "transport/codec/reply_envelope.hpp"
#include "transport/codec/ssm_text.hpp"
#include "transport/codec/verify_reply.hpp"
#include "transport/codec/wire_names.hpp"
#include "transport/crypto/parsed_certificate.hpp"

namespace lic {
namespace {

SsmRequest probe_request() {
  return SsmRequest{ExchangeId{}, 0, std::nullopt, PollRequest{wire::kProbePollId, SsmRequestKind::registration, {}}};
}

std::string signer_of(const ReplyEnvelope& envelope) {
  const Result<ParsedCertificate> signer = ParsedCertificate::read(envelope.signing_cert);
  return signer.has_value() ? shown_text(signer->subject(), {}) : std::string{};
}

ExchangeFailed shown(const Error& error, const std::string& words) {
  ExchangeFailed failed = failure_of(error);
  failed.text = shown_text(failed.text + words, {});
  return failed;
}

}  // namespace

Result<std::string> encode_probe(const InstanceFacts& instance, WallTime now, const std::string& nonce) {
  return encode_unsigned(probe_request(), EncodeContext{instance, now, nonce, nullptr, nullptr, {}});
}

ProbeVerdict judge_probe(std::string_view body, const ProbeContext& context) {
  const Result<ReplyEnvelope> envelope = read_envelope(body);
  if (envelope.has_error()) return {shown(envelope.error(), {}), std::nullopt, {}, {}};
  const SsmRequest request = probe_request();
  const DecodeContext decoding{request, context.nonce,      {}, context.roots, context.root_directory, context.now,
                               {},      context.trusted_now};
  Verification verification = verify_reply(*envelope, decoding);
  ProbeVerdict verdict{std::nullopt, verification.server_time, signer_of(*envelope),
                       std::move(verification.certificates)};
  if (verification.distrust) verdict.failure = shown(*verification.distrust, unverified_words(*envelope, decoding));
  return verdict;
}

}  // namespace lic
