#include <gtest/gtest.h>

#include "tests/transport/golden_facts.hpp"
#include "transport/codec/bounded_json.hpp"
#include "transport/codec/encode.hpp"

namespace lic {
namespace {

struct Encoding {
  Secret key = golden::key("agent_old");
  Secret token{golden::kToken};
  EncodeContext context{golden::instance_facts(), golden::kNow, golden::kNonce, &key, nullptr, {}};
};

Json inner_of(const std::string& body) { return *parse_bounded(parse_bounded(body)->at("request").get<std::string>()); }
Json data_of(const std::string& body) { return *parse_bounded(inner_of(body).at("request_data").get<std::string>()); }

TEST(Encode, WritesTheGoldenRegistration) {  // wire P5.1
  Encoding with;
  with.context.token = &with.token;
  with.context.csr_der = golden::csr("agent_old");
  EXPECT_EQ(*encode(golden::registration(), with.context), golden::file("request_registration.json"));
}

TEST(Encode, WritesTheGoldenAuthorization) {  // wire P5.2, P13
  EXPECT_EQ(*encode(golden::authorization(), Encoding{}.context), golden::file("request_authorization.json"));
}

TEST(Encode, WritesTheGoldenRenewal) {  // wire P5.3
  Encoding with;
  with.context.csr_der = golden::csr("agent_new");
  EXPECT_EQ(*encode(golden::renewal(), with.context), golden::file("request_renewal.json"));
}

TEST(Encode, WritesTheGoldenDeregistration) {  // wire P5.4
  Encoding with;
  EXPECT_EQ(*encode(golden::deregistration(), with.context), golden::file("request_deregistration.json"));
}

TEST(Encode, WritesTheGoldenPoll) {  // wire P5.5
  Encoding with;
  EXPECT_EQ(*encode(golden::poll(SsmRequestKind::authorization), with.context), golden::file("request_poll.json"));
}

TEST(Encode, RepeatCarriesTheSamePairWithAFreshNonce) {  // R-ID-1
  Encoding with;
  const std::string first = *encode(golden::authorization(), with.context);
  with.context.nonce = "12345";
  with.context.now += kMinute;
  const std::string second = *encode(golden::authorization(), with.context);
  EXPECT_EQ(data_of(first)["sequence"], data_of(second)["sequence"]);
  EXPECT_EQ(data_of(first)["exchange_id"], data_of(second)["exchange_id"]);
  EXPECT_NE(data_of(first)["nonce"], data_of(second)["nonce"]);
  EXPECT_EQ(data_of(second)["nonce"], inner_of(second)["header"]["nonce"]);
}

TEST(Encode, KeepsTheHostNamePrivateWhenToldTo) {  // wire P4
  Encoding with;
  with.context.instance.host_identifier.clear();
  with.context.instance.instance_name = "059d8a992467";
  with.context.token = &with.token;
  with.context.csr_der = golden::csr("agent_old");
  const std::string body = *encode(golden::registration(), with.context);
  EXPECT_EQ(body.find("uccx-a"), std::string::npos);
  EXPECT_TRUE(data_of(body)["hostname"].is_null());
  EXPECT_TRUE(data_of(body)["sudi"]["host_identifier"].is_null());
  EXPECT_EQ(data_of(body)["product_instance_name"], "059d8a992467");
}

TEST(Encode, SurvivesAHostNameThatIsNotUtf8) {
  Encoding with;
  with.context.instance.host_identifier = "host\xff";
  EXPECT_TRUE(parse_bounded(*encode(golden::deregistration(), with.context)).has_value());
}

TEST(Encode, RefusesToRegisterWithoutATokenOrACertificateRequest) {
  Encoding with;
  with.context.csr_der = golden::csr("agent_old");
  EXPECT_EQ(encode(golden::registration(), with.context).error().code, ErrorCode::failed_precondition);
  with.context.csr_der.clear();
  with.context.token = &with.token;
  EXPECT_EQ(encode(golden::registration(), with.context).error().code, ErrorCode::failed_precondition);
}

TEST(Encode, RefusesMoreThanTheWireCarries) {
  Encoding with;
  SsmRequest request = golden::authorization();
  std::get<AuthorizationRequest>(request.body).entitlements.resize(10'001);
  EXPECT_EQ(encode(request, with.context).error().code, ErrorCode::resource_exhausted);
  request = golden::authorization();
  std::get<AuthorizationRequest>(request.body).reports.resize(201);
  EXPECT_EQ(encode(request, with.context).error().code, ErrorCode::resource_exhausted);
}

TEST(Encode, TellsWhenTheKeyIsUnreadable) {
  Encoding with;
  with.key = Secret{"no key"};
  EXPECT_EQ(encode(golden::deregistration(), with.context).error().code, ErrorCode::data_corrupt);
}

}  // namespace
}  // namespace lic
