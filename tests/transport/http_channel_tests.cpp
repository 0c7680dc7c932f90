// The channel's contract (transport/ssm_channel.hpp): one answer, never from inside begin(), none after cancel().
#include <boost/asio/io_context.hpp>

#include "tests/transport/channel_fixture.hpp"
#include "tests/transport/golden_facts.hpp"
#include "tests/transport/signed_reply.hpp"
#include "transport/codec/call_home.hpp"

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

TEST_F(HttpChannel, SpeaksTheCallHomeBinding) {  // wire P9
  TlsServer server{[](const std::string& body) {
    const Result<std::string> json = from_call_home(body);
    if (json.has_error()) return http_answer("", "400 Bad Request");
    return http_answer(to_call_home(authorization_answer(*json), {golden::instance_facts(), golden::kNow, 7}));
  }};
  open(server.url());
  transport_.mode = TransportMode::call_home;
  for (int round = 0; round < 2; ++round)
    EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(exchange(golden::authorization()).answer));
  ASSERT_EQ(server.requests().size(), 2U);
  EXPECT_NE(server.requests()[0].find("\r\nContent-Type: text/xml; charset=utf-8\r\n"), std::string::npos);
  EXPECT_NE(server.requests()[0].find(">M1:"), std::string::npos);
  EXPECT_NE(server.requests()[1].find(">M2:"), std::string::npos);
}

TEST_F(HttpChannel, AnAnswerThatIsNoCallHomeIsCalledSo) {
  TlsServer server{[](const std::string& /*body*/) { return http_answer("<html>portal</html>"); }};
  open(server.url());
  transport_.mode = TransportMode::call_home;
  EXPECT_EQ(failure_of_exchange().code, FailureCode::protocol_soap);
}

TEST_F(HttpChannel, SettingsThatCannotBeUsedAreAFailureLikeAnyOther) {
  TlsServer server{grant};
  open(server.url());
  transport_.url = "http://ssm.example.com/";
  EXPECT_EQ(failure_of_exchange().code, FailureCode::http_url);
  transport_ = gateway(server.url());
  transport_.route = TransportRoute::proxy;
  transport_.proxy = ProxySettings{};
  transport_.proxy->host = "127.0.0.1";
  transport_.proxy->user = "agent";
  transport_.proxy->password_file = "/nonexistent/password";
  EXPECT_EQ(failure_of_exchange().code, FailureCode::proxy_credentials);
  transport_ = gateway(server.url());
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(exchange(golden::authorization()).answer));
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
