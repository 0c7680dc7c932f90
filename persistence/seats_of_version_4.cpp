#include "persistence/seats_of_version_4.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "agent/seat_table.hpp"
#include "persistence/seat_format.hpp"
#include "persistence/seat_snapshot.hpp"
#include "persistence/section_json.hpp"

namespace lic {
namespace {

// No more than the core remembers (R-USE-10).
constexpr std::string_view kVersions =
    "SELECT product_version FROM seats WHERE product_version<>'' GROUP BY 1 ORDER BY 1 LIMIT 64";

using Versions = std::map<std::string, std::uint16_t>;

Result<Versions> versions_told(SqliteConnection& connection) {
  auto select = connection.prepare(kVersions);
  if (!select) return select.error();
  Versions versions;
  while (true) {
    const auto row = select->next();
    if (!row) return row.error();
    if (!*row) return versions;
    versions.emplace(select->text(0), static_cast<std::uint16_t>(versions.size() + 1));
  }
}

std::optional<CapabilitySet> capabilities_of(std::int64_t stored) {
  if (stored < 0 || stored >= std::int64_t{1} << kCapabilityCount) return std::nullopt;
  return CapabilitySet(static_cast<unsigned long long>(stored));
}

Result<SeatTable> seats_signed_in(SqliteConnection& connection, const Versions& versions) {
  auto select = connection.prepare("SELECT id,class,configured,used,since,product_version FROM seats");
  if (!select) return select.error();
  SeatTable seats;
  while (true) {
    const auto row = select->next();
    if (!row) return row.error();
    if (!*row) return seats;
    const std::string id = select->text(0);
    const std::int64_t seat_class = select->integer(1);
    const auto configured = capabilities_of(select->integer(2));
    const auto used = capabilities_of(select->integer(3));
    const auto version = versions.find(select->text(5));
    if (id.empty()) return damaged_state("a seat", "its id is empty");
    if (seat_class != 0 && seat_class != 1) return damaged_state("seat " + id, "column class has an unknown value");
    if (!configured || !used) return damaged_state("seat " + id, "a column of capabilities has an unknown bit");
    Seat seat;
    seat.seat_class = seat_class == 1 ? SeatClass::premium : SeatClass::standard;
    seat.configured = *configured;
    seat.used = *used;
    seat.since = TrustedTime{Millis{select->integer(4)}};
    seat.version = version == versions.end() ? std::uint16_t{0} : version->second;
    seats.put(id, seat);
  }
}

}  // namespace

Result<void> move_seats_into_chunks(SqliteConnection& connection) {
  const auto versions = versions_told(connection);
  if (!versions) return versions.error();
  const auto seats = seats_signed_in(connection, *versions);
  if (!seats) return seats.error();
  auto put_chunk = connection.prepare("INSERT INTO seat_chunks VALUES(?,?)");
  if (!put_chunk) return put_chunk.error();
  PackedWriter record;
  std::int64_t bytes = 0;
  for (std::size_t chunk = 0; chunk < seats->chunk_count(); ++chunk) {
    pack_chunk(record, *seats, chunk);
    const std::string_view sealed = record.sealed();
    bytes += static_cast<std::int64_t>(sealed.size());
    auto done = put_chunk->start().bind(kChunksMax + static_cast<std::int64_t>(chunk)).bind_bytes(sealed).run();
    if (!done) return done;
  }
  return connection.run(
      "UPDATE sections SET json = json_set(json, '$.versions', (SELECT json_group_array(product_version) FROM (" +
      std::string(kVersions) + "))) WHERE name = 'products'; DROP TABLE seats; INSERT INTO fold VALUES(1,1," +
      std::to_string(seats->chunk_count()) + "," + std::to_string(bytes) + ",0,0)");
}

}  // namespace lic
