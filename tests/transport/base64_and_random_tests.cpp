#include <gtest/gtest.h>

#include <regex>

#include "transport/crypto/base64.hpp"
#include "transport/crypto/random.hpp"
#include "transport/crypto/token_fingerprint.hpp"

namespace lic {
namespace {

TEST(Base64, WritesTheVectorsOfRfc4648) {
  EXPECT_EQ(to_base64(""), "");
  EXPECT_EQ(to_base64("f"), "Zg==");
  EXPECT_EQ(to_base64("fo"), "Zm8=");
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
}

TEST(Base64, ReadsWhatItWroteAndSkipsWhiteSpace) {
  EXPECT_EQ(from_base64("Zm8="), "fo");
  EXPECT_EQ(from_base64("Zm9v\r\nYg =="), "foob");
}

TEST(Base64, RefusesWhatIsNone) {
  for (const char* const text : {"", "Zg=", "Zg", "Z===", "====", "Zm=v", "Zm9v!A==", "Zg==Zg=="})
    EXPECT_FALSE(from_base64(text).has_value()) << text;
}

TEST(Random, NonceIsADecimalBelowTwoToThe63) {
  for (int round = 0; round < 100; ++round) {
    const std::string nonce = *random_nonce();
    EXPECT_TRUE(std::regex_match(nonce, std::regex{"[1-9][0-9]{0,18}"})) << nonce;
    EXPECT_LE(std::stoull(nonce), 0x7fff'ffff'ffff'ffffULL);
  }
  EXPECT_NE(*random_nonce(), *random_nonce());
}

TEST(Random, UuidIsOfVersion4) {
  const std::string uuid = *random_uuid();
  EXPECT_TRUE(std::regex_match(uuid, std::regex{"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"}))
      << uuid;
  EXPECT_NE(*random_uuid(), *random_uuid());
}

TEST(TokenFingerprint, IsTheBeginningOfTheSha256) {  // R-REG-2
  EXPECT_EQ(token_fingerprint(Secret{"abc"}), "ba7816bf8f01");
}

}  // namespace
}  // namespace lic
