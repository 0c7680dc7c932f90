// What vouches for SSM: files and what SSM told in band (wire P13).
#include <gtest/gtest.h>

#include "tests/transport/bundle_pki.hpp"
#include "tests/transport/channel_fixture.hpp"
#include "tests/transport/golden_facts.hpp"
#include "tests/transport/tls_pki.hpp"
#include "transport/reservation/authorization_code.hpp"
#include "transport/trust_sources.hpp"

namespace lic::testing {
namespace {

std::string tls_authority() { return golden::authority_like({"other_root", "serverAuth", true}); }

TEST(TrustSources, AddTheBundlesAuthoritiesByWhatTheyVouchFor) {
  TestDirectory tls;
  TestDirectory roots;
  tls.write("a.pem", golden::certificate("sub_ca"));
  roots.write("r.pem", golden::certificate("other_root"));
  const TrustBundle bundle{1, golden::certificate("root") + tls_authority()};
  TrustSources sources{TlsTrustSettings{false, tls.path()}, roots.path(), [&bundle] { return &bundle; }};
  EXPECT_EQ(sources.tls_anchors()->pem, golden::certificate("sub_ca") + tls_authority());
  EXPECT_EQ(sources.message_roots(),
            (std::vector<std::string>{golden::certificate("other_root"), golden::certificate("root")}));
}

TEST(TrustSources, WithNothingAtAllSayWhereToPutAnAnchor) {
  TestDirectory empty;
  const TrustBundle* told = nullptr;
  TrustSources sources{TlsTrustSettings{false, empty.path()}, empty.path(), [&told] { return told; }};
  EXPECT_EQ(sources.tls_anchors().error().failure, FailureCode::tls_no_anchor);
  EXPECT_TRUE(sources.message_roots().empty());
  const TrustBundle bundle{1, tls_authority()};
  told = &bundle;
  EXPECT_EQ(sources.tls_anchors()->pem, tls_authority());
}

TEST(TrustSources, TellRootsOfMessagesFromSignersOfCodesByTheirKeys) {  // docs/decisions/0017
  TestDirectory roots;
  roots.write("root.pem", golden::certificate("root"));
  roots.write("more.pem", golden::certificate("reservation_signer") + golden::certificate("other_curve"));
  TrustSources sources{TlsTrustSettings{false, "/nonexistent"}, roots.path()};
  EXPECT_EQ(sources.message_roots(), std::vector<std::string>{golden::certificate("root")});
  const TrustedTime now{golden::kNow.time_since_epoch()};
  const auto code = read_authorization_code(golden::file("reservation_code.xml"), sources.reservation_signers(now));
  EXPECT_TRUE(code.has_value()) << code.error().what;
  roots.remove("more.pem");
  const auto refused = read_authorization_code(golden::file("reservation_code.xml"), sources.reservation_signers(now));
  ASSERT_TRUE(refused.has_error());
  EXPECT_NE(refused.error().remedy.find(roots.path()), std::string::npos) << refused.error().remedy;
}

using BundleChannel = ChannelTest;

TEST_F(BundleChannel, AToldAuthorityOpensTheWayThatFilesDoNot) {
  TlsServer server{[](const std::string& body) { return http_answer(authorization_answer(body)); }};
  trust_.remove("authority.pem");
  roots_.remove("root.pem");
  trust_.write("unrelated.pem", other_authority());
  EXPECT_EQ(failure_at(server.url()).cause(), FailureCause::tls);
  const TrustBundle bundle{1, golden::certificate("root") + tls_authority()};
  ChannelSurroundings surroundings = surroundings_to(server.url());
  surroundings.trust_bundle = [&bundle] { return &bundle; };
  channel_ = std::make_unique<HttpSsmChannel>(*loop_, settings(), keys_, surroundings);
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(exchange(golden::authorization()).answer));
}

TEST_F(BundleChannel, TrustedTimeJudgesTheSigner) {  // wire P6
  TlsServer server{[](const std::string& body) { return http_answer(authorization_answer(body)); }};
  ChannelSurroundings surroundings = surroundings_to(server.url());
  surroundings.trusted_time = [] { return TrustedTime{golden::kNow.time_since_epoch() + 4000 * kDay}; };
  channel_ = std::make_unique<HttpSsmChannel>(*loop_, settings(), keys_, surroundings);
  EXPECT_EQ(failure_of_exchange().code, FailureCode::signature_expired);
}

}  // namespace
}  // namespace lic::testing
