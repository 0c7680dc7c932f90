// What belongs to the machine: its identity, its clocks, the alarms that were told (R-REG-12, R-TIME).

#include "persistence/section_format.hpp"

namespace lic {

void members(auto& json, Is<Udi> auto& udi) {
  auto& [pid, serial, uuid] = udi;
  json("pid", pid)("serial", serial)("uuid", uuid);
}

void members(auto& json, Is<Installation> auto& installation) {
  auto& [udi, mismatch, seen_serial] = installation;
  json("udi", udi)("mismatch", mismatch)("seen_serial", seen_serial);
}

void members(auto& json, Is<ClockState> auto& clock) {
  auto& [boot_id, wall, boot, trusted, floor, floor_elapsed, ssm_offset, jumps] = clock;
  json("boot_id", boot_id)("wall", wall)("boot", boot)("trusted", trusted);
  json("floor", floor)("floor_elapsed", floor_elapsed)("ssm_offset", ssm_offset)("jumps", jumps);
}

void members(auto& json, Is<ToldAlarm> auto& told) {
  auto& [raised_at, minutes, step] = told;
  json("raised_at", raised_at)("minutes", minutes)("step", step);
}

void members(auto& json, Is<AlarmLedger> auto& ledger) {
  auto& [told] = ledger;
  json("told", told);
}

SectionFormat installation_format() { return format_of<&Sections::installation>("installation"); }
SectionFormat clock_format() { return format_of<&Sections::clock>("clock"); }
SectionFormat alarms_format() { return format_of<&Sections::alarms>("alarms"); }

}  // namespace lic
