// REGISTRATION and DEREGISTRATION, wire.md P5.1, P5.4 and P7.
#include "tests/lab_tests/test_agent.hpp"

#include "tests/lab/signatures.hpp"

namespace ssm_lab_tests {
namespace {

class Registration : public testing::Test {
protected:
  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
};

TEST_F(Registration, AnswersEveryMemberOfTheProfile) {
  const TestReply reply = agent.register_with(lab.token({{"export_controlled", true}}));
  ASSERT_EQ(reply.status, "OK") << reply.message;
  EXPECT_TRUE(reply.is_trusted);
  EXPECT_EQ(reply.header["request_type"], "REGISTRATION");
  EXPECT_EQ(reply.header["timestamp"], kStartMs);
  EXPECT_EQ(reply.header["product_instance_identifier"], reply.data["product_instance_identifier"]);
  EXPECT_EQ(reply.header["id_cert_serial_number"], agent.certificate_serial);
  EXPECT_EQ(reply.header["signing_cert_serial_number"], "3");
  EXPECT_EQ(reply.header["sudi"]["udi_serial_number"], "SERIAL1");
  EXPECT_EQ(reply.data["smart_account_name"], "Lab Smart Account");
  EXPECT_EQ(reply.data["virtual_account_name"], "Default");
  EXPECT_EQ(reply.data["product_instance_name"], "host");
  EXPECT_EQ(reply.data["export_controlled_allowed"], true);
  EXPECT_EQ(reply.data["renew_interval_seconds"], 15'552'000);
  EXPECT_EQ(reply.data["nonce"], agent.last_nonce);
  for (const char* name : {"trust_bundle", "trust_bundle_version", "renew_window", "sequence"}) {
    EXPECT_TRUE(reply.data.contains(name) && reply.data[name].is_null()) << name;
  }
}

TEST_F(Registration, CertificateNamesTheInstanceAndLivesAYear) {
  const TestReply reply = agent.register_with(lab.token());
  const auto certificate = ssm_lab::certificate_from_pem(reply.data["id_cert"].get<std::string>());
  ASSERT_TRUE(certificate);
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  const int at = X509_NAME_get_index_by_NID(subject, NID_serialNumber, -1);
  const ASN1_STRING* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
  EXPECT_EQ(ASN1_STRING_type(value), V_ASN1_PRINTABLESTRING);
  const auto* bytes = reinterpret_cast<const char*>(ASN1_STRING_get0_data(value));
  EXPECT_EQ(std::string(bytes, static_cast<std::size_t>(ASN1_STRING_length(value))), agent.instance);
  const std::int64_t not_before = kStartMs - 5 * kMinuteMs;
  EXPECT_EQ(reply.data["registration_expiry"], not_before + 365 * kDayMs);
  std::time_t expected = not_before / 1000;
  EXPECT_EQ(X509_cmp_time(X509_get0_notBefore(certificate.get()), &expected), -1);
  expected -= 1;
  EXPECT_EQ(X509_cmp_time(X509_get0_notBefore(certificate.get()), &expected), 1);
}

TEST_F(Registration, SameKeyAgainIsTheSameInstanceAndSpendsNoUse) {
  const std::string token = lab.token({{"uses", 1}});
  const TestReply first = agent.register_with(token);
  TestAgent again(lab, "SERIAL1", 1);
  const TestReply second = again.register_with(token);
  ASSERT_EQ(second.status, "OK") << second.message;
  EXPECT_EQ(second.data["product_instance_identifier"], first.data["product_instance_identifier"]);
  EXPECT_EQ(lab.admin("GET", "/admin/tokens").body["tokens"][0]["used"], 1);
}

TEST_F(Registration, AnotherKeyForTheSameDeviceNeedsForce) {
  agent.register_with(lab.token());
  TestAgent other(lab, "SERIAL1", 2);
  const TestReply refused = other.register_with(lab.token());
  EXPECT_EQ(refused.status, "FAILED");
  EXPECT_NE(refused.message.find("is already registered"), std::string::npos);
  EXPECT_TRUE(refused.header["product_instance_identifier"].is_null());
  EXPECT_TRUE(refused.is_trusted);
  EXPECT_EQ(agent.authorize({}).status, "OK") << "a refused registration leaves the old one untouched";

  EXPECT_EQ(other.register_with(lab.token(), true).status, "OK");
  EXPECT_EQ(agent.authorize({}).message, "Invalid ProductInstanceIdentifier: " + agent.instance.get<std::string>());
  EXPECT_EQ(other.authorize({}).status, "OK");
}

TEST_F(Registration, ForcedMoveReleasesTheLicensesOfTheOldAccount) {
  lab.set_pools({{"tag", 1}});
  agent.register_with(lab.token());
  agent.authorize({{"tag", 1}});
  lab.admin("POST", "/admin/accounts", {{"virtual_account", "Other"}});
  TestAgent moved(lab, "SERIAL1", 2);
  const TestReply reply = moved.register_with(lab.token({{"virtual_account", "Other"}}), true);
  EXPECT_EQ(reply.data["virtual_account_name"], "Other");
  EXPECT_EQ(lab.admin("GET", "/admin/accounts/Default/pools").body["pools"]["tag"]["in_use"], 0);
  EXPECT_EQ(moved.authorize({{"tag", 1}}).data["entitlements"][0]["status"], "InvalidTag");
}

TEST_F(Registration, TokenRules) {
  EXPECT_EQ(agent.register_with("nonsense").message, "The token 'nonsense' is not valid");
  const std::string short_lived = lab.token({{"expires", "2025-01-02T00:00:00Z"}});
  const std::string revoked = lab.token();
  const std::string single = lab.token({{"uses", 1}});
  EXPECT_EQ(lab.admin("DELETE", "/admin/tokens/" + revoked).status, 204U);
  EXPECT_EQ(agent.register_with(revoked).message, "The token '" + revoked + "' is not valid");
  EXPECT_EQ(agent.register_with(single).status, "OK");
  TestAgent second(lab, "SERIAL2", 2);
  EXPECT_EQ(second.register_with(single).message, "The token '" + single + "' is not valid");
  lab.move_to(kStartMs + kDayMs);
  EXPECT_EQ(second.register_with(short_lived).message, "The token '" + short_lived + "' has expired");
}

TEST_F(Registration, RefusedRegistrationLeavesNothingBehind) {
  const std::string token = lab.token({{"uses", 1}});
  Json data = agent.registration_data(token);
  data["csr"] = "bm8gY3Ny";
  EXPECT_EQ(agent.send("REGISTRATION", data).message, "Invalid CSR: not PKCS#10");
  EXPECT_TRUE(lab.admin("GET", "/admin/instances").body["instances"].empty());
  EXPECT_EQ(agent.register_with(token).status, "OK");
}

TEST_F(Registration, ProvesPossessionOfTheKeyInsideTheRequest) {
  Json data = agent.registration_data(lab.token());
  data["csr"] = make_csr(test_key(2));
  EXPECT_EQ(agent.send("REGISTRATION", data).message, "Signature verification failed");
}

TEST_F(Registration, AliasesOfTypesAreAcceptedAndEchoed) {
  for (const char* alias : {"REGISTER", "ID_TOKEN_REGISTRATION"}) {
    const TestReply reply = agent.send(alias, agent.registration_data(lab.token()));
    EXPECT_EQ(reply.status, "OK");
    EXPECT_EQ(reply.header["request_type"], alias);
    agent.adopt(reply, 1);
    agent.instance = nullptr;
  }
  EXPECT_EQ(agent.send("THIRD_PARTY_KEY", {}).message, "Unknown request_type: THIRD_PARTY_KEY");
}

TEST_F(Registration, CertificatesCanComeAsBase64Der) {
  lab.admin("PUT", "/admin/settings", {{"certificate_form", "der"}, {"reply_version", "1.1"}});
  const TestReply reply = agent.register_with(lab.token());
  ASSERT_EQ(reply.status, "OK");
  EXPECT_TRUE(reply.is_trusted);
  EXPECT_EQ(reply.header["version"], "1.1");
  EXPECT_TRUE(reply.header["connect_info"].is_null());
  EXPECT_EQ(agent.authorize({}).status, "OK");
}

TEST_F(Registration, GoodbyeReleasesEverythingAndItsRepeatIsHeard) {
  lab.set_pools({{"tag", 5}});
  agent.register_with(lab.token());
  agent.authorize({{"tag", 5}});
  const TestReply reply = agent.deregister();
  EXPECT_EQ(reply.status, "OK");
  EXPECT_TRUE(reply.data.is_null());
  EXPECT_TRUE(reply.is_trusted);
  EXPECT_EQ(lab.admin("GET", "/admin/accounts/Default/pools").body["pools"]["tag"]["in_use"], 0);
  agent.is_repeating = true;
  EXPECT_EQ(agent.deregister().status, "OK");
  const std::string gone = "Invalid ProductInstanceIdentifier: " + agent.instance.get<std::string>();
  EXPECT_EQ(agent.deregister().message, gone);
  EXPECT_EQ(agent.authorize({}).message, gone);
}

TEST_F(Registration, RemovedInstanceIsToldSo) {
  agent.register_with(lab.token());
  const std::string id = agent.instance.get<std::string>();
  EXPECT_EQ(lab.admin("DELETE", "/admin/instances/" + id).status, 204U);
  EXPECT_EQ(lab.admin("DELETE", "/admin/instances/" + id).status, 404U);
  const TestReply reply = agent.authorize({});
  EXPECT_EQ(reply.message, "Invalid ProductInstanceIdentifier: " + id);
  EXPECT_TRUE(reply.is_trusted);
  EXPECT_EQ(reply.header["product_instance_identifier"], id);
}

}  // namespace
}  // namespace ssm_lab_tests
