#include "tests/simulation/disk.hpp"

#include <variant>

namespace lic::sim {

void VirtualDisk::commit(const Sections& after, const Changes& changes) {
  fresh = false;
  sections = after;
  for (const SeatChange& change : changes.seats) {
    if (change.after) {
      seats.put(change.seat.value, *change.after);
    } else {
      seats.erase(change.seat.value);
    }
  }
  for (const OutboxChange& change : changes.outbox) {
    if (change.after) {
      outbox[change.key] = *change.after;
    } else {
      outbox.erase(change.key);
    }
  }
}

AgentState VirtualDisk::load() const {
  AgentState state;
  state.sections = sections;
  state.seats = seats;
  state.outbox = outbox;
  return state;
}

std::set<std::string> named_keys(const Sections& sections) {
  std::set<std::string> names;
  if (const auto* registered = std::get_if<Registered>(&sections.registration.standing)) {
    names.insert(registered->identity.key.value);
  }
  if (const auto* expired = std::get_if<RegistrationExpired>(&sections.registration.standing)) {
    names.insert(expired->identity.key.value);
  }
  if (sections.registration.attempt) names.insert(sections.registration.attempt->key.value);
  if (!sections.renewal.new_key.empty()) names.insert(sections.renewal.new_key.value);
  for (const Goodbye& goodbye : sections.drawer.goodbyes) names.insert(goodbye.request.signer->key.value);
  if (sections.exchange.pending) {
    const SsmRequest& request = sections.exchange.pending->request;
    if (request.signer) names.insert(request.signer->key.value);
    if (const auto* registration = std::get_if<RegistrationRequest>(&request.body)) {
      names.insert(registration->key.value);
    }
    if (const auto* renewal = std::get_if<RenewalRequest>(&request.body)) names.insert(renewal->new_key.value);
  }
  return names;
}

std::set<std::string> named_tokens(const Sections& sections) {
  std::set<std::string> names;
  if (sections.registration.attempt) names.insert(sections.registration.attempt->token.value);
  return names;
}

}  // namespace lic::sim
