#pragma once
// Which keys and tokens the state still names; everything else in the key store is left over and may go.

#include <set>

#include "agent/ids.hpp"
#include "agent/key_store.hpp"
#include "agent/sections.hpp"

namespace lic {

struct NamedSecrets {
  std::set<KeyRef> keys;
  std::set<TokenRef> tokens;
};
[[nodiscard]] NamedSecrets named_secrets(const Sections& sections);

// After a load, before the first event: a crash may have come between a commit and its DestroyKey or DestroyToken.
[[nodiscard]] Result<void> destroy_unnamed(KeyStore& keys, const Sections& sections);

}  // namespace lic
