#include "persistence/journal_format.hpp"

#include <limits>

#include "persistence/counters_format.hpp"
#include "persistence/seat_format.hpp"

namespace lic {
namespace {

constexpr std::uint8_t kWithoutCounters = 0x10;  // the upper half is the version of the format
constexpr std::uint8_t kWithCounters = 0x11;

constexpr std::uint8_t kHasAfter = 0x01;
constexpr std::uint8_t kHasEnded = 0x02;

bool ends_class(const SeatChange& change) {
  return change.before && (!change.after || change.after->class_change != change.before->class_change);
}

}  // namespace

void pack_journal_row(PackedWriter& record, const std::vector<SeatChange>& changes, const Sections* counters) {
  record.start();
  record.byte(counters != nullptr ? kWithCounters : kWithoutCounters);
  record.number(static_cast<std::int64_t>(changes.size()));
  std::int64_t last = 0;
  for (const SeatChange& change : changes) {
    const bool ends = ends_class(change);
    record.distance(last, change.number);
    last = change.number;
    record.text(change.seat.value);
    record.byte(static_cast<std::uint8_t>((change.after ? kHasAfter : 0U) | (ends ? kHasEnded : 0U)));
    if (change.after) pack_seat(record, *change.after);
    if (!ends) continue;
    record.byte(static_cast<std::uint8_t>(change.before->seat_class));
    record.number(change.before->since.time_since_epoch().count());
    record.number(change.before->class_change);
  }
  if (counters != nullptr) pack_counters(record, *counters);
}

JournalRow::JournalRow(std::string_view sealed) : record_(sealed) {
  const std::uint8_t kind = record_.byte();
  if (kind != kWithCounters && kind != kWithoutCounters) record_.spoil();
  carries_counters_ = record_.is_good() && kind == kWithCounters;
  left_ = record_.number_up_to(std::numeric_limits<std::int32_t>::max());
}

std::optional<StoredChange> JournalRow::next() {
  if (left_ == 0 || !record_.is_good()) return std::nullopt;
  --left_;
  StoredChange change;
  last_number_ = record_.number_from(last_number_);
  change.number = last_number_;
  change.seat = unpack_seat_id(record_);
  const std::uint8_t has = record_.byte();
  if ((has & ~(kHasAfter | kHasEnded)) != 0) record_.spoil();
  if ((has & kHasAfter) != 0) change.after = unpack_seat(record_);
  if ((has & kHasEnded) != 0) {
    EndedClass& ended = change.ended.emplace();
    ended.seat_class = unpack_seat_class(record_);
    ended.since = TrustedTime{Millis{record_.number()}};
    ended.from = record_.number();
  }
  if (!record_.is_good()) return std::nullopt;
  return change;
}

void JournalRow::read_counters(Sections& into) {
  if (carries_counters_) unpack_counters(record_, into);
}

}  // namespace lic
