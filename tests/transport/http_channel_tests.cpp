// The channel's contract (transport/ssm_channel.hpp): one answer, never from inside begin(), none after cancel().
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

#include "tests/transport/channel_fixture.hpp"
#include "tests/transport/golden_facts.hpp"
#include "tests/transport/signed_reply.hpp"

namespace lic::testing {
namespace {

using HttpChannel = ChannelTest;

ServerAction grant(const std::string& body) { return http_answer(authorization_answer(body)); }

TEST_F(HttpChannel, BringsSsmsVerifiedAnswer) {
  TlsServer server{grant};
  open(server.url());
  const SsmReply reply = exchange(golden::authorization());
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(reply.answer));
  EXPECT_EQ(reply.exchange, golden::authorization().id);
  EXPECT_EQ(reply.server_time, golden::kNow);
}

TEST_F(HttpChannel, SpeaksTheSmartTransportBinding) {  // wire P8
  TlsServer server{grant};
  open(server.url());
  (void)exchange(golden::authorization());
  ASSERT_EQ(server.requests().size(), 1U);
  const std::string request = server.requests().front();
  EXPECT_EQ(request.find("POST /SmartTransport HTTP/1.1\r\n"), 0U);
  EXPECT_NE(request.find("\r\nContent-Type: application/json; charset=utf-8\r\n"), std::string::npos);
  EXPECT_NE(request.find("\r\nAccept: application/json\r\n"), std::string::npos);
  EXPECT_NE(request.find("\r\nUser-Agent: smart-agent/"), std::string::npos);
  EXPECT_EQ(request.find("\r\nExpect:"), std::string::npos);
}

TEST_F(HttpChannel, HoldsNoConnectionBetweenExchanges) {
  TlsServer server{grant};
  open(server.url());
  for (int round = 0; round < 2; ++round)
    EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(exchange(golden::authorization()).answer));
  EXPECT_EQ(server.connections(), 2);
}

// Begins the next exchange inside the answer to the one before.
class InARow {
public:
  InARow(HttpSsmChannel& channel, int rounds, std::function<void(int)> before)
      : channel_(channel), rounds_(rounds), before_(std::move(before)) {}
  void next() {
    if (round_ == rounds_) return;
    before_(round_++);
    channel_.begin(golden::authorization(), [this](const SsmReply& reply) {
      replies_.push_back(reply);
      next();
    });
  }
  [[nodiscard]] const std::vector<SsmReply>& replies() const { return replies_; }

private:
  HttpSsmChannel& channel_;
  int rounds_;
  std::function<void(int)> before_;
  int round_ = 0;
  std::vector<SsmReply> replies_;
};

class LingeringChannel : public ChannelTest {
protected:
  std::vector<SsmReply> in_a_row(
      int rounds, const std::function<void(int)>& before = [](int) {}) {
    InARow row{*channel_, rounds, before};
    row.next();
    run_loop();
    return row.replies();
  }
  void open_lingering(const std::string& url) {
    ChannelSettings keeping = settings();
    keeping.linger = Millis{100};
    open(keeping, url);
  }
};

bool is_granted(const SsmReply& reply) { return std::holds_alternative<AuthorizationGranted>(reply.answer); }

