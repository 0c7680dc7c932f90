// A row of each table with something in every member.

#include "tests/persistence/filled_state.hpp"

namespace lic {

Report filled_report() {
  const auto row = [](const char* entitlement, std::int64_t number) {
    return ReportRow{.id = number,
                     .entitlement = {entitlement},
                     .peak = number + 1,
                     .reported = number + 2,
                     .locked = number + 3,
                     .peak_at = TrustedTime{Millis{number + 4}},
                     .peak_change = number + 5};
  };
  return Report{.start = WallTime{Millis{121}},
                .end = WallTime{Millis{122}},
                .end_trusted = TrustedTime{Millis{123}},
                .seats_peak = 124,
                .seats_reported = 125,
                .sent = true,
                .answered = true,
                .rows = {row("standard", 126), row("premium", 132)}};
}

Seat filled_seat() {
  return Seat{.seat_class = SeatClass::premium,
              .version = 3,
              .holder = 4,
              .configured = with(Capability::inbound_voice) | with(Capability::digital_third_party),
              .used = with(Capability::supervisor),
              .since = TrustedTime{Millis{141}},
              .class_change = 142,
              .lease_ends = TrustedTime{Millis{143}}};
}

}  // namespace lic
