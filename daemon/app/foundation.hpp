#pragma once
// What lies on disk: taken hold of before anything else is made.

#include <cstdint>
#include <functional>
#include <memory>

#include "agent/key_store.hpp"
#include "agent/result.hpp"
#include "daemon/app/command_line.hpp"
#include "daemon/config/config.hpp"
#include "persistence/state_lock.hpp"
#include "persistence/state_store.hpp"

namespace lic {

struct Foundation {
  StateLock lock;
  std::unique_ptr<StateStore> store;
  std::unique_ptr<KeyStore> keys;
  LoadedState loaded;
  std::function<void(std::int64_t days)> keep_history = {};  // as long as `store` lives
};

// Locks the state directory, checks whether it belongs to the lab, finishes a restore that was cut off, loads the state
// and destroys keys and tokens that no state names. `failed_precondition` if it is in use or not ours to run with;
// `storage` or `data_corrupt` if it cannot be read.
[[nodiscard]] Result<Foundation> lay_foundation(const Places& places, const Config& config);

}  // namespace lic
