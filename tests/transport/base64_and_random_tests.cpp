#include <gtest/gtest.h>

#include <charconv>
#include <cstdint>

#include <string>

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
    EXPECT_EQ(nonce.find_first_not_of("0123456789"), std::string::npos) << nonce;
    EXPECT_NE(nonce.front(), '0');
    std::int64_t value = 0;
    EXPECT_EQ(std::from_chars(nonce.data(), nonce.data() + nonce.size(), value).ec, std::errc{});
  }
  EXPECT_NE(*random_nonce(), *random_nonce());
}

TEST(Random, UuidIsOfVersion4) {
  const std::string uuid = *random_uuid();
  std::string shape = uuid;
  for (char& character : shape)
    if (character != '-') character = 'x';
  EXPECT_EQ(shape, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
  EXPECT_EQ(uuid.find_first_not_of("0123456789abcdef-"), std::string::npos) << uuid;
  EXPECT_EQ(uuid[14], '4');
  EXPECT_NE(std::string{"89ab"}.find(uuid[19]), std::string::npos) << uuid;
  EXPECT_NE(*random_uuid(), *random_uuid());
}

TEST(TokenFingerprint, IsTheBeginningOfTheSha256) {  // R-REG-2
  EXPECT_EQ(token_fingerprint(Secret{"abc"}), "ba7816bf8f01");
}

}  // namespace
}  // namespace lic
