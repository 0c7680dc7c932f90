#include "daemon/app/foundation.hpp"

#include <utility>

#include "daemon/loop/named_secrets.hpp"
#include "persistence/database_snapshot.hpp"
#include "persistence/file_key_store.hpp"
#include "persistence/lab_mark.hpp"
#include "persistence/restored_state.hpp"
#include "persistence/sqlite_store.hpp"

namespace lic {

Result<Foundation> lay_foundation(const Places& places, const Config& config) {
  auto lock = StateLock::acquire(places.state_dir);
  if (lock.has_error()) return lock.error();
  if (const auto mark = check_lab_mark(places.state_dir, places.lab); mark.has_error()) return mark.error();
  if (const auto restored = finish_restore(places.state_dir); restored.has_error()) return restored.error();
  remove_unfinished_copy(places.state_dir);
  SqliteStore::Options options;
  options.retention_days = config.history_retention_days;
  auto store = SqliteStore::open(places.state_dir, options);
  if (store.has_error()) return store.error();
  SqliteStore& disk = **store;
  auto loaded = disk.load();
  if (loaded.has_error()) return loaded.error();
  auto keys = FileKeyStore::open(places.state_dir);
  if (keys.has_error()) return keys.error();
  if (const auto swept = destroy_unnamed(**keys, loaded->state.sections); swept.has_error()) return swept.error();
  return Foundation{.lock = std::move(*lock),
                    .store = std::move(*store),
                    .keys = std::move(*keys),
                    .loaded = std::move(*loaded),
                    .keep_history = [&disk = disk](std::int64_t days) { disk.keep_history(days); }};
}

}  // namespace lic
