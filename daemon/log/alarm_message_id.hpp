#pragma once
// The MESSAGE_ID of each alarm in the journal: drawn once at random, never changed, so that `journalctl MESSAGE_ID=`
// and message catalogs keep working.

#include <string_view>

#include "agent/alarm.hpp"

namespace lic {

// 32 lower-case hex digits.
[[nodiscard]] std::string_view message_id_of(AlarmCode code);

}  // namespace lic
