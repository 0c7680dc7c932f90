#include "agent/alarm_ledger.hpp"

#include <algorithm>
#include <array>

#include "agent/status.hpp"

namespace lic {
namespace {

// The stages of one danger: a later one takes over from an earlier one, which is then not "cleared".
constexpr std::array kStages = {AlarmCode::system_to_enter_ooc_state, AlarmCode::system_to_enter_ooc_state_shortly,
                                AlarmCode::system_in_ooc_state};

bool is_stage(AlarmCode code) { return std::ranges::find(kStages, code) != kStages.end(); }

void tell(Turn& turn, AlarmNotice notice, std::string_view kind) {
  const AlarmKind& alarm = kind_of(notice.code);
  turn.append_event(
      {turn.now.wall, std::string(alarm.mnemonic), std::string(kind), alarm.severity, notice.minutes, notice.detail});
  turn.emit(TellAlarm{std::move(notice)});
}

void tell_gone(Turn& turn, const std::vector<Alarm>& holding) {
  auto& told = turn.state.sections.alarms.told;
  const bool stage_goes_on = std::ranges::any_of(holding, [](const Alarm& alarm) { return is_stage(alarm.code); });
  for (auto entry = told.begin(); entry != told.end();) {
    const auto& [code, ledger] = *entry;
    if (std::ranges::find(holding, code, &Alarm::code) != holding.end()) {
      ++entry;
      continue;
    }
    const Millis lasted = std::max(turn.trusted - ledger.raised_at, Millis{0});
    if (is_stage(code) && stage_goes_on)
      tell(turn, {AlarmNews::superseded, code, std::nullopt, "a later stage holds now", lasted}, "alarm_superseded");
    else
      tell(turn,
           {AlarmNews::cleared, code, std::nullopt, "cleared after " + std::to_string(lasted / kMinute) + " minutes",
            lasted},
           "alarm_cleared");
    entry = told.erase(entry);
  }
}

}  // namespace

void publish_alarms(Turn& turn) {
  auto& told = turn.state.sections.alarms.told;
  const std::vector<Alarm> holding = alarms(turn.state, turn.trusted, turn.policy);
  tell_gone(turn, holding);
  for (const Alarm& alarm : holding) {
    const auto known = told.find(alarm.code);
    if (known == told.end()) {
      told[alarm.code] = ToldAlarm{turn.trusted, alarm.minutes, alarm.step};
      tell(turn, {AlarmNews::raised, alarm.code, alarm.minutes, alarm.detail, std::nullopt}, "alarm_raised");
    } else if (known->second.minutes != alarm.minutes || known->second.step < alarm.step) {
      known->second.minutes = alarm.minutes;
      known->second.step = alarm.step;
      tell(turn, {AlarmNews::reminded, alarm.code, alarm.minutes, alarm.detail, std::nullopt}, "alarm_reminded");
    }
  }
}

}  // namespace lic
