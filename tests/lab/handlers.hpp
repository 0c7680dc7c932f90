// What each request type does, once its sender is believed. Every handler runs inside a savepoint: a FAILED outcome
// leaves nothing behind.
#pragma once

#include "tests/lab/outcome.hpp"
#include "tests/lab/sender.hpp"

namespace ssm_lab {

[[nodiscard]] Outcome handle_registration(Peer& peer, const Request& request, const Sender& sender);
[[nodiscard]] Outcome handle_authorization(Peer& peer, const Request& request, const Sender& sender);
[[nodiscard]] Outcome handle_renewal(Peer& peer, const Request& request, const Sender& sender);
[[nodiscard]] Outcome handle_deregistration(Peer& peer, const Request& request, const Sender& sender);
[[nodiscard]] Outcome handle_poll(Peer& peer, const Request& request, const Sender& sender);

// The same AUTHORIZATION came once more: its reports arrived once more, nothing else happens.
void note_repeated_reports(Peer& peer, const Request& request, const Sender& sender);

// The response_data of REGISTRATION and RENEW (wire.md P5.1).
[[nodiscard]] OrderedJson identity_answer(Peer& peer, const Instance& instance, const Certificate& certificate);

// A new certificate for `key`, stored in `state`.
struct NewCertificate {
  RequestType origin = RequestType::registration;
  const char* state = kCertActive;
};
[[nodiscard]] Certificate issue_certificate(Peer& peer, const Instance& instance, EVP_PKEY& key,
                                            const NewCertificate& wanted);

}  // namespace ssm_lab
