// What belongs to the machine: its identity, its clocks, the alarms that were told (R-REG-12, R-TIME).

#include "persistence/section_format.hpp"
#include "persistence/section_members.hpp"

namespace lic {

void members(auto& json, Is<Installation> auto& installation) {
  [[maybe_unused]] const auto& [udi, mismatch, seen, host_name, licensing_mode] = installation;
  json("udi", installation.udi)("mismatch", installation.mismatch)("seen", installation.seen)("host_name",
                                                                                              installation.host_name);
  json("licensing_mode", installation.licensing_mode);
}

void members(auto& json, Is<ClockState> auto& clock) {
  [[maybe_unused]] const auto& [boot_id, wall, boot, trusted, floor, floor_elapsed, ssm_offset, jumps] = clock;
  json("boot_id", clock.boot_id)("wall", clock.wall)("boot", clock.boot)("trusted", clock.trusted);
  json("floor", clock.floor)("floor_elapsed", clock.floor_elapsed)("ssm_offset", clock.ssm_offset)("jumps",
                                                                                                   clock.jumps);
}

void members(auto& json, Is<ToldAlarm> auto& told) {
  [[maybe_unused]] const auto& [raised_at, minutes, step] = told;
  json("raised_at", told.raised_at)("minutes", told.minutes)("step", told.step);
}

void members(auto& json, Is<AlarmLedger> auto& ledger) {
  [[maybe_unused]] const auto& [told] = ledger;
  json("told", ledger.told);
}

SectionFormat installation_format() { return format_of<&Sections::installation>("installation"); }
SectionFormat clock_format() { return format_of<&Sections::clock>("clock"); }
SectionFormat alarms_format() { return format_of<&Sections::alarms>("alarms"); }

}  // namespace lic
