#include "transport/diagnosis.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

#include "transport/codec/call_home.hpp"
#include "transport/codec/probe.hpp"
#include "transport/codec/reply_envelope.hpp"
#include "transport/crypto/random.hpp"
#include "transport/diagnosis_steps.hpp"
#include "transport/http_channel.hpp"
#include "transport/https_url.hpp"

namespace lic {
namespace {

std::string way_of(const TransportSettings& settings) {
  std::string way = settings.mode == TransportMode::smart ? "mode smart" : "mode call-home";
  switch (settings.route) {
    case TransportRoute::direct: way += ", route direct"; break;
    case TransportRoute::gateway: way += ", route gateway"; break;
    case TransportRoute::proxy: way += ", route proxy"; break;
  }
  const Result<std::string> url = effective_url(settings);
  return url.has_value() ? way + ", " + *url : way;
}

// What is wrong before anything is sent is wrong with the settings.
ExchangeFailed setting_failure(const Error& error) {
  return {error.failure.value_or(FailureCode::http_url), error.what, error.remedy, std::nullopt};
}

}  // namespace

const DiagnosisStep* Diagnosis::first_failure() const& {
  const auto place =
      std::find_if(steps.begin(), steps.end(), [](const auto& step) { return !step.ok && !step.skipped; });
  return place == steps.end() ? nullptr : &*place;
}

class TransportTrial::Impl {
public:
  Impl(boost::asio::io_context& loop, TrustSources& trust, const ChannelSurroundings& surroundings, bool loopback_only)
      : loop_(loop),
        trust_(trust),
        surroundings_(surroundings),
        loopback_only_(loopback_only),
        http_(loop, Millis{0}),
        run_(std::make_shared<int>(0)) {}

  void run(const TransportSettings& settings, Limits limits, Done done) {
    http_.cancel();
    run_ = std::make_shared<int>(0);  // an end of the run before, already on its way, finds nobody
    facts_ = TrialFacts{};
    facts_.way = way_of(settings);
    mode_ = settings.mode;
    done_ = std::move(done);
    Result<HttpPost> post = prepare(settings, limits);
    if (post.has_error()) {
      facts_.failure = setting_failure(post.error());
      return end_later();
    }
    http_.post(std::move(*post), [this](HttpOutcome outcome) { finish(std::move(outcome)); });
  }

private:
  Result<HttpPost> prepare(const TransportSettings& settings, Limits limits) {
    if (Result<void> checked = check(settings); checked.has_error()) return checked.error();
    Result<HttpTarget> target = plan_route(settings);
    if (target.has_error()) return target.error();
    target->connect_timeout = std::min(target->connect_timeout, limits.step);
    target->total_timeout = std::min(target->total_timeout, limits.total);
    target->loopback_only = loopback_only_;
    target->trust_directory = trust_.tls_directory();
    if (const Result<HttpsUrl> url = read_https_url(target->url); url.has_value())
      facts_.peer = host_and_port(url->host, url->port);
    if (target->proxy) facts_.proxy = host_and_port(target->proxy->host, target->proxy->port);
    Result<TrustAnchors> anchors = trust_.tls_anchors();
    if (anchors.has_error()) return anchors.error();
    Result<std::string> body = question();
    if (body.has_error()) return body.error();
    const char* const type = mode_ == TransportMode::smart ? kSmartContentType : kCallHomeContentType;
    return HttpPost{std::move(*target), type, Secret{std::move(*body)}, std::move(*anchors)};
  }

  Result<std::string> question() {
    Result<std::string> nonce = random_nonce();
    if (nonce.has_error()) return nonce.error();
    nonce_ = std::move(*nonce);
    const InstanceFacts instance = surroundings_.instance_facts();
    const WallTime now = surroundings_.message_time();
    Result<std::string> json = encode_probe(instance, now, nonce_);
    if (json.has_error() || mode_ == TransportMode::smart) return json;
    return to_call_home(*json, CallHomeFacts{instance, now, 0});
  }

  void finish(HttpOutcome outcome) {
    facts_.report = std::move(outcome.report);
    if (auto* const failed = std::get_if<ExchangeFailed>(&outcome.answer))
      facts_.failure = std::move(*failed);
    else
      judge(std::get<std::string>(outcome.answer));
    end();
  }

  void judge(const std::string& body) {
    facts_.now = surroundings_.message_time();
    const Result<std::string> json = mode_ == TransportMode::smart ? Result<std::string>{body} : from_call_home(body);
    if (json.has_error()) {
      facts_.failure = failure_of(json.error());
      return;
    }
    const std::vector<std::string> roots = trust_.message_roots();
    ProbeContext context{nonce_, roots, trust_.root_directory(), facts_.now};
    if (surroundings_.trusted_time) context.trusted_now = surroundings_.trusted_time();
    facts_.verdict = judge_probe(*json, context);
    facts_.failure = facts_.verdict->failure;
  }

  void end_later() {
    const std::weak_ptr<int> run = run_;
    boost::asio::post(loop_, [this, run] {
      if (!run.expired()) end();  // the run is ours, so while it lives, this does
    });
  }

  // `done` may run the next trial or destroy this.
  void end() {
    const Done done = std::move(done_);
    done(Diagnosis{steps_of(facts_)});
  }

  boost::asio::io_context& loop_;
  TrustSources& trust_;
  const ChannelSurroundings& surroundings_;
  const bool loopback_only_;
  HttpExchange http_;
  std::shared_ptr<int> run_;  // shared: an end posted for later holds it weakly
  TrialFacts facts_;
  TransportMode mode_ = TransportMode::smart;
  std::string nonce_;
  Done done_;
};

TransportTrial::TransportTrial(boost::asio::io_context& loop, TrustSources& trust,
                               const ChannelSurroundings& surroundings, bool loopback_only)
    : impl_(std::make_unique<Impl>(loop, trust, surroundings, loopback_only)) {}
TransportTrial::~TransportTrial() = default;

void TransportTrial::run(const TransportSettings& settings, Limits limits, Done done) {
  impl_->run(settings, limits, std::move(done));
}

}  // namespace lic
