// A specific reservation: the open request, the installed code, the codes that were told (R-SLR).

#include "persistence/section_format.hpp"
#include "persistence/section_members.hpp"

namespace lic {

void members(auto& json, Is<OpenRequest> auto& request) {
  [[maybe_unused]] const auto& [code, instance, made_at] = request;
  json("code", request.code)("instance", request.instance)("made_at", request.made_at);
}

void members(auto& json, Is<ReservationState> auto& reservation) {
  [[maybe_unused]] const auto& [enabled, request, requests_made, confirmation_code, return_code, used] = reservation;
  json("enabled", reservation.enabled)("request", reservation.request)("requests_made", reservation.requests_made);
  json("confirmation_code", reservation.confirmation_code)("return_code", reservation.return_code);
  json("used", reservation.used);
}

SectionFormat reservation_format() { return format_of<&Sections::reservation>("reservation"); }

}  // namespace lic
