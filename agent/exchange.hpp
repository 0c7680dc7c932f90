#pragma once
// One exchange with SSM at a time (R-REG-1, R-ID-1): which comes next, and where each answer goes.

#include "agent/turn.hpp"

namespace lic {

// Sends what is due now, if nothing is under way. One function decides; everybody else only says what is wanted.
void schedule_exchange(Turn& turn);

void handle(Turn& turn, const SsmReplied& event);
void handle(Turn& turn, const KeyPrepared& event);

// After a start: what was intended is sent again with the same sequence and id, keys that were asked for are asked for
// again.
void resume_exchanges(Turn& turn);

// A clone, or a state on foreign hardware, says nothing under an identity it carries (R-ID-2, 3).
[[nodiscard]] bool must_be_silent(const Sections& sections);

// An answer is awaited, or SSM asked for time; nothing else may be sent.
[[nodiscard]] bool exchange_busy(const ExchangeState& exchange);

}  // namespace lic
