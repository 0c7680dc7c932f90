#pragma once
// What a backup says of itself. It is inside, so nobody reads or changes it without the passphrase.

#include <cstdint>
#include <string>
#include <string_view>

#include "agent/result.hpp"
#include "agent/time.hpp"
#include "agent/udi.hpp"

namespace lic::backup {

inline constexpr std::size_t kManifestBytesMax = 64 * 1024;

struct Manifest {
  WallTime made_at;
  std::string agent_version;
  std::int64_t schema = 0;  // of the database
  Udi udi;                  // of the machine it was made on
  bool lab = false;
  std::string registration;  // "registered": rules.md section 1
  std::string instance;      // as SSM names it; empty = none
  std::int64_t database_bytes = 0;
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

// A JSON object, for machines and for the file alike.
[[nodiscard]] std::string to_text(const Manifest& manifest);
// `data_corrupt` for anything that to_text() does not make. Members that this version does not know are ignored.
[[nodiscard]] Result<Manifest> manifest_from(std::string_view text);

// The layout of `restore --show`, for people.
[[nodiscard]] std::string described(const Manifest& manifest);

}  // namespace lic::backup
