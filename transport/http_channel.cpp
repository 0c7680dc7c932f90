#include "transport/http_channel.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <utility>
#include <vector>

#include "transport/codec/call_home.hpp"
#include "transport/codec/decode.hpp"
#include "transport/codec/reply_envelope.hpp"
#include "transport/codec/ssm_text.hpp"
#include "transport/crypto/random.hpp"
#include "transport/request_keys.hpp"

namespace lic {

struct HttpSsmChannel::Pending {
  SsmRequest request;
  Done done;
  std::string nonce;
  RequestKeys keys;
  TransportMode mode = TransportMode::smart;
};

HttpSsmChannel::HttpSsmChannel(boost::asio::io_context& loop, ChannelSettings settings, KeyStore& keys,
                               ChannelSurroundings surroundings)
    : loop_(loop),
      keys_(keys),
      surroundings_(std::move(surroundings)),
      trust_(settings.tls, PemDirectory(std::move(settings.ssm_root_dir), std::move(settings.imported_root_dir)),
             surroundings_.trust_bundle),
      loopback_only_(settings.loopback_only),
      http_(loop, settings.linger) {}

HttpSsmChannel::~HttpSsmChannel() = default;

void HttpSsmChannel::begin(const SsmRequest& request, Done done) {
  http_.cancel();
  pending_ = std::make_shared<Pending>();
  pending_->request = request;
  pending_->done = std::move(done);
  Result<HttpPost> post = prepare(*pending_);
  if (post.has_error()) return answer_later(failure_of(post.error()));
  http_.post(std::move(*post), [this](const HttpOutcome& outcome) { finish(read(outcome)); });
}

void HttpSsmChannel::cancel(const ExchangeId& exchange) {
  if (!pending_ || pending_->request.id != exchange) return;
  http_.cancel();
  pending_.reset();
}

Result<HttpPost> HttpSsmChannel::prepare(Pending& pending) {
  const TransportSettings settings = surroundings_.transport();
  pending.mode = settings.mode;
  Result<HttpTarget> target = plan_route(settings);
  if (target.has_error()) return target.error();
  target->loopback_only = loopback_only_;
  target->trust_directory = trust_.tls_directory();
  Result<TrustAnchors> anchors = trust_.tls_anchors();
  if (anchors.has_error()) return anchors.error();
  Result<Secret> json = sign(pending);
  if (json.has_error()) return json.error();
  pending.keys.signing_key = Secret{};  // not needed any more
  if (pending.mode == TransportMode::smart)
    return HttpPost{std::move(*target), kSmartContentType, std::move(*json), std::move(*anchors)};
  return HttpPost{std::move(*target), kCallHomeContentType, in_call_home(std::move(*json)), std::move(*anchors)};
}

Secret HttpSsmChannel::in_call_home(Secret json) {
  const CallHomeFacts facts{surroundings_.instance_facts(), surroundings_.message_time(), ++call_home_number_};
  return Secret{to_call_home(json.reveal(), facts)};
}

Result<Secret> HttpSsmChannel::sign(Pending& pending) {
  Result<RequestKeys> keys = load_request_keys(keys_, pending.request);
  if (keys.has_error()) return keys.error();
  pending.keys = std::move(*keys);
  Result<std::string> nonce = random_nonce();
  if (nonce.has_error()) return nonce.error();
  pending.nonce = std::move(*nonce);
  const bool registering = std::holds_alternative<RegistrationRequest>(pending.request.body);
  const EncodeContext context{surroundings_.instance_facts(),
                              surroundings_.message_time(),
                              pending.nonce,
                              &pending.keys.signing_key,
                              registering ? &pending.keys.secrets.front() : nullptr,
                              pending.keys.csr_der};
  Result<std::string> body = encode(pending.request, context);
  if (body.has_error()) return cannot_sign(body.error());
  return Secret{std::move(*body)};
}

void HttpSsmChannel::answer_later(ExchangeFailed failure) {
  const std::weak_ptr<Pending> pending = pending_;
  boost::asio::post(loop_, [this, pending, failure = std::move(failure)]() mutable {
    // The channel owns what `pending` points to, so while that lives, this does; and it is still the exchange under
    // way.
    const auto waiting = pending.lock();
    if (waiting) finish(SsmReply{waiting->request.id, std::nullopt, std::move(failure)});
  });
}

SsmReply HttpSsmChannel::read(const HttpOutcome& outcome) {
  const auto* const failure = std::get_if<ExchangeFailed>(&outcome.answer);
  SsmReply reply = failure != nullptr ? SsmReply{pending_->request.id, std::nullopt, *failure}
                                      : read_body(std::get<std::string>(outcome.answer));
  // A server's words are in failures of HTTP, too: where a redirect points to, what libcurl could not read (R-REG-2).
  if (auto* const failed = std::get_if<ExchangeFailed>(&reply.answer))
    failed->text = shown_text(failed->text, pending_->keys.secrets);
  for (SeenCertificate& seen : certificates_of(outcome.report)) reply.certificates.push_back(std::move(seen));
  return reply;
}

SsmReply HttpSsmChannel::read_body(const std::string& body) {
  const SsmRequest& request = pending_->request;
  if (pending_->mode == TransportMode::smart) return read_json(body);
  const Result<std::string> json = from_call_home(body, pending_->keys.secrets);
  if (json.has_error()) return {request.id, std::nullopt, failure_of(json.error())};
  return read_json(*json);
}

SsmReply HttpSsmChannel::read_json(const std::string& json) {
  const std::vector<std::string> roots = trust_.message_roots();
  DecodeContext context{pending_->request,       pending_->nonce,
                        pending_->keys.csr_der,  roots,
                        trust_.root_directory(), surroundings_.message_time(),
                        pending_->keys.secrets};
  if (surroundings_.trusted_time) context.trusted_now = surroundings_.trusted_time();
  return decode(json, context);
}

// `done` may begin the next exchange or destroy the channel: nothing of it is touched afterwards.
void HttpSsmChannel::finish(SsmReply reply) {
  const Done done = std::move(pending_->done);
  pending_.reset();
  done(std::move(reply));
}

}  // namespace lic
