#include <gtest/gtest.h>

#include "tests/transport/channel_fixture.hpp"
#include "tests/transport/golden_facts.hpp"
#include "transport/pem_directory.hpp"
#include "transport/tls_trust.hpp"

namespace lic::testing {
namespace {

TEST(PemDirectory, ReadsEveryCertificateOfEveryPemFile) {
  TestDirectory directory;
  directory.write("b.pem", golden::certificate("root") + "some words\n" + golden::certificate("sub_ca"));
  directory.write("a.pem", golden::certificate("other_root"));
  directory.write("notes.txt", golden::certificate("signer"));
  PemDirectory reader{directory.path()};
  EXPECT_EQ(reader.certificates(),
            (std::vector<std::string>{golden::certificate("other_root"), golden::certificate("root"),
                                      golden::certificate("sub_ca")}));
}

TEST(PemDirectory, NamesFilesThatHoldNone) {
  TestDirectory directory;
  directory.write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  directory.write("good.pem", golden::certificate("root"));
  PemDirectory reader{directory.path()};
  EXPECT_EQ(reader.certificates().size(), 1U);
  EXPECT_EQ(reader.unreadable_files(), std::vector<std::string>{directory.path() + "/broken.pem"});
}

TEST(PemDirectory, NoticesWhatChanged) {
  TestDirectory directory;
  PemDirectory reader{directory.path()};
  EXPECT_TRUE(reader.certificates().empty());
  directory.write("root.pem", golden::certificate("root"));
  EXPECT_EQ(reader.certificates().size(), 1U);
  directory.write("root.pem", golden::certificate("other_root"));
  EXPECT_EQ(reader.certificates(), std::vector<std::string>{golden::certificate("other_root")});
  directory.remove("root.pem");
  EXPECT_TRUE(reader.certificates().empty());
}

TEST(PemDirectory, ReadsWhatWasImportedBesides) {
  TestDirectory directory;
  TestDirectory imported;
  directory.write("a.pem", golden::certificate("root"));
  PemDirectory reader{directory.path(), imported.path()};
  EXPECT_EQ(reader.certificates().size(), 1U);
  imported.write("a.pem", golden::certificate("other_root"));
  EXPECT_EQ(reader.certificates().size(), 2U);
  imported.remove("a.pem");
  EXPECT_EQ(reader.certificates(), std::vector<std::string>{golden::certificate("root")});
}

TEST(PemDirectory, ThatIsMissingIsEmpty) {
  EXPECT_TRUE(PemDirectory{"/nonexistent/ssm-roots.d"}.certificates().empty());
  EXPECT_TRUE(PemDirectory{""}.certificates().empty());
}

TEST(TlsTrust, WithoutAnyAnchorSaysWhereToPutOne) {
  TestDirectory directory;
  TlsTrust trust{TlsTrustSettings{false, directory.path()}};
  const auto anchors = trust.anchors();
  ASSERT_TRUE(anchors.has_error());
  EXPECT_EQ(anchors.error().failure, FailureCode::tls_no_anchor);
  EXPECT_NE(anchors.error().remedy.find(directory.path()), std::string::npos);
}

TEST(TlsTrust, TakesImportedAuthoritiesAsWell) {
  TestDirectory imported;
  imported.write("root.pem", golden::certificate("root"));
  TlsTrust trust{TlsTrustSettings{false, "/nonexistent/trust.d", imported.path()}};
  EXPECT_EQ(trust.anchors()->pem, golden::certificate("root"));
}

TEST(TlsTrust, IsTheDirectoryAndTheSystemsStore) {
  TestDirectory directory;
  directory.write("root.pem", golden::certificate("root"));
  TlsTrust own{TlsTrustSettings{false, directory.path()}};
  EXPECT_EQ(own.anchors()->pem, golden::certificate("root"));
  EXPECT_TRUE(own.anchors()->system_store.empty());
}

}  // namespace
}  // namespace lic::testing
