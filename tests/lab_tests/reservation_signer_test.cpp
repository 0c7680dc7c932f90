// Who signs reservation codes, and the route that signs wrong ones.
#include "tests/lab_tests/reservation_machine.hpp"

#include "tests/lab/openssl_handles.hpp"
#include "tests/lab/private_files.hpp"
#include "tests/lab/signatures.hpp"

#include <sys/stat.h>

#include <ctime>
#include <filesystem>

namespace ssm_lab_tests {
namespace {

class ReservationSigner : public testing::Test {
protected:
  std::string certificate() { return ssm_lab::read_file(lab.directory() / "reservation-signer.pem").value_or(""); }
  AdminReply forge(const Json& order) { return lab.admin("POST", "/admin/reservations/forge", order); }
  static MachineCode code_in(const AdminReply& reply) {
    return MachineCode(reply.body.value("authorization_code", std::string()));
  }
  TestLab lab;
};

TEST_F(ReservationSigner, IsAP256KeyUnderACertificateOfItsOwn) {
  const auto signer = ssm_lab::certificate_from_pem(certificate());
  ASSERT_TRUE(signer);
  EVP_PKEY* key = X509_get0_pubkey(signer.get());
  EXPECT_EQ(EVP_PKEY_is_a(key, "EC"), 1);
  EXPECT_EQ(EVP_PKEY_get_bits(key), 256);
  EXPECT_EQ(X509_verify(signer.get(), key), 1);
  std::time_t instant = 946'684'799;  // a second before 2000
  EXPECT_EQ(X509_cmp_time(X509_get0_notBefore(signer.get()), &instant), 1);
  instant = 4'102'444'798;  // a second before the end of 2099
  EXPECT_EQ(X509_cmp_time(X509_get0_notAfter(signer.get()), &instant), 1);
  EXPECT_EQ(X509_get_extension_flags(signer.get()) & EXFLAG_CA, 0U);
  struct stat status {};
  ASSERT_EQ(::stat((lab.directory() / "reservation-signer.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(ReservationSigner, StaysWhenTheTrustIsRotated) {
  const std::string before = certificate();
  ASSERT_EQ(lab.admin("PUT", "/admin/settings", {{"rotate_trust_root", true}}).status, 200U);
  EXPECT_EQ(certificate(), before);
}

TEST_F(ReservationSigner, AStateDirectoryFromBeforeGetsItsTablesAndItsSigner) {
  std::filesystem::remove(lab.directory() / "reservation-signer.pem");
  std::filesystem::remove(lab.directory() / "reservation-signer.key");
  lab.drop_tables({"reserved_counts", "reservation_codes", "reservations"});
  lab.set_pools({{"premium", 10}});
  const AdminReply reply =
      lab.admin("POST", "/admin/reservations", {{"request_code", kRequest}, {"entitlements", {{"premium", 1}}}});
  ASSERT_EQ(reply.status, 201U) << reply.body;
  EXPECT_TRUE(code_in(reply).is_signed_under(certificate()));
}

TEST_F(ReservationSigner, SignsWhateverTextItIsGiven) {
  const std::string element = "<authorizationCode><flag>A</flag><version>Z</version><piid>x</piid></authorizationCode>";
  const AdminReply reply = forge({{"element", element}, {"udi", "P:OTHER,S:1"}});
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const MachineCode code = code_in(reply);
  EXPECT_TRUE(code.is_signed_under(certificate()));
  EXPECT_EQ(code.content("version"), "Z");
  EXPECT_EQ(code.content("udi"), "P:OTHER,S:1");
  EXPECT_EQ(code.content("signature"), reply.body["signature"]);
  EXPECT_TRUE(lab.admin("GET", "/admin/reservations").body["reservations"].empty());
}

TEST_F(ReservationSigner, SignsWithAKeyThatNobodyTrustsWhenTold) {
  const AdminReply reply =
      forge({{"element", "<authorizationCode></authorizationCode>"}, {"udi", "x"}, {"signer", "unknown"}});
  ASSERT_EQ(reply.status, 200U);
  EXPECT_FALSE(code_in(reply).is_signed_under(certificate()));
}

TEST_F(ReservationSigner, NeedsBothTexts) {
  EXPECT_EQ(forge({{"element", "x"}}).status, 400U);
  EXPECT_EQ(forge({{"udi", "x"}}).status, 400U);
  EXPECT_EQ(forge({{"element", "x"}, {"udi", "x"}, {"signer", "vendor"}}).body["error"],
            "signer must be \"lab\" or \"unknown\".");
}

}  // namespace
}  // namespace ssm_lab_tests
