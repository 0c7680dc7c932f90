#pragma once
// The members of structs that several sections hold. How members() works: stored_types.hpp.

#include "agent/sections.hpp"
#include "persistence/stored_types.hpp"

namespace lic {

void members(auto& json, Is<Certificate> auto& certificate) {
  auto& [pem, serial, not_before, not_after] = certificate;
  json("pem", pem)("serial", serial)("not_before", not_before)("not_after", not_after);
}

void members(auto& json, Is<Retry> auto& retry) {
  auto& [failures, first_failed_at, next_attempt_at, not_before] = retry;
  json("failures", failures)("first_failed_at", first_failed_at);
  json("next_attempt_at", next_attempt_at)("not_before", not_before);
}

void members(auto& json, Is<AttemptRecord> auto& attempt) {
  auto& [at, outcome, cause, text, remedy] = attempt;
  json("at", at)("outcome", outcome)("cause", cause)("text", text)("remedy", remedy);
}

}  // namespace lic
