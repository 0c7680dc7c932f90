// A reservation with something in every member.

#include "tests/persistence/filled_state.hpp"

namespace lic {
namespace {

TrustedTime trusted(std::int64_t millis) { return TrustedTime{Millis{millis}}; }
WallTime wall(std::int64_t millis) { return WallTime{Millis{millis}}; }

}  // namespace

Reserved filled_reserved() {
  const ReservedLicense term{.tag = {"regid.STD"},
                             .count = 2'147'483'647,
                             .starts = wall(171),
                             .ends = wall(172),
                             .license_type = "TERM",
                             .display_name = "Standard <Seat>",
                             .description = "a \"line\"\nand another",
                             .subscription = "Sub1"};
  ReservedLicense perpetual;
  perpetual.tag = {"regid.PREMIUM"};
  perpetual.count = 1;
  return Reserved{.code = {.text = "<specificPLR><authorizationCode>\xff</authorizationCode></specificPLR>",
                           .instance = {"b4f2c1d0"},
                           .made_at = wall(173),
                           .udi = {.pid = "UCCX", .serial = "FCH3", .uuid = ""},
                           .licenses = {term, perpetual},
                           .confirmation_code = "0a1b2c3d",
                           .return_code = "CC-1-2"},
                  .license_type = "flex",
                  .installed_at = trusted(174),
                  .changed_at = trusted(175),
                  .lacking_since = trusted(176)};
}

ReservationState filled_reservation() {
  return ReservationState{
      .enabled = true,
      .request = OpenRequest{.code = "CB-ZUCCX:FCH3-abc-07", .instance = {"b4f2c1d1"}, .made_at = trusted(177)},
      .requests_made = 178,
      .confirmation_code = "0a1b2c3e",
      .return_code = "CC-3-4",
      .used = {{"b4f2c1d2"}, {"b4f2c1d3"}}};
}

}  // namespace lic
