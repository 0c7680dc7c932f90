// The whole way on real sockets of this machine: UDP, TCP, TLS, a server that is away, one that breaks.
#include "daemon/syslog/remote_syslog.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "agent/time_text.hpp"
#include "tests/syslog/syslog_receiver.hpp"

namespace lic {
namespace {

using lic::testing::DatagramReceiver;
using lic::testing::Manners;
using lic::testing::ServerCertificate;
using lic::testing::StreamReceiver;
using Lines = std::vector<std::string>;

constexpr Millis kLinger{200};

class RemoteSyslogTest : public ::testing::Test {
protected:
  void SetUp() override {
    ::signal(SIGPIPE, SIG_IGN);  // as the daemon does
    std::string pattern = (std::filesystem::temp_directory_path() / "lic_syslog_XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    LogConfig config;
    config.target = LogTarget::file;
    config.file = folder + "/log";
    log = *Log::open(config);
    remote = std::make_unique<RemoteSyslog>(
        RemoteSyslog::Surroundings{.loop = io,
                                   .clock = clock,
                                   .log = *log,
                                   .anchors = [this]() -> Result<TrustAnchors> { return anchors; },
                                   .loopback_only = false,
                                   .linger = kLinger});
  }
  void TearDown() override {
    remote.reset();
    std::filesystem::remove_all(folder);
  }

  void configure(Lines servers, std::string ca_file = {}) {
    SyslogConfig config;
    config.servers = std::move(servers);
    config.ca_file = std::move(ca_file);
    remote->configure({SyslogForm::system, 1, {"app", "", "node1"}}, config);
  }
  void tell(const std::string& detail) {
    remote->tell({AlarmNews::raised, AlarmCode::communication_failure, std::nullopt, detail, std::nullopt});
  }
  // Runs the loop until this holds; the limit is for a broken program only.
  template <class Condition>
  bool run_until(Condition condition) {
    for (int turn = 0; turn < 30'000; ++turn) {
      if (condition()) return true;
      io.restart();
      io.run_for(std::chrono::milliseconds(1));
    }
    return false;
  }
  std::string logged() const {
    std::ifstream file(folder + "/log");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static Lines reasons(const Lines& messages) {
    Lines found;
    for (const std::string& message : messages) {
      const auto begin = message.find("reason=\"") + 8;
      found.push_back(message.substr(begin, message.find('"', begin) - begin));
    }
    return found;
  }
  static std::string local(const char* scheme, int port, const char* host = "127.0.0.1") {
    return std::string(scheme) + "://" + host + ":" + std::to_string(port);
  }

  boost::asio::io_context io{1};
  LabClock clock{LabClock::first_position(*from_rfc3339("2026-03-02T10:30:00Z"))};
  std::string folder;
  std::unique_ptr<Log> log;
  TrustAnchors anchors;
  std::unique_ptr<RemoteSyslog> remote;
};

TEST_F(RemoteSyslogTest, TcpTakesFramesInOrder) {
  StreamReceiver receiver;
  configure({local("tcp", receiver.port())});
  for (const char* detail : {"one", "two", "three"}) tell(detail);
  ASSERT_TRUE(run_until([&] { return receiver.messages().size() == 3; }));
  EXPECT_EQ(reasons(receiver.messages()), (Lines{"one", "two", "three"}));
  EXPECT_TRUE(receiver.messages().front().starts_with("<27>1 2026-03-02T10:30:00Z node1 smart-agentd "));
  EXPECT_EQ(receiver.connections(), 1);
}

TEST_F(RemoteSyslogTest, UdpSendsOneDatagramEach) {
  DatagramReceiver receiver;
  configure({local("udp", receiver.port())});
  tell("one");
  tell(std::string(4000, 'x'));
  ASSERT_TRUE(run_until([&] { return receiver.messages().size() == 2; }));
  EXPECT_EQ(reasons(receiver.messages()).front(), "one");
  EXPECT_LE(receiver.messages().back().size(), kDatagramMessageBytesMax);
}

TEST_F(RemoteSyslogTest, TlsChecksTheServersNameAndAuthority) {
  StreamReceiver receiver(0, ServerCertificate{});
  anchors.pem = lic::testing::authority();
  configure({local("tls", receiver.port())});
  tell("one");
  ASSERT_TRUE(run_until([&] { return receiver.messages().size() == 1; })) << logged();
}

// rsyslog with GnuTLS ends the TCP connection without a goodbye of TLS.
TEST_F(RemoteSyslogTest, TlsConnectionsAreEndedInOrder) {
  StreamReceiver receiver(0, ServerCertificate{});
  anchors.pem = lic::testing::authority();
  configure({local("tls", receiver.port())});
  tell("one");
  ASSERT_TRUE(run_until([&] { return remote->servers().front().waiting == 0; })) << logged();
  EXPECT_EQ(receiver.orderly_ends(), 1);
  EXPECT_EQ(receiver.connections(), 1);
  EXPECT_EQ(logged(), "");
}

TEST_F(RemoteSyslogTest, TlsTakesTheAuthorityFromTheCaFileAlone) {
  StreamReceiver receiver(0, ServerCertificate{});
  std::ofstream(folder + "/ca.pem") << lic::testing::other_authority();
  anchors.pem = lic::testing::authority();
  configure({local("tls", receiver.port())}, folder + "/ca.pem");
  tell("one");
  ASSERT_TRUE(run_until([&] { return remote->servers().front().away_because.has_value(); }));
  EXPECT_NE(logged().find("its certificate is not accepted: "), std::string::npos) << logged();
  EXPECT_TRUE(receiver.messages().empty());
  std::ofstream(folder + "/ca.pem") << lic::testing::authority();
  ASSERT_TRUE(run_until([&] { return receiver.messages().size() == 1; })) << "the file is read at each connection";
}

TEST_F(RemoteSyslogTest, TlsRefusesACertificateForSomebodyElse) {
  StreamReceiver receiver(0, ServerCertificate{.dns_names = {"other.example.com"}, .addresses = {}});
  anchors.pem = lic::testing::authority();
  configure({local("tls", receiver.port(), "localhost")});
  tell("one");
  ASSERT_TRUE(run_until([&] { return remote->servers().front().away_because.has_value(); }));
  EXPECT_NE(logged().find("hostname mismatch"), std::string::npos) << logged();
  EXPECT_TRUE(receiver.messages().empty());
}

TEST_F(RemoteSyslogTest, WaitsForAServerThatIsAwayAndSaysSoOnce) {
  const int port = StreamReceiver().port();
  configure({local("tcp", port)});
  tell("one");
  tell("two");
  ASSERT_TRUE(run_until([&] { return remote->servers().front().away_because.has_value(); }));
  EXPECT_EQ(remote->servers().front().waiting, 2U);
  StreamReceiver receiver(port);
  ASSERT_TRUE(run_until([&] { return receiver.messages().size() == 2; }));
  EXPECT_EQ(reasons(receiver.messages()), (Lines{"one", "two"}));
  const std::string said = logged();
  EXPECT_NE(said.find("syslog_server_away server=tcp://127.0.0.1:"), std::string::npos) << said;
  EXPECT_EQ(said.find("syslog_server_away"), said.rfind("syslog_server_away"));
}

TEST_F(RemoteSyslogTest, UdpNoticesThatNobodyListens) {
  const int port = DatagramReceiver().port();
  configure({local("udp", port)});
  tell("one");
  ASSERT_TRUE(run_until([&] { return remote->servers().front().away_because.has_value(); }));
  DatagramReceiver receiver(port);
  ASSERT_TRUE(run_until([&] { return receiver.messages().size() == 1; }));
}

TEST_F(RemoteSyslogTest, WhatABrokenConnectionTookIsToldAgain) {
  int port = 0;
  {
    StreamReceiver breaking(0, {}, 100);
    port = breaking.port();
    configure({local("tcp", port)});
    tell("one");
    ASSERT_TRUE(run_until([&] { return remote->servers().front().away_because.has_value(); }));
    EXPECT_TRUE(breaking.messages().empty());
  }
  StreamReceiver receiver(port);
  ASSERT_TRUE(run_until([&] { return receiver.messages().size() == 1; }));
}

// A load balancer that ends idle connections in order: what it took has arrived.
TEST_F(RemoteSyslogTest, AServerThatClosesFirstInOrderIsToldOnce) {
  StreamReceiver plain(0, {}, 0, Manners::closes_after_a_message);
  StreamReceiver secure(0, ServerCertificate{}, 0, Manners::closes_after_a_message);
  anchors.pem = lic::testing::authority();
  configure({local("tcp", plain.port()), local("tls", secure.port())});
  tell("one");
  const auto is_done = [&] { return remote->servers()[0].waiting == 0 && remote->servers()[1].waiting == 0; };
  ASSERT_TRUE(run_until(is_done)) << logged();
  EXPECT_EQ(reasons(plain.messages()), Lines{"one"});
  EXPECT_EQ(reasons(secure.messages()), Lines{"one"});
  EXPECT_EQ(logged(), "");
}

TEST_F(RemoteSyslogTest, AResetAfterOurGoodbyeIsAnEnd) {
  StreamReceiver receiver(0, {}, 0, Manners::resets_at_goodbye);
  configure({local("tcp", receiver.port())});
  tell("one");
  ASSERT_TRUE(run_until([&] { return remote->servers().front().waiting == 0; })) << logged();
  EXPECT_EQ(receiver.connections(), 1);
  EXPECT_EQ(receiver.orderly_ends(), 1);
  EXPECT_EQ(logged(), "");
}

TEST_F(RemoteSyslogTest, AServerThatTalksForEverHoldsNobodyUp) {
  anchors.pem = lic::testing::authority();
  StreamReceiver plain(0, {}, 0, Manners::talks_for_ever);
  StreamReceiver secure(0, ServerCertificate{}, 0, Manners::talks_for_ever);
  configure({local("tcp", plain.port()), local("tls", secure.port())});
  tell("one");
  ASSERT_TRUE(run_until([&] { return remote->servers()[0].away_because && remote->servers()[1].away_because; }));
  const std::string said = logged();
  const auto first = said.find("it sends what no syslog server sends");
  EXPECT_NE(first, std::string::npos) << said;
  EXPECT_NE(said.find("it sends what no syslog server sends", first + 1), std::string::npos) << said;
}

TEST_F(RemoteSyslogTest, LabModeConnectsToThisMachineOnly) {
  remote = std::make_unique<RemoteSyslog>(
      RemoteSyslog::Surroundings{.loop = io,
                                 .clock = clock,
                                 .log = *log,
                                 .anchors = [this]() -> Result<TrustAnchors> { return anchors; },
                                 .loopback_only = true});
  configure({"tcp://192.0.2.1:601", "udp://192.0.2.1:514"});
  tell("one");
  ASSERT_TRUE(run_until([&] { return remote->servers()[0].away_because && remote->servers()[1].away_because; }));
  EXPECT_NE(logged().find("lab mode connects to loopback addresses only"), std::string::npos);
}

TEST_F(RemoteSyslogTest, AServerThatStaysKeepsWhatItIsOwed) {
  const int port = StreamReceiver().port();
  configure({local("tcp", port)});
  tell("one");
  configure({"tcp://127.0.0.1:1", local("tcp", port)});
  EXPECT_EQ(remote->servers()[0].waiting, 0U);
  EXPECT_EQ(remote->servers()[1].waiting, 1U);
  configure({});
  tell("nobody hears it");
  EXPECT_TRUE(remote->servers().empty());
}

}  // namespace
}  // namespace lic
