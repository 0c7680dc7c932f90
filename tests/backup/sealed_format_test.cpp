// The outer form (docs/backup.md): what was written comes back, and nothing else ever does.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "tests/backup/sealed_file.hpp"

namespace lic::backup::test {
namespace {

std::string patterned(std::size_t length) {
  std::string text(length, '\0');
  for (std::size_t at = 0; at < length; ++at) text[at] = static_cast<char>(at * 31 + at / 251);
  return text;
}

ErrorCode code_of(const Opening& opening) { return opening.error ? opening.error->code : ErrorCode::internal; }

TEST(SealedFormat, GivesBackWhatWasSealedAtEverySizeAroundAChunk) {
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, kChunkBytes - 1, kChunkBytes, kChunkBytes + 1,
                                   2 * kChunkBytes, 3 * kChunkBytes + 7}) {
    const std::string plain = patterned(length);
    const Opening opening = opened(sealed(plain));
    EXPECT_FALSE(opening.error) << length;
    EXPECT_EQ(opening.plain, plain) << length;
  }
}

TEST(SealedFormat, HoldsNothingInPlainSight) {
  const std::string plain = "-----BEGIN PRIVATE KEY-----" + patterned(100);
  EXPECT_EQ(sealed(plain).find("PRIVATE"), std::string::npos);
  EXPECT_NE(sealed(plain, 's'), sealed(plain, 't'));
}

TEST(SealedFormat, KnowsAnotherPassphrase) {
  const Opening opening = opened(sealed("state"), Secret(std::string("correct horse batterz")));
  ASSERT_EQ(code_of(opening), ErrorCode::permission_denied);
  EXPECT_EQ(opening.error->what, "this is not the passphrase that the backup was made with");
  EXPECT_TRUE(opening.plain.empty());
}

TEST(SealedFormat, KnowsAFileThatIsNone) {
  EXPECT_EQ(code_of(opened("")), ErrorCode::invalid_argument);
  EXPECT_EQ(code_of(opened("SAGENTB")), ErrorCode::invalid_argument);
  EXPECT_EQ(opened("PK\x03\x04 and so on, long enough for a header").error->what,
            "this file is no backup of smart-agent");
}

TEST(SealedFormat, KnowsANewerFormat) {
  std::string file = sealed("state");
  file[9] = 2;
  const Opening opening = opened(file);
  ASSERT_EQ(code_of(opening), ErrorCode::failed_precondition);
  EXPECT_EQ(opening.error->what, "a newer agent made this backup: its format is version 2, this agent knows version 1");
}

TEST(SealedFormat, FindsAFlippedBitInEachByteOfTheHeader) {
  const std::string file = sealed("state");
  for (std::size_t at = 0; at < kHeaderBytes; ++at) {
    std::string flipped = file;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    const Opening opening = opened(flipped);
    EXPECT_TRUE(opening.error) << at;
    EXPECT_TRUE(opening.plain.empty()) << at;
  }
}

TEST(SealedFormat, FindsAFlippedBitInEachPartOfEachChunk) {
  const std::string file = sealed(patterned(2 * kChunkBytes + 100));
  const std::array<std::size_t, 4> within = {0, kChunkBytes / 2, kChunkBytes - 1, kChunkBytes + 3};
  for (std::size_t chunk = 0; chunk < 2; ++chunk) {
    for (const std::size_t place : within) {
      std::string flipped = file;
      const std::size_t at = kHeaderBytes + chunk * kSealedChunk + place;
      flipped[at] = static_cast<char>(flipped[at] ^ 0x80);
      const Opening opening = opened(flipped);
      EXPECT_EQ(code_of(opening), ErrorCode::data_corrupt) << at;
      EXPECT_EQ(opening.plain.size(), chunk * kChunkBytes) << "only what came before";
    }
  }
  for (const std::size_t from_end : {1U, 16U, 17U, 116U}) {
    std::string flipped = file;
    flipped[flipped.size() - from_end] = static_cast<char>(flipped[flipped.size() - from_end] ^ 4);
    EXPECT_EQ(code_of(opened(flipped)), ErrorCode::data_corrupt) << from_end;
  }
}

TEST(SealedFormat, FindsThatItWasCutOff) {
  const std::string file = sealed(patterned(3 * kChunkBytes));
  std::vector<std::size_t> lengths = {kMagic.size() + 2,      kHeaderBytes - 1,         kHeaderBytes,
                                      kHeaderBytes + 1,       kHeaderBytes + kTagBytes, file.size() - 1,
                                      file.size() - kTagBytes};
  for (std::size_t chunk = 1; chunk < 3; ++chunk)
    for (const int off : {-1, 0, 1})
      lengths.push_back(static_cast<std::size_t>(static_cast<int>(kHeaderBytes + chunk * kSealedChunk) + off));
  for (const std::size_t length : lengths) {
    const Opening opening = opened(file.substr(0, length));
    EXPECT_EQ(code_of(opening), ErrorCode::data_corrupt) << length;
  }
}

TEST(SealedFormat, FindsChunksOutOfOrderTwiceLeftOutOrAdded) {
  const std::string file = sealed(patterned(3 * kChunkBytes));
  const std::string header = file.substr(0, kHeaderBytes);
  const auto chunk = [&file](std::size_t number) {
    return file.substr(kHeaderBytes + number * kSealedChunk, kSealedChunk);
  };
  for (const std::string& body :
       {chunk(1) + chunk(0) + chunk(2), chunk(0) + chunk(0) + chunk(1) + chunk(2), chunk(0) + chunk(2), chunk(2),
        chunk(0) + chunk(1) + chunk(2) + chunk(2), chunk(0) + chunk(1) + chunk(2) + std::string("x")})
    EXPECT_EQ(code_of(opened(header + body)), ErrorCode::data_corrupt);
}

TEST(SealedFormat, FindsAChunkOfAnotherBackup) {
  const std::string one = sealed(patterned(2 * kChunkBytes), 's');
  const std::string other = sealed(patterned(2 * kChunkBytes), 't');
  EXPECT_EQ(code_of(opened(one.substr(0, kHeaderBytes + kSealedChunk) + other.substr(kHeaderBytes + kSealedChunk))),
            ErrorCode::data_corrupt);
}

TEST(SealedFormat, NeverAsksForMoreMemoryThanItsLimit) {
  EXPECT_TRUE(is_within_limits({}));
  EXPECT_TRUE(is_within_limits({.log2_rounds = 18, .block = 8, .lanes = 1}));
  EXPECT_FALSE(is_within_limits({.log2_rounds = 19, .block = 8, .lanes = 1}));
  EXPECT_FALSE(is_within_limits({.log2_rounds = 13, .block = 8, .lanes = 3}));
  EXPECT_FALSE(is_within_limits({.log2_rounds = 15, .block = 8, .lanes = 0}));
  EXPECT_FALSE(is_within_limits({.log2_rounds = 255, .block = 255, .lanes = 255}));
}

TEST(SealedFormat, WantsAPassphraseThatIsWorthItsName) {
  const auto of = [](std::size_t length) { return check_passphrase(Secret(std::string(length, 'p'))).has_value(); };
  EXPECT_FALSE(of(0));
  EXPECT_FALSE(of(11));
  EXPECT_TRUE(of(12));
  EXPECT_TRUE(of(1024));
  EXPECT_FALSE(of(1025));
}

}  // namespace
}  // namespace lic::backup::test
