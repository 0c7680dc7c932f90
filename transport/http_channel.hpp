#pragma once
// The real way to SSM: key store -> codec -> HTTPS -> codec.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "agent/key_store.hpp"
#include "agent/time.hpp"
#include "agent/transport_settings.hpp"
#include "transport/codec/encode.hpp"
#include "transport/http_exchange.hpp"
#include "transport/ssm_channel.hpp"
#include "transport/trust_sources.hpp"

namespace lic {

struct ChannelSettings {
  TlsTrustSettings tls;
  std::string ssm_root_dir;               // message-signing roots, *.pem
  bool loopback_only = false;             // lab mode
  Millis linger = HttpExchange::kLinger;  // how long a connection is kept for the next exchange
  std::string imported_root_dir = {};     // beside ssm_root_dir: what came by command
};

// What the channel asks of its surroundings at each exchange.
struct ChannelSurroundings {
  std::function<InstanceFacts()> instance_facts;
  std::function<WallTime()> message_time;        // lab time in the lab; TLS is judged by the real clock in any case
  std::function<TransportSettings()> transport;  // the way to SSM; may change while the agent runs (R-REG-10)
  // Both may be left empty: message time judges the signer then, and SSM has told no anchors.
  std::function<TrustedTime()> trusted_time = {};  // judges the validity of SSM's signer (wire P6)
  TrustSources::Bundle trust_bundle = {};
};

class HttpSsmChannel final : public SsmChannel {
public:
  // `loop` and `keys` outlive the channel. Everything on the loop's thread.
  HttpSsmChannel(boost::asio::io_context& loop, ChannelSettings settings, KeyStore& keys,
                 ChannelSurroundings surroundings);
  ~HttpSsmChannel() override;

  // Asks its surroundings for the way to SSM each time. A missing or unreadable key or token, a file of the proxy that
  // cannot be read, or no trust anchor is an ExchangeFailed like any other. An exchange that is
  // still under way is cancelled.
  void begin(const SsmRequest& request, Done done) override;
  void cancel(const ExchangeId& exchange) override;
  // Who vouches for SSM from the next exchange on; the signature of an answer that is still to come, too.
  void set_trust(TrustSources trust) { trust_ = std::move(trust); }

private:
  struct Pending;
  Result<HttpPost> prepare(Pending& pending);
  Result<Secret> sign(Pending& pending);
  Secret in_call_home(Secret json);
  void answer_later(ExchangeFailed failure);
  void finish(SsmReply reply);
  SsmReply read(const HttpOutcome& outcome);
  SsmReply read_body(const std::string& body);
  SsmReply read_json(const std::string& json);

  boost::asio::io_context& loop_;
  KeyStore& keys_;
  ChannelSurroundings surroundings_;
  TrustSources trust_;
  const bool loopback_only_;
  HttpExchange http_;
  std::int64_t call_home_number_ = 0;  // of the last message (wire P9)
  std::shared_ptr<Pending> pending_;   // shared: an answer posted for later holds it weakly
};

}  // namespace lic
