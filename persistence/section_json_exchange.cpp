// The exchange under way and the goodbyes that wait, with the request as it was sent, so that it is repeated with the
// same bytes of meaning (R-ID-1).

#include "persistence/section_format.hpp"
#include "persistence/section_members.hpp"

namespace lic {

void members(auto& json, Is<Signer> auto& signer) {
  [[maybe_unused]] const auto& [instance, key, certificate] = signer;
  json("instance", signer.instance)("key", signer.key)("certificate", signer.certificate);
}

void members(auto& json, Is<RegistrationRequest> auto& request) {
  [[maybe_unused]] const auto& [token, key, force] = request;
  json("token", request.token)("key", request.key)("force", request.force);
}

void members(auto& json, Is<EntitlementCount> auto& entitlement) {
  [[maybe_unused]] const auto& [tag, count, version] = entitlement;
  json("tag", entitlement.tag)("count", entitlement.count)("version", entitlement.version);
}

void members(auto& json, Is<UsageReport> auto& report) {
  [[maybe_unused]] const auto& [id, tag, interval_start, interval_end, peak, reported, locked] = report;
  json("id", report.id)("tag", report.tag)("interval_start", report.interval_start)("interval_end",
                                                                                    report.interval_end);
  json("peak", report.peak)("reported", report.reported)("locked", report.locked);
}

void members(auto& json, Is<AuthorizationRequest> auto& request) {
  [[maybe_unused]] const auto& [version, entitlements, reports] = request;
  json("version", request.version)("entitlements", request.entitlements)("reports", request.reports);
}

void members(auto& json, Is<RenewalRequest> auto& request) {
  [[maybe_unused]] const auto& [new_key] = request;
  json("new_key", request.new_key);
}

void members(auto&, Is<DeregistrationRequest> auto&) {}

void members(auto& json, Is<PollRequest> auto& request) {
  [[maybe_unused]] const auto& [poll_id, of, registration_key] = request;
  json("poll_id", request.poll_id)("of", request.of)("registration_key", request.registration_key);
}

void members(auto& json, Is<SsmRequest> auto& request) {
  [[maybe_unused]] const auto& [id, sequence, signer, body] = request;
  json("id", request.id)("sequence", request.sequence)("signer", request.signer)("body", request.body);
}

void members(auto& json, Is<PendingExchange> auto& pending) {
  [[maybe_unused]] const auto& [request, kind, in_flight, report, original, poll_at, poll_id, polls] = pending;
  json("request", pending.request)("kind", pending.kind)("in_flight", pending.in_flight)("report", pending.report);
  json("original", pending.original)("polls", pending.polls)("poll_at", pending.poll_at)("poll_id", pending.poll_id);
}

void members(auto& json, Is<ExchangeState> auto& exchange) {
  [[maybe_unused]] const auto& [next_sequence, pending] = exchange;
  json("next_sequence", exchange.next_sequence)("pending", exchange.pending);
}

void members(auto& json, Is<Goodbye> auto& goodbye) {
  [[maybe_unused]] const auto& [request, udi, expires_at, retry, last_attempt] = goodbye;
  json("request", goodbye.request)("udi", goodbye.udi)("expires_at", goodbye.expires_at);
  json("retry", goodbye.retry)("last_attempt", goodbye.last_attempt);
}

void members(auto& json, Is<DrawerState> auto& drawer) {
  [[maybe_unused]] const auto& [goodbyes] = drawer;
  json("goodbyes", drawer.goodbyes);
}

SectionFormat drawer_format() { return format_of<&Sections::drawer>("drawer"); }
SectionFormat exchange_format() { return format_of<&Sections::exchange>("exchange"); }

}  // namespace lic
