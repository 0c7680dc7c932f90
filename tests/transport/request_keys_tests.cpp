#include <gtest/gtest.h>

#include "tests/transport/channel_fixture.hpp"
#include "tests/transport/golden_facts.hpp"
#include "transport/request_keys.hpp"

namespace lic::testing {
namespace {

struct GoldenKeys {
  GoldenKeys() { fill_with_golden(keys); }
  RequestKeys of(const SsmRequest& request) { return *load_request_keys(keys, request); }
  KeysInMemory keys;
};

TEST(RequestKeys, ARegistrationIsSignedWithTheKeyThatIsToBeCertified) {  // wire P1
  const RequestKeys keys = GoldenKeys{}.of(golden::registration());
  EXPECT_EQ(keys.signing_key.reveal(), golden::key("agent_old").reveal());
  EXPECT_EQ(keys.csr_der, golden::csr("agent_old"));
  EXPECT_EQ(keys.secrets.front().reveal(), golden::kToken);
}

TEST(RequestKeys, ARenewalIsSignedWithTheOldKeyAndCertifiesTheNew) {  // wire P5.3
  const RequestKeys keys = GoldenKeys{}.of(golden::renewal());
  EXPECT_EQ(keys.signing_key.reveal(), golden::key("agent_old").reveal());
  EXPECT_EQ(keys.csr_der, golden::csr("agent_new"));
}

TEST(RequestKeys, APollOfARegistrationIsSignedWithItsKey) {
  SsmRequest request = golden::registration();
  request.body = PollRequest{"poll-1", SsmRequestKind::registration, KeyRef{"agent_new"}};
  const RequestKeys keys = GoldenKeys{}.of(request);
  EXPECT_EQ(keys.signing_key.reveal(), golden::key("agent_new").reveal());
  EXPECT_EQ(keys.csr_der, golden::csr("agent_new"));
  EXPECT_EQ(keys.secrets.size(), 1U);
}

TEST(RequestKeys, AnAuthorizationAwaitsNoCertificate) {
  EXPECT_TRUE(GoldenKeys{}.of(golden::authorization()).csr_der.empty());
}

}  // namespace
}  // namespace lic::testing
