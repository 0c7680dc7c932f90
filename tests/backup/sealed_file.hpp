#pragma once
// Sealed files in memory, at the least cost that a backup may have.

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "daemon/backup/sealed_format.hpp"

namespace lic::backup::test {

inline constexpr KeyCost kCheap{.log2_rounds = 14, .block = 8, .lanes = 1};
inline constexpr std::size_t kSealedChunk = kChunkBytes + kTagBytes;

inline Secret good_passphrase() { return Secret(std::string("correct horse battery")); }

inline Sealer cheap_sealer(char salt = 's') {
  auto sealer = Sealer::make(good_passphrase(), std::string(kSaltBytes, salt), kCheap);
  EXPECT_TRUE(sealer.has_value());
  return std::move(*sealer);
}

inline std::string sealed(std::string_view plain, char salt = 's') {
  Sealer sealer = cheap_sealer(salt);
  std::string file = sealer.header();
  do {
    const auto chunk = plain.substr(0, kChunkBytes);
    plain.remove_prefix(chunk.size());
    file += *sealer.seal(chunk, plain.empty());
  } while (!plain.empty());
  return file;
}

inline ReadBytes reading(std::string file) {
  // shared: the function is copied, and its copies read on where the others stopped.
  auto rest = std::make_shared<std::string>(std::move(file));
  return [rest](std::size_t wanted) -> Result<std::string> {
    std::string part = rest->substr(0, wanted);
    rest->erase(0, part.size());
    return part;
  };
}

struct Opening {
  std::string plain;
  std::optional<Error> error;
};

inline Opening opened(const std::string& file, const Secret& passphrase = good_passphrase()) {
  Opening outcome;
  auto opener = Opener::open(passphrase, reading(file));
  if (!opener) return {.plain = {}, .error = opener.error()};
  for (;;) {
    auto chunk = opener->next();
    if (!chunk) {
      outcome.error = chunk.error();
      return outcome;
    }
    if (!*chunk) return outcome;
    outcome.plain += (*chunk)->reveal();
  }
}

}  // namespace lic::backup::test
