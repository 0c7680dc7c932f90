#include "transport/http_channel.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <utility>
#include <vector>

#include "transport/codec/decode.hpp"
#include "transport/codec/reply_envelope.hpp"
#include "transport/crypto/random.hpp"
#include "transport/request_keys.hpp"

namespace lic {
namespace {

HttpSettings with_trust_directory(HttpSettings settings, const std::string& directory) {
  settings.trust_directory = directory;
  return settings;
}

}  // namespace

struct HttpSsmChannel::Pending {
  SsmRequest request;
  Done done;
  std::string nonce;
  RequestKeys keys;
};

HttpSsmChannel::HttpSsmChannel(boost::asio::io_context& loop, ChannelSettings settings, KeyStore& keys,
                               ChannelSurroundings surroundings)
    : loop_(loop),
      keys_(keys),
      surroundings_(std::move(surroundings)),
      trust_(settings.tls, std::move(settings.ssm_root_dir), surroundings_.trust_bundle),
      http_(loop, with_trust_directory(std::move(settings.http), settings.tls.directory)) {}

HttpSsmChannel::~HttpSsmChannel() = default;

void HttpSsmChannel::begin(const SsmRequest& request, Done done) {
  http_.cancel();
  pending_ = std::make_shared<Pending>();
  pending_->request = request;
  pending_->done = std::move(done);
  Result<Secret> body = prepare(*pending_);
  if (body.has_error())
    answer_later(failure_of(body.error()));
  else
    post(*pending_, std::move(*body));
}

void HttpSsmChannel::cancel(const ExchangeId& exchange) {
  if (!pending_ || pending_->request.id != exchange) return;
  http_.cancel();
  pending_.reset();
}

Result<Secret> HttpSsmChannel::prepare(Pending& pending) {
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

void HttpSsmChannel::post(Pending& pending, Secret body) {
  Result<std::string> anchors = trust_.tls_anchors();
  if (anchors.has_error()) return answer_later(failure_of(anchors.error()));
  pending.keys.signing_key = Secret{};  // not needed any more
  http_.post(HttpPost{std::move(body), std::move(*anchors)},
             [this](const HttpOutcome& outcome) { finish(read(outcome)); });
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
  const SsmRequest& request = pending_->request;
  if (const auto* const failure = std::get_if<ExchangeFailed>(&outcome)) return {request.id, std::nullopt, *failure};
  const std::vector<std::string> roots = trust_.message_roots();
  DecodeContext context{request,
                        pending_->nonce,
                        pending_->keys.csr_der,
                        roots,
                        trust_.root_directory(),
                        surroundings_.message_time(),
                        pending_->keys.secrets};
  if (surroundings_.trusted_time) context.trusted_now = surroundings_.trusted_time();
  return decode(std::get<std::string>(outcome), context);
}

// `done` may begin the next exchange or destroy the channel: nothing of it is touched afterwards.
void HttpSsmChannel::finish(SsmReply reply) {
  const Done done = std::move(pending_->done);
  pending_.reset();
  done(std::move(reply));
}

}  // namespace lic
