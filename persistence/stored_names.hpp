#pragma once
// The texts that stand for enumerators and variant alternatives on disk. They belong to the file format: what people
// see (agent/names.hpp) may be reworded, these may not.

#include <optional>
#include <string_view>

#include "agent/sections.hpp"

namespace lic {

// Empty for a value that is no enumerator.
[[nodiscard]] std::string_view stored_name(AttemptRecord::Outcome outcome);
[[nodiscard]] std::string_view stored_name(FailureCode code);
[[nodiscard]] std::string_view stored_name(SsmRequestKind kind);
[[nodiscard]] std::string_view stored_name(EntitlementStatus status);
[[nodiscard]] std::string_view stored_name(AlarmCode code);
[[nodiscard]] std::string_view stored_name(TransportMode mode);
[[nodiscard]] std::string_view stored_name(TransportRoute route);
[[nodiscard]] std::string_view stored_name(IpVersion version);
[[nodiscard]] std::string_view stored_name(ProxyScheme scheme);
[[nodiscard]] std::string_view stored_name(CertificateRole role);
[[nodiscard]] std::string_view stored_name(UsageMode mode);
[[nodiscard]] std::string_view stored_name(LimitField field);
[[nodiscard]] std::string_view stored_name(LicensingMode mode);

// Enumerators count up from zero without gaps, so the first value without a name is the end.
template <class Enum>
[[nodiscard]] std::optional<Enum> enumerator_named(std::string_view text) {
  for (int number = 0;; ++number) {
    const auto candidate = static_cast<Enum>(number);
    const std::string_view name = stored_name(candidate);
    if (name.empty()) return std::nullopt;
    if (name == text) return candidate;
  }
}

// An alternative without a name does not compile.
template <class Alternative>
struct AlternativeName;
template <>
struct AlternativeName<Unregistered> {
  static constexpr std::string_view value = "unregistered";
};
template <>
struct AlternativeName<Registered> {
  static constexpr std::string_view value = "registered";
};
template <>
struct AlternativeName<RegistrationExpired> {
  static constexpr std::string_view value = "registration_expired";
};
template <>
struct AlternativeName<Reserved> {
  static constexpr std::string_view value = "reserved";
};
template <>
struct AlternativeName<InCompliance> {
  static constexpr std::string_view value = "in_compliance";
};
template <>
struct AlternativeName<Tolerated> {
  static constexpr std::string_view value = "tolerated";
};
template <>
struct AlternativeName<Locked> {
  static constexpr std::string_view value = "locked";
};
template <>
struct AlternativeName<Entered> {
  static constexpr std::string_view value = "entered";
};
template <>
struct AlternativeName<RegistrationRequest> {
  static constexpr std::string_view value = "registration";
};
template <>
struct AlternativeName<AuthorizationRequest> {
  static constexpr std::string_view value = "authorization";
};
template <>
struct AlternativeName<RenewalRequest> {
  static constexpr std::string_view value = "renewal";
};
template <>
struct AlternativeName<DeregistrationRequest> {
  static constexpr std::string_view value = "deregistration";
};
template <>
struct AlternativeName<PollRequest> {
  static constexpr std::string_view value = "poll";
};
template <class Alternative>
inline constexpr std::string_view kAlternativeName = AlternativeName<Alternative>::value;

}  // namespace lic
