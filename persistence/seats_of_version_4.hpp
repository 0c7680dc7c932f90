#pragma once
// Schema version 4 kept one row for each seat. A part of the migration to version 5.

#include "agent/result.hpp"
#include "persistence/sqlite_connection.hpp"

namespace lic {

// Makes the table of seats the first snapshot, and their product versions the list that seats name by their place;
// drops the table. Inside of a transaction. `data_corrupt` names the seat that cannot be ours.
[[nodiscard]] Result<void> move_seats_into_chunks(SqliteConnection& connection);

}  // namespace lic
