#include "daemon/loop/named_secrets.hpp"

#include <variant>

namespace lic {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

void add_standing(NamedSecrets& named, const Standing& standing) {
  std::visit(
      Overloaded{[](const Unregistered&) {}, [&named](const Registered& one) { named.keys.insert(one.identity.key); },
                 [&named](const RegistrationExpired& one) { named.keys.insert(one.identity.key); },
                 [](const Reserved&) {}},
      standing);
}

void add_body(NamedSecrets& named, const SsmRequestBody& request) {
  std::visit(Overloaded{[&named](const RegistrationRequest& body) {
                          named.keys.insert(body.key);
                          named.tokens.insert(body.token);
                        },
                        [](const AuthorizationRequest&) {},
                        [&named](const RenewalRequest& body) { named.keys.insert(body.new_key); },
                        [](const DeregistrationRequest&) {},
                        [&named](const PollRequest& body) { named.keys.insert(body.registration_key); }},
             request);
}

void add_pending(NamedSecrets& named, const PendingExchange& pending) {
  if (pending.request.signer) named.keys.insert(pending.request.signer->key);
  add_body(named, pending.request.body);
  if (pending.original) add_body(named, *pending.original);
}

}  // namespace

NamedSecrets named_secrets(const Sections& sections) {
  NamedSecrets named;
  add_standing(named, sections.registration.standing);
  if (sections.registration.attempt) {
    named.keys.insert(sections.registration.attempt->key);
    named.tokens.insert(sections.registration.attempt->token);
  }
  named.keys.insert(sections.renewal.new_key);
  // A goodbye that waits is still to be signed (R-REG-9).
  for (const Goodbye& goodbye : sections.drawer.goodbyes) named.keys.insert(goodbye.request.signer->key);
  if (sections.exchange.pending) add_pending(named, *sections.exchange.pending);
  return named;
}

Result<void> destroy_unnamed(KeyStore& keys, const Sections& sections) {
  const NamedSecrets named = named_secrets(sections);
  const auto stored_keys = keys.keys();
  if (stored_keys.has_error()) return stored_keys.error();
  for (const KeyRef& key : *stored_keys) {
    if (named.keys.contains(key)) continue;
    if (auto outcome = keys.destroy_key(key); outcome.has_error()) return outcome;
  }
  const auto stored_tokens = keys.tokens();
  if (stored_tokens.has_error()) return stored_tokens.error();
  for (const TokenRef& token : *stored_tokens) {
    if (named.tokens.contains(token)) continue;
    if (auto outcome = keys.destroy_token(token); outcome.has_error()) return outcome;
  }
  return {};
}

}  // namespace lic
