// The exchange under way, with the request as it was sent, so that it is repeated with the same bytes of meaning
// (R-ID-1).

#include "persistence/section_format.hpp"
#include "persistence/section_members.hpp"

namespace lic {

void members(auto& json, Is<Signer> auto& signer) {
  auto& [instance, key, certificate] = signer;
  json("instance", instance)("key", key)("certificate", certificate);
}

void members(auto& json, Is<RegistrationRequest> auto& request) {
  auto& [token, key, force] = request;
  json("token", token)("key", key)("force", force);
}

void members(auto& json, Is<EntitlementCount> auto& entitlement) {
  auto& [tag, count, version] = entitlement;
  json("tag", tag)("count", count)("version", version);
}

void members(auto& json, Is<UsageReport> auto& report) {
  auto& [id, tag, interval_start, interval_end, peak, reported, locked] = report;
  json("id", id)("tag", tag)("interval_start", interval_start)("interval_end", interval_end);
  json("peak", peak)("reported", reported)("locked", locked);
}

void members(auto& json, Is<AuthorizationRequest> auto& request) {
  auto& [version, entitlements, reports] = request;
  json("version", version)("entitlements", entitlements)("reports", reports);
}

void members(auto& json, Is<RenewalRequest> auto& request) {
  auto& [new_key] = request;
  json("new_key", new_key);
}

void members(auto&, Is<DeregistrationRequest> auto&) {}

void members(auto& json, Is<PollRequest> auto& request) {
  auto& [poll_id, of, registration_key] = request;
  json("poll_id", poll_id)("of", of)("registration_key", registration_key);
}

void members(auto& json, Is<SsmRequest> auto& request) {
  auto& [id, sequence, signer, body] = request;
  json("id", id)("sequence", sequence)("signer", signer)("body", body);
}

void members(auto& json, Is<PendingExchange> auto& pending) {
  auto& [request, kind, in_flight, report, polls, poll_at, poll_id] = pending;
  json("request", request)("kind", kind)("in_flight", in_flight)("report", report);
  json("polls", polls)("poll_at", poll_at)("poll_id", poll_id);
}

void members(auto& json, Is<ExchangeState> auto& exchange) {
  auto& [next_sequence, pending] = exchange;
  json("next_sequence", next_sequence)("pending", pending);
}

SectionFormat exchange_format() { return format_of<&Sections::exchange>("exchange"); }

}  // namespace lic
