// Names in the TLS server certificate, as tests of an agent's identity check want them.
#include "tests/lab_tests/test_agent.hpp"

#include "tests/lab/pki.hpp"
#include "tests/lab/private_files.hpp"
#include "tests/lab/signatures.hpp"

namespace ssm_lab_tests {
namespace {

class TlsNames : public testing::Test {
protected:
  void open_with(const ssm_lab::TlsNames& names) {
    const auto pki = ssm_lab::Pki::open_or_create(lab.directory(), names);
    ASSERT_TRUE(pki.has_value());
  }
  ssm_lab::CertificateHandle server() {
    return ssm_lab::certificate_from_pem(ssm_lab::read_file(lab.directory() / "tls-server.pem").value_or(""));
  }
  bool has_host(const char* host, unsigned flags = 0) {
    return X509_check_host(server().get(), host, 0, flags, nullptr) == 1;
  }
  bool has_address(const char* address) { return X509_check_ip_asc(server().get(), address, 0) == 1; }
  bool has_alternative_names() { return X509_get_ext_by_NID(server().get(), NID_subject_alt_name, -1) >= 0; }

  TestLab lab;
};

TEST_F(TlsNames, LoopbackNamesUnlessOthersAreOrdered) {
  EXPECT_TRUE(has_host("localhost"));
  EXPECT_TRUE(has_address("127.0.0.1"));
  EXPECT_TRUE(has_address("::1"));
}

TEST_F(TlsNames, OrderedNamesReplaceThem) {
  open_with({"ssm", "DNS:ssm.example.com,IP:127.0.0.2"});
  EXPECT_TRUE(has_host("ssm.example.com"));
  EXPECT_TRUE(has_address("127.0.0.2"));
  EXPECT_FALSE(has_host("localhost"));
  EXPECT_FALSE(has_address("127.0.0.1"));
}

TEST_F(TlsNames, ACommonNameMayStandAlone) {
  open_with({"ssm.example.com", ""});
  EXPECT_FALSE(has_alternative_names());
  EXPECT_TRUE(has_host("ssm.example.com"));
  EXPECT_FALSE(has_host("ssm.example.com", X509_CHECK_FLAG_NEVER_CHECK_SUBJECT));
}

TEST_F(TlsNames, TheyCountAtEachStartAndAreKeptBySwitches) {
  const std::string before = ssm_lab::to_pem(*server());
  open_with({});
  EXPECT_EQ(ssm_lab::to_pem(*server()), before) << "nothing changed, so nothing is made anew";
  const auto pki = ssm_lab::Pki::open_or_create(lab.directory(), {"ssm.example.com", ""});
  ASSERT_TRUE((*pki)->make_next().has_value());
  ASSERT_TRUE((*pki)->switch_to_next().has_value());
  EXPECT_TRUE(has_host("ssm.example.com"));
  EXPECT_FALSE(has_alternative_names());
  open_with({});
  EXPECT_TRUE(has_address("127.0.0.1"));
}

}  // namespace
}  // namespace ssm_lab_tests
