#pragma once
// The schema of the state database, as the list of steps that lead to it.

#include <cstdint>

#include "agent/result.hpp"
#include "persistence/sqlite_connection.hpp"

namespace lic {

// Marks the file as ours ("LICS"), so that another program's database is never taken for the state.
inline constexpr std::int64_t kApplicationId = 0x4c494353;

// The schema that this version writes; it reads this one and all before it.
[[nodiscard]] std::int64_t newest_schema();

// Brings the database to the newest schema; each step is one transaction. `failed_precondition` if a newer agent wrote
// it or if it is another program's.
[[nodiscard]] Result<void> migrate(SqliteConnection& connection);

}  // namespace lic
