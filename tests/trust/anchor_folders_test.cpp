// Files of anchors: by hand and imported.
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "daemon/trust/anchor_folders.hpp"
#include "tests/trust/golden_keys.hpp"
#include "transport/pem_directory.hpp"

namespace lic::test {
namespace {

class Folders : public testing::Test {
protected:
  Folders() {
    std::filesystem::create_directory(folder / "state");
    std::filesystem::permissions(folder / "state", std::filesystem::perms::owner_all);
    folder.write("etc/trust.d/by-hand.pem", golden_file("root.pem"));
    folder.write("etc/trust.d/notes.txt", "no anchor");
    std::filesystem::create_directory(folder / "etc/ssm-roots.d");
  }
  FreshFolder folder;
  AnchorFolders folders{anchor_folders({.tls_ca_dir = folder / "etc/trust.d",
                                        .ssm_root_dir = folder / "etc/ssm-roots.d",
                                        .state_dir = folder / "state"})};
};

TEST_F(Folders, ListSaysWhereEachFileComesFrom) {
  ASSERT_TRUE(folders.import(AnchorRole::message, "lab", golden_file("other_root.pem")).has_value());
  const auto files = folders.list();
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].name, "by-hand.pem");
  EXPECT_FALSE(files[0].folder.is_imported);
  EXPECT_EQ(files[1].name, "lab.pem");
  EXPECT_EQ(files[1].folder.role, AnchorRole::message);
  EXPECT_TRUE(files[1].folder.is_imported);
  ASSERT_EQ(files[1].anchors.size(), 1U);
}

TEST_F(Folders, SignersOfCodesLieBesideRootsForMessages) {
  ASSERT_TRUE(folders.import(AnchorRole::message, "signer", golden_file("reservation_signer.pem")).has_value());
  folder.write("etc/ssm-roots.d/odd.pem", golden_file("other_curve.pem"));
  const auto files = folders.list();
  ASSERT_EQ(files.size(), 3U);
  EXPECT_TRUE(files[1].anchors.empty());
  EXPECT_NE(files[1].problem.find("neither RSA nor on the curve P-256"), std::string::npos) << files[1].problem;
  EXPECT_EQ(files[2].name, "signer.pem");
  EXPECT_EQ(files[2].folder.role, AnchorRole::message);
  EXPECT_EQ(files[2].anchors.at(0).role, AnchorRole::reservation);
}

TEST_F(Folders, ListSaysWhatCannotBeRead) {
  folder.write("etc/trust.d/broken.pem", "nonsense");
  const auto files = folders.list();
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].name, "broken.pem");
  EXPECT_EQ(files[0].problem, "no certificate in PEM form is in it");
}

TEST_F(Folders, WhatIsImportedIsReadByTheTransport) {
  ASSERT_TRUE(folders.import(AnchorRole::tls, "our-ca.pem", golden_file("other_root.pem")).has_value());
  PemDirectory directory(folder / "state/trust.d");
  EXPECT_EQ(directory.certificates().size(), 1U);
  ASSERT_TRUE(folders.remove("our-ca").has_value());
  EXPECT_TRUE(directory.certificates().empty());
}

TEST_F(Folders, ImportsAreForTheDaemonAlone) {
  ASSERT_TRUE(folders.import(AnchorRole::tls, "our-ca", golden_file("other_root.pem")).has_value());
  struct stat facts {};
  ASSERT_EQ(::stat((folder / "state/trust.d/our-ca.pem").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST_F(Folders, ANameIsTakenOnce) {
  ASSERT_TRUE(folders.import(AnchorRole::tls, "our-ca", golden_file("root.pem")).has_value());
  EXPECT_EQ(folders.import(AnchorRole::tls, "our-ca.pem", golden_file("root.pem")).error().code,
            ErrorCode::already_exists);
  EXPECT_EQ(folders.import(AnchorRole::message, "our-ca", golden_file("root.pem")).error().code,
            ErrorCode::already_exists);
  EXPECT_EQ(folders.import(AnchorRole::tls, "by-hand", golden_file("root.pem")).error().code,
            ErrorCode::already_exists);
}

TEST_F(Folders, FilesPutThereByHandAreRemovedByHand) {
  const auto refused = folders.remove("by-hand");
  ASSERT_TRUE(refused.has_error());
  EXPECT_EQ(refused.error().code, ErrorCode::failed_precondition);
  EXPECT_EQ(refused.error().remedy, "remove the file " + folder / "etc/trust.d/by-hand.pem");
  EXPECT_TRUE(std::filesystem::exists(folder / "etc/trust.d/by-hand.pem"));
  EXPECT_EQ(folders.remove("nothing").error().code, ErrorCode::not_found);
}

TEST_F(Folders, NamesStayInTheirFolder) {
  for (const char* name : {"", "../x", "a/b", ".hidden", ".pem", "a b", "-x", "a\nb"}) {
    EXPECT_EQ(folders.import(AnchorRole::tls, name, "x").error().code, ErrorCode::invalid_argument) << name;
    EXPECT_EQ(folders.remove(name).error().code, ErrorCode::invalid_argument) << name;
  }
  EXPECT_TRUE(anchor_file_name(std::string(64, 'a')).has_value());
  EXPECT_TRUE(anchor_file_name(std::string(65, 'a')).has_error());
}

TEST_F(Folders, ImportsAreLimited) {
  folder.write("state/trust.d/x.pem", "x");
  std::filesystem::permissions(folder / "state/trust.d", std::filesystem::perms::owner_all);
  for (std::size_t number = 1; number < AnchorFolders::kImportsMax; ++number) {
    folder.write("state/trust.d/" + std::to_string(number) + ".pem", "x");
  }
  EXPECT_EQ(folders.import(AnchorRole::tls, "one-more", golden_file("root.pem")).error().code,
            ErrorCode::resource_exhausted);
}

}  // namespace
}  // namespace lic::test