TEST_F(LingeringChannel, ExchangesInARowUseOneConnection) {
  TlsServer server{grant};
  open_lingering(server.url());
  const std::vector<SsmReply> replies = in_a_row(5);
  ASSERT_EQ(replies.size(), 5U);
  EXPECT_TRUE(std::all_of(replies.begin(), replies.end(), is_granted));
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(LingeringChannel, TheConnectionIsClosedAfterAWhileAndNothingIsLeftWaiting) {
  TlsServer server{grant};
  open_lingering(server.url());
  EXPECT_TRUE(is_granted(exchange(golden::authorization())));  // runs until the loop has nothing left to do
  EXPECT_TRUE(is_granted(exchange(golden::authorization())));
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(LingeringChannel, AnAnchorThatWasTakenAwayIsNotTrustedByAnOpenConnection) {
  TlsServer server{grant};
  open_lingering(server.url());
  const std::vector<SsmReply> replies = in_a_row(2, [this](int round) {
    if (round == 1) trust_.write("authority.pem", other_authority());
  });
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_TRUE(is_granted(replies.front()));
  EXPECT_EQ(std::get<ExchangeFailed>(replies.back().answer).code, FailureCode::tls_unknown_issuer);
}

TEST_F(LingeringChannel, AnotherWayToSsmIsTakenAtOnce) {  // R-REG-10
  TlsServer first{grant};
  TlsServer second{grant};
  open_lingering(first.url());
  (void)in_a_row(2, [this, &second](int round) {
    if (round == 1) transport_.url = second.url();
  });
  EXPECT_EQ(first.requests().size(), 1U);
  EXPECT_EQ(second.requests().size(), 1U);
}

TEST_F(LingeringChannel, AConnectionThatTheServerClosedMeanwhileIsMadeAnew) {
  TlsServer server{[](const std::string& body) {
    ServerAction action = grant(body);
    action.keep_open = false;
    return action;
  }};
  open_lingering(server.url());
  const std::vector<SsmReply> replies = in_a_row(3);
  ASSERT_EQ(replies.size(), 3U);
  EXPECT_TRUE(std::all_of(replies.begin(), replies.end(), is_granted));
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(LingeringChannel, AServerThatIsGoneMeanwhileFailsAsOnAFreshConnection) {  // R-REG-3
  auto server = std::make_unique<TlsServer>(grant);
  open_lingering(server->url());
  const std::vector<SsmReply> replies = in_a_row(2, [&server](int round) {
    if (round == 1) server.reset();
  });
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_EQ(std::get<ExchangeFailed>(replies.back().answer).code, FailureCode::tcp_refused);
}

TEST_F(LingeringChannel, EveryAnswerTellsTheCertificatesItStoodOn) {
  TlsServer server{grant};
  open_lingering(server.url());
  const std::vector<SsmReply> replies = in_a_row(2);
  ASSERT_EQ(replies.size(), 2U);
  for (const SsmReply& reply : replies) {
    const auto has = [&reply](CertificateRole role, const std::string& subject) {
      return std::any_of(reply.certificates.begin(), reply.certificates.end(),
                         [&](const SeenCertificate& seen) { return seen.role == role && seen.subject == subject; });
    };
    EXPECT_TRUE(has(CertificateRole::tls_server, "CN=tls server"));
    EXPECT_TRUE(has(CertificateRole::tls_authority, "O=smart-agent tests,CN=Other Root"));
  }
}

TEST_F(HttpChannel, OpensANewConnectionWhenTheServerClosedTheOld) {
  TlsServer server{[](const std::string& body) {
    ServerAction action = grant(body);
    action.keep_open = false;
    return action;
  }};
  open(server.url());
  for (int round = 0; round < 3; ++round)
    EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(exchange(golden::authorization()).answer));
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(HttpChannel, EveryAttemptHasAFreshNonce) {  // R-ID-1
  TlsServer server{grant};
  open(server.url());
  (void)exchange(golden::authorization());
  (void)exchange(golden::authorization());
  EXPECT_NE(server.requests().front(), server.requests().back());
}

TEST_F(HttpChannel, SaysNothingAfterCancel) {
  TlsServer server{grant};
  open(server.url());
  channel_->begin(golden::authorization(), [](const SsmReply&) { ADD_FAILURE() << "called after cancel"; });
  channel_->cancel(ExchangeId{"another"});
  (void)loop_->run_for(std::chrono::milliseconds{1});
  channel_->cancel(golden::authorization().id);
  run_loop();
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(exchange(golden::authorization()).answer));
}

TEST_F(HttpChannel, SaysNothingAfterDestruction) {
  TlsServer server{[](const std::string&) {
    ServerAction silence;
    silence.stay_silent = true;
    return silence;
  }};
  open(server.url());
  channel_->begin(golden::authorization(), [](const SsmReply&) { ADD_FAILURE() << "called after destruction"; });
  (void)loop_->run_for(std::chrono::milliseconds{20});
  channel_.reset();
  run_loop();
}

TEST_F(HttpChannel, MayBeDestroyedOrUsedAgainByItsOwnAnswer) {
  TlsServer server{grant};
  open(server.url());
  int answers = 0;
  channel_->begin(golden::authorization(), [this, &answers](const SsmReply&) {
    ++answers;
    channel_->begin(golden::authorization(), [this, &answers](const SsmReply&) {
      ++answers;
      channel_.reset();
    });
  });
  run_loop();
  EXPECT_EQ(answers, 2);
}

TEST_F(HttpChannel, AMissingKeyIsAFailureThatNamesIt) {
  TlsServer server{grant};
  (void)keys_.destroy_key(KeyRef{"agent_old"});
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.cause(), FailureCause::signature);
  EXPECT_NE(failed.text.find("there is no key 'agent_old'"), std::string::npos) << failed.text;
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(HttpChannel, AMissingTokenIsAFailureOfTheToken) {
  TlsServer server{grant};
  (void)keys_.destroy_token(TokenRef{"token"});
  open(server.url());
  const SsmReply reply = exchange(golden::registration());
  EXPECT_EQ(std::get<ExchangeFailed>(reply.answer).cause(), FailureCause::token);
}

TEST_F(HttpChannel, AFailureBeforeTheNetworkCanBeCancelledToo) {
  (void)keys_.destroy_key(KeyRef{"agent_old"});
  open("https://localhost:1/");
  channel_->begin(golden::authorization(), [](const SsmReply&) { ADD_FAILURE() << "called after cancel"; });
  channel_->cancel(golden::authorization().id);
  run_loop();
  channel_->begin(golden::authorization(), [](const SsmReply&) { ADD_FAILURE() << "called after destruction"; });
  channel_.reset();
  run_loop();
}

std::string text_of_failure(const SsmReply& reply) {
  const auto* const failed = std::get_if<ExchangeFailed>(&reply.answer);
  EXPECT_NE(failed, nullptr);
  return failed == nullptr ? std::string{} : failed->text;
}

TEST_F(HttpChannel, ASoapFaultNeverShowsTheToken) {  // R-REG-2, wire P9
  TlsServer server{[](const std::string&) {
    return http_answer("<Envelope><Body><Fault><faultstring>no token " + std::string{golden::kToken} +
                       " here</faultstring></Fault></Body></Envelope>");
  }};
  open(server.url());
  transport_.mode = TransportMode::call_home;
  const std::string text = text_of_failure(exchange(golden::registration()));
  EXPECT_NE(text.find("no token [token] here"), std::string::npos) << text;
}

TEST_F(HttpChannel, ARedirectNeverShowsTheToken) {  // R-REG-2
  TlsServer server{[](const std::string&) {
    return http_answer("", "302 Found", "Location: https://portal.test/?token=" + std::string{golden::kToken} + "\r\n");
  }};
  open(server.url());
  const std::string text = text_of_failure(exchange(golden::registration()));
  EXPECT_NE(text.find("portal.test/?token=[token]"), std::string::npos) << text;
}

TEST_F(HttpChannel, ARegistrationNeverShowsItsToken) {  // R-REG-2
  TlsServer server{[](const std::string& body) {
    const auto inner = nlohmann::json::parse(nlohmann::json::parse(body).at("request").get<std::string>());
    golden::SignedReply reply =
        golden::reply_with("FAILED", std::string{"The token '"} + golden::kToken + "' is not valid");
    reply.header["request_type"] = "REGISTRATION";
    reply.header["nonce"] = inner.at("nonce");
    return http_answer(reply.body());
  }};
  open(server.url());
  EXPECT_EQ(exchange(golden::registration()).answer,
            (SsmAnswer{Refused{RefusalKind::token_invalid, "The token '[token]' is not valid", std::nullopt}}));
}

}  // namespace
}  // namespace lic::testing
