// The trust rotation drill, wire.md P13: announced in band, or not.
#include "tests/lab_tests/test_agent.hpp"

#include "tests/lab/private_files.hpp"
#include "tests/lab/signatures.hpp"

namespace ssm_lab_tests {
namespace {

namespace fs = std::filesystem;

class Trust : public testing::Test {
protected:
  void SetUp() override {
    first_root = read("ssm-root.pem");
    ASSERT_EQ(agent.register_with(lab.token()).status, "OK");
  }
  std::string read(const char* name) { return ssm_lab::read_file(lab.directory() / name).value_or(""); }
  AdminReply step(const Json& value) { return lab.admin("PUT", "/admin/settings", {{"rotate_trust_root", value}}); }
  // An answer as an agent sees it that trusts nothing but these roots.
  TestReply authorize_under(const std::string& roots) {
    agent.root_pem = roots;
    return agent.authorize({});
  }
  static Json bundle_of(const TestReply& reply) { return reply.data["trust_bundle"]; }

  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
  std::string first_root;
};

std::int64_t serial_of(X509& certificate) {
  std::int64_t serial = 0;
  ASN1_INTEGER_get_int64(&serial, X509_get0_serialNumber(&certificate));
  return serial;
}

std::int64_t serial_of(const std::string& pem) { return serial_of(*ssm_lab::certificate_from_pem(pem)); }

bool is_issued_by(const std::string& pem, const std::string& issuer_pem) {
  const ssm_lab::CertificateHandle certificate = ssm_lab::certificate_from_pem(pem);
  const ssm_lab::CertificateHandle issuer = ssm_lab::certificate_from_pem(issuer_pem);
  const ssm_lab::KeyHandle key(X509_get_pubkey(issuer.get()));
  return X509_verify(certificate.get(), key.get()) == 1;
}

bool is_tls_anchor(X509& certificate) {
  const std::uint32_t extensions = X509_get_extension_flags(&certificate);
  EXPECT_NE(extensions & EXFLAG_CA, 0U);
  return (extensions & EXFLAG_XKUSAGE) != 0 && X509_get_extended_key_usage(&certificate) == XKU_SSL_SERVER;
}

TEST_F(Trust, NothingIsToldBeforeAnAnnouncement) {
  const TestReply reply = authorize_under(first_root);
  EXPECT_TRUE(reply.is_trusted);
  EXPECT_TRUE(bundle_of(reply).is_null());
  EXPECT_TRUE(reply.data["trust_bundle_version"].is_null());
  EXPECT_EQ(reply.header["signing_cert_serial_number"], "3");
  EXPECT_EQ(lab.admin("GET", "/admin/settings").body["trust"],
            Json({{"generation", 1}, {"bundle_version", 0}, {"announced", false}}));
}

TEST_F(Trust, AnAnnouncementBringsOldAndNewAnchorsUnderTheOldSignature) {
  ASSERT_EQ(step("announce").status, 200U);
  const TestReply reply = authorize_under(first_root);
  EXPECT_TRUE(reply.is_trusted);
  EXPECT_EQ(reply.data["trust_bundle_version"], 1);
  EXPECT_EQ(bundle_of(reply),
            read("tls-ca.pem") + read("ssm-root.pem") + read("tls-ca.next.pem") + read("ssm-root.next.pem"));
  std::vector<std::int64_t> tls_serials;
  std::vector<std::int64_t> root_serials;
  for (const auto& certificate : certificates_in(bundle_of(reply).get<std::string>())) {
    (is_tls_anchor(*certificate) ? tls_serials : root_serials).push_back(serial_of(*certificate));
  }
  EXPECT_EQ(tls_serials, (std::vector<std::int64_t>{1, 11}));
  EXPECT_EQ(root_serials, (std::vector<std::int64_t>{1, 11}));
  TestAgent newcomer(lab, "SERIAL2", 2);
  EXPECT_EQ(newcomer.register_with(lab.token()).data["trust_bundle_version"], 1);
}

TEST_F(Trust, AfterTheSwitchOnlyTheBundleHelps) {
  ASSERT_EQ(step("announce").status, 200U);
  const std::string bundle = bundle_of(agent.authorize({})).get<std::string>();
  const std::string next_root = read("ssm-root.next.pem");
  const std::string next_tls_ca = read("tls-ca.next.pem");
  ASSERT_EQ(step("switch").status, 200U);
  EXPECT_FALSE(authorize_under(first_root).is_trusted);
  const TestReply reply = authorize_under(bundle);
  EXPECT_EQ(reply.status, "OK") << "the old ID certificate is still good: " << reply.message;
  EXPECT_TRUE(reply.is_trusted);
  EXPECT_EQ(reply.header["signing_cert_serial_number"], "13");
  EXPECT_EQ(bundle_of(reply), bundle);
  EXPECT_EQ(reply.data["trust_bundle_version"], 1);
  EXPECT_EQ(read("ssm-root.pem"), next_root);
  EXPECT_EQ(read("tls-ca.pem"), next_tls_ca);
  EXPECT_EQ(read("ssm-root.previous.pem"), first_root);
  EXPECT_FALSE(fs::exists(lab.directory() / "ssm-root.next.pem"));
  EXPECT_TRUE(is_issued_by(read("tls-server.pem"), next_tls_ca));
}

TEST_F(Trust, NewIdCertificatesComeFromTheNewSubCa) {
  const std::string old_sub_ca = read("ssm-sub-ca.pem");
  ASSERT_EQ(step("announce").status, 200U);
  const TestReply before = agent.renew(2);
  EXPECT_TRUE(is_issued_by(before.data["id_cert"].get<std::string>(), old_sub_ca));
  ASSERT_EQ(step("switch").status, 200U);
  agent.adopt(before, 2);
  EXPECT_EQ(agent.authorize({}).status, "OK");
  const TestReply after = agent.renew(3);
  EXPECT_TRUE(is_issued_by(after.data["id_cert"].get<std::string>(), read("ssm-sub-ca.pem")));
  EXPECT_EQ(serial_of(after.data["sub_ca_cert"].get<std::string>()), 12);
  EXPECT_EQ(serial_of(after.data["signing_cert"].get<std::string>()), 13);
  agent.adopt(after, 3);
  EXPECT_EQ(agent.authorize({}).status, "OK");
}

TEST_F(Trust, ASwitchWithoutAWordIsARootChange) {
  ASSERT_EQ(step("switch").status, 200U);
  EXPECT_FALSE(authorize_under(first_root).is_trusted);
  const TestReply reply = authorize_under(read("ssm-root.pem"));
  EXPECT_TRUE(reply.is_trusted) << "imported by hand";
  EXPECT_TRUE(bundle_of(reply).is_null());
}

TEST_F(Trust, AnnouncedAndSwitchedAtOnceComesTooLateForEverybody) {
  const AdminReply answer = step(true);
  EXPECT_EQ(answer.body["trust"], Json({{"generation", 2}, {"bundle_version", 1}, {"announced", false}}));
  EXPECT_FALSE(authorize_under(first_root).is_trusted);
  const TestReply reply = authorize_under(read("ssm-root.pem"));
  EXPECT_TRUE(reply.is_trusted);
  EXPECT_EQ(reply.data["trust_bundle_version"], 1);
  EXPECT_NE(bundle_of(reply).get<std::string>().find(first_root), std::string::npos);
}

TEST_F(Trust, VersionsRiseWithEachAnnouncement) {
  step("announce");
  EXPECT_EQ(step("announce").status, 409U);
  step("switch");
  step("announce");
  const TestReply reply = agent.authorize({});
  EXPECT_EQ(reply.data["trust_bundle_version"], 2);
  EXPECT_EQ(certificates_in(bundle_of(reply).get<std::string>()).size(), 4U);
  step("switch");
  EXPECT_EQ(agent.authorize({}).header["signing_cert_serial_number"], "23");
  step("switch");
  EXPECT_TRUE(bundle_of(agent.authorize({})).is_null()) << "the bundle does not have what is in use now";
  step("announce");
  EXPECT_EQ(agent.authorize({}).data["trust_bundle_version"], 3);
}

TEST_F(Trust, OtherStepsAreRefused) {
  EXPECT_EQ(step("later").status, 400U);
  EXPECT_EQ(step(false).status, 400U);
  EXPECT_EQ(step(1).status, 400U);
}

TEST_F(Trust, EachStepSurvivesARestart) {
  step("announce");
  lab.restart();
  const std::string bundle = bundle_of(agent.authorize({})).get<std::string>();
  const std::string next_root = read("ssm-root.next.pem");
  step("switch");
  lab.restart();
  const TestReply reply = authorize_under(bundle);
  EXPECT_TRUE(reply.is_trusted);
  EXPECT_EQ(bundle_of(reply), bundle);
  EXPECT_EQ(read("ssm-root.pem"), next_root);
}

TEST_F(Trust, ASwitchThatWasCutOffIsFinishedAtTheNextStart) {
  step("announce");
  const std::string bundle = bundle_of(agent.authorize({})).get<std::string>();
  fs::rename(lab.directory() / "tls-ca.next.key", lab.directory() / "tls-ca.key");
  lab.restart();
  EXPECT_TRUE(is_issued_by(read("tls-server.pem"), read("tls-ca.pem")));
  EXPECT_EQ(serial_of(read("tls-ca.pem")), 11);
  EXPECT_EQ(authorize_under(bundle).header["signing_cert_serial_number"], "13");
}

TEST_F(Trust, TheTlsCertificateIsReplacedAfterTheSwitchOnly) {
  int calls = 0;
  lab.lab().call_on_new_tls_certificate([&calls] { ++calls; });
  step("announce");
  lab.admin("GET", "/admin/settings");
  EXPECT_EQ(calls, 0);
  step("switch");
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace ssm_lab_tests
