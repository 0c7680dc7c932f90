// Faults that work inside the message, in the steps in which it is written: the draft, its signed text, the envelope
// around both, and the body.
#pragma once

#include "tests/lab/faults.hpp"
#include "tests/lab/json_text.hpp"
#include "tests/lab/peer.hpp"
#include "tests/lab/request.hpp"

#include <span>
#include <string>

namespace ssm_lab {

// A reply that is not signed yet.
struct Draft {
  // The members of wire.md P6 in their order. Its response_data is written from `data` at the end, unless that is null.
  OrderedJson response;
  OrderedJson data;
  const MessageSigner* signer = nullptr;
};

// Signs with `signer`, whose certificates go along.
void use_signer(Draft& draft, const Settings& settings, const MessageSigner& signer);

struct Falsification {
  Peer& peer;
  const Request& request;
  const Fault& fault;
  Draft& draft;
};
struct Falsifier {
  FaultKind kind;
  void (*run)(const Falsification&);
};

void falsify_draft(const Falsification& falsification);
void falsify_text(const Fault& fault, std::string& response);
void falsify_envelope(const Fault& fault, OrderedJson& envelope);
void falsify_body(const Fault& fault, std::string& body);

// The tables behind falsify_draft(), one for each topic.
[[nodiscard]] std::span<const Falsifier> header_falsifiers();
[[nodiscard]] std::span<const Falsifier> grant_falsifiers();
[[nodiscard]] std::span<const Falsifier> certificate_falsifiers();

void set_if_present(OrderedJson& data, const char* name, OrderedJson value);

}  // namespace ssm_lab
