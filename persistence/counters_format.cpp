#include "persistence/counters_format.hpp"

namespace lic {
namespace {

constexpr std::int64_t kQuantitiesMax = 1000;

// Moments and numbers of one record lie near each other, so most are written as the distance from one of them.
template <class Time>
std::int64_t ticks(Time time) {
  return time.time_since_epoch().count();
}
template <class Time>
void unpack_time(PackedReader& record, std::int64_t from, Time& time) {
  time = Time{Millis{record.number_from(from)}};
}

void pack_clock(PackedWriter& record, const ClockState& clock) {
  // Does not compile when a member is added that is not stored.
  const auto& [boot_id, wall, boot, trusted, floor, floor_elapsed, ssm_offset, jumps] = clock;
  record.text(boot_id);
  record.number(ticks(wall));
  record.number(ticks(boot));
  record.distance(ticks(wall), ticks(trusted));
  record.distance(ticks(wall), ticks(floor));
  record.number(floor_elapsed.count());
  record.byte(ssm_offset ? 1 : 0);
  if (ssm_offset) record.number(ssm_offset->count());
  record.number(jumps);
}

void unpack_clock(PackedReader& record, ClockState& clock) {
  clock.boot_id = record.text();
  unpack_time(record, 0, clock.wall);
  unpack_time(record, 0, clock.boot);
  unpack_time(record, ticks(clock.wall), clock.trusted);
  unpack_time(record, ticks(clock.wall), clock.floor);
  clock.floor_elapsed = Millis{record.number()};
  clock.ssm_offset.reset();
  if (record.byte() != 0) clock.ssm_offset = Millis{record.number()};
  clock.jumps = static_cast<std::uint32_t>(record.number_up_to(UINT32_MAX));
}

void pack_meter(PackedWriter& record, const MeterState& meter, const Sections& sections) {
  const auto& [current, interval_peak, window_peak, integral, interval_peak_at, window_peak_at, interval_peak_change,
               window_peak_change] = meter;
  const std::int64_t now = ticks(sections.clock.trusted);
  const std::int64_t last = sections.usage.last_change;
  record.number(current);
  record.distance(current, interval_peak);
  record.distance(current, window_peak);
  record.number(integral);
  record.distance(now, ticks(interval_peak_at));
  record.distance(now, ticks(window_peak_at));
  record.distance(last, interval_peak_change);
  record.distance(last, window_peak_change);
}

void unpack_meter(PackedReader& record, MeterState& meter, const Sections& sections) {
  const std::int64_t now = ticks(sections.clock.trusted);
  const std::int64_t last = sections.usage.last_change;
  meter.current = record.number();
  meter.interval_peak = record.number_from(meter.current);
  meter.window_peak = record.number_from(meter.current);
  meter.integral = record.number();
  unpack_time(record, now, meter.interval_peak_at);
  unpack_time(record, now, meter.window_peak_at);
  meter.interval_peak_change = record.number_from(last);
  meter.window_peak_change = record.number_from(last);
}

}  // namespace

void pack_counters(PackedWriter& record, const Sections& sections) {
  const auto& [open, interval_start, opened_at, integrated_to, meters, last_reported, next_row_id, last_change] =
      sections.usage;
  const std::int64_t wall = ticks(sections.clock.wall);
  pack_clock(record, sections.clock);
  record.byte(open ? 1 : 0);
  record.distance(wall, ticks(interval_start));
  record.distance(wall, ticks(opened_at));
  record.distance(wall, ticks(integrated_to));
  record.number(next_row_id);
  record.number(last_change);
  record.number(kMeterCount);
  for (const MeterState& meter : meters) pack_meter(record, meter, sections);
  record.number(static_cast<std::int64_t>(last_reported.size()));
  for (const auto& [name, quantity] : last_reported) {
    record.text(name.value);
    record.number(quantity);
  }
}

void unpack_counters(PackedReader& record, Sections& sections) {
  UsageState& usage = sections.usage;
  unpack_clock(record, sections.clock);
  const std::int64_t wall = ticks(sections.clock.wall);
  usage.open = record.byte() != 0;
  unpack_time(record, wall, usage.interval_start);
  unpack_time(record, wall, usage.opened_at);
  unpack_time(record, wall, usage.integrated_to);
  usage.next_row_id = record.number();
  usage.last_change = record.number();
  if (record.number() != kMeterCount) record.spoil();
  for (MeterState& meter : usage.meters) unpack_meter(record, meter, sections);
  usage.last_reported.clear();
  for (std::int64_t left = record.number_up_to(kQuantitiesMax); left > 0; --left) {
    EntitlementName name{std::string(record.text())};
    usage.last_reported.insert_or_assign(std::move(name), record.number());
  }
}

}  // namespace lic
