#pragma once
// The members of structs that several sections hold. How members() works: stored_types.hpp.

#include "agent/sections.hpp"
#include "persistence/stored_types.hpp"

namespace lic {

void members(auto& json, Is<Udi> auto& udi) {
  [[maybe_unused]] const auto& [pid, serial, uuid] = udi;
  json("pid", udi.pid)("serial", udi.serial)("uuid", udi.uuid);
}

void members(auto& json, Is<Certificate> auto& certificate) {
  [[maybe_unused]] const auto& [pem, serial, not_before, not_after] = certificate;
  json("pem", certificate.pem)("serial", certificate.serial)("not_before", certificate.not_before)(
      "not_after", certificate.not_after);
}

void members(auto& json, Is<Retry> auto& retry) {
  [[maybe_unused]] const auto& [failures, first_failed_at, next_attempt_at, not_before] = retry;
  json("failures", retry.failures)("first_failed_at", retry.first_failed_at);
  json("next_attempt_at", retry.next_attempt_at)("not_before", retry.not_before);
}

void members(auto& json, Is<AttemptRecord> auto& attempt) {
  [[maybe_unused]] const auto& [at, outcome, code, text, remedy] = attempt;
  json("at", attempt.at)("outcome", attempt.outcome)("code", attempt.code)("text", attempt.text)("remedy",
                                                                                                 attempt.remedy);
}

}  // namespace lic
