// What the admin API says about a reservation.
#pragma once

#include "tests/lab/json_text.hpp"
#include "tests/lab/peer.hpp"

#include <string>

namespace ssm_lab {

// The reservation with all its codes.
[[nodiscard]] OrderedJson describe_reservation(Peer& peer, const Reservation& reservation);

// Why nothing can be done with a reservation that ended, as a sentence.
[[nodiscard]] std::string end_sentence(const Reservation& reservation);

}  // namespace ssm_lab
