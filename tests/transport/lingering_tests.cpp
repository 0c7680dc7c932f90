// A connection is kept for a while after an exchange, and never for longer than what it was trusted by.
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include "tests/transport/channel_fixture.hpp"
#include "tests/transport/golden_facts.hpp"

namespace lic::testing {
namespace {

ServerAction grant(const std::string& body) { return http_answer(authorization_answer(body)); }

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

TEST_F(LingeringChannel, AServerThatIsGoneMeanwhileIsLookedForAnew) {
  std::optional<TlsServer> server{std::in_place, grant};
  open_lingering(server->url());
  const std::vector<SsmReply> replies = in_a_row(2, [&server](int round) {
    if (round == 1) server.reset();
  });
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_TRUE(is_granted(replies.front()));
  const auto& failed = std::get<ExchangeFailed>(replies.back().answer);
  EXPECT_EQ(failed.code, FailureCode::tcp_refused);
  EXPECT_NE(failed.text.find("127.0.0.1: Connection refused"), std::string::npos) << failed.text;
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

}  // namespace
}  // namespace lic::testing
