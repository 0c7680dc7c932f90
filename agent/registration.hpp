#pragma once
// R-REG-1..3, 8, 9: registering, reregistering, deregistering; and what a registration leaves behind when it ends.

#include "agent/drawer.hpp"
#include "agent/turn.hpp"

namespace lic {

void handle(Turn& turn, const RegisterCommand& event);
void handle(Turn& turn, const DeregisterCommand& event);

// The attempt's key is there (or could not be made). True if the key was the attempt's.
bool registration_key_prepared(Turn& turn, const KeyPrepared& event);

// Outcomes of the REGISTRATION exchange.
void registration_granted(Turn& turn, const IdentityGranted& granted);
void registration_refused(Turn& turn, const Refused& refused);
void registration_failed(Turn& turn, const ExchangeFailed& failed);

// Takes an attempt back altogether, if there is one: its exchange, key and token.
void drop_attempt(Turn& turn);

// How the goodbye of the standing registration went.
struct Farewell {
  bool ssm_knows = false;
  std::string why_not;
  std::optional<UnheardGoodbye> unheard;  // worth saying again: it goes into the drawer
};
// The goodbye was said (or could not be): everything of the registration goes; evaluation takes over (R-REG-9).
void finish_leaving(Turn& turn, const Farewell& farewell);

// Time has passed: the certificate may have ended (R-REG-7). True if the standing changed.
bool expire_registration(Turn& turn);
// Time was given back: an expiry that has not come yet is taken back (R-TIME-2).
void undo_expiry(Turn& turn);

[[nodiscard]] const Identity* identity_of(const AgentState& state);
// Identity from SSM's grant, with its due times drawn (R-REG-4).
[[nodiscard]] Identity identity_from(Turn& turn, const IdentityGranted& granted, const KeyRef& key);

// Evaluation ends: what was used under it is nobody's business, and no judgement of before holds (R-EVAL-3, R-REG-7).
void begin_reporting(Turn& turn);

// One more failure in a row: when it began, and when to try again, with jitter drawn once (R-TIME-6) and not before SSM
// wants it: `after` is a lower bound, which a spread follows.
struct Setback {
  std::string_view purpose;  // of the draw
  Millis delay;
  std::optional<Millis> after;
};
void note_failure(Turn& turn, Retry& retry, const Setback& setback);

// "succeeded" / what failed, kept until the next attempt.
[[nodiscard]] AttemptRecord attempt_succeeded(const Turn& turn, std::string text);
[[nodiscard]] AttemptRecord attempt_failed(const Turn& turn, const ExchangeFailed& failed);
[[nodiscard]] AttemptRecord attempt_refused(const Turn& turn, const Refused& refused);

// The error a waiting caller gets.
[[nodiscard]] Error error_of(const Turn& turn, const ExchangeFailed& failed, std::optional<TrustedTime> next_attempt);
[[nodiscard]] Error error_of(const Turn& turn, const Refused& refused, std::optional<TrustedTime> next_attempt);

}  // namespace lic
