#include "daemon/api/status_json.hpp"

#include <map>

#include "agent/names.hpp"
#include "daemon/api/json_values.hpp"
#include "daemon/api/reservation_json.hpp"
#include "daemon/api/transport_json.hpp"
#include "daemon/api/trust_json.hpp"
#include "daemon/api_types/error_codes.hpp"

namespace lic::api {
namespace {

std::string_view outcome_name(AttemptRecord::Outcome outcome) {
  switch (outcome) {
    case AttemptRecord::Outcome::succeeded: return "succeeded";
    case AttemptRecord::Outcome::failed: return "failed";
    case AttemptRecord::Outcome::refused: return "refused";
  }
  return "";
}

Json attempt_json(const std::optional<AttemptView>& attempt) {
  if (!attempt) return nullptr;
  const AttemptRecord& record = attempt->record;
  return {{"at", date(attempt->at)},
          {"outcome", outcome_name(record.outcome)},
          {"code", record.code ? Json(failure_row(*record.code).name) : Json(nullptr)},
          {"cause", record.code ? Json(name_of(cause_of(*record.code))) : Json(nullptr)},
          {"text", record.text},
          {"remedy", record.remedy}};
}

Json goodbyes_json(const StatusView& view) {
  Json list = Json::array();
  for (const GoodbyeView& one : view.goodbyes)
    list.push_back({{"instance_id", one.instance.value},
                    {"next_attempt_at", date(one.next_attempt_at)},
                    {"expires_at", date(one.expires_at)},
                    {"last_attempt", attempt_json(one.last_attempt)}});
  return list;
}

Json registration_json(const StatusView& view) {
  const Identity identity = view.identity.value_or(Identity{});
  return {{"state", name_of(view.registration)},
          {"instance_id", text_or_null(identity.instance.value)},
          {"instance_name", text_or_null(identity.instance_name)},
          {"smart_account", text_or_null(identity.smart_account)},
          {"virtual_account", text_or_null(identity.virtual_account)},
          {"export_controlled", name_of(view.export_control)},
          {"registered_at", date(view.registered_at)},
          {"renew_at", date(view.renew_at)},
          {"expires_at", date(view.expires_at)},
          {"token_fingerprint", or_null(view.token_fingerprint)},
          {"last_attempt", attempt_json(view.registration_attempt)},
          {"next_attempt_at", date(view.registration_next_attempt_at)},
          {"renewal", {{"last_attempt", attempt_json(view.renewal_attempt)}}},
          {"goodbyes", goodbyes_json(view)}};
}

Json ooc_json(const OocView& ooc) {
  Json shortfall = Json::object();
  for (const auto& [name, count] : ooc.shortfall) shortfall[name.value] = count;
  return {{"phase", name_of(ooc.phase)},      {"count", ooc.count},
          {"count_limit", ooc.count_limit},   {"minutes_left", or_null(ooc.minutes_left)},
          {"since", date(ooc.since)},         {"enforcement_at", date(ooc.enforcement_at)},
          {"shortfall", std::move(shortfall)}};
}

Json reasons_json(const StatusView& view) {
  Json reasons = Json::array();
  for (const EnforcementReason reason : view.enforcement_reasons) reasons.push_back(name_of(reason));
  return reasons;
}

std::string_view mode_name(EntitlementMode mode) {
  switch (mode) {
    case EntitlementMode::counted: return "counted";
    case EntitlementMode::presence: return "presence";
    case EntitlementMode::stored: return "stored";
    case EntitlementMode::version: return "version";
  }
  return "";
}

// The worst of what holds (R-LIFE-5).
std::string_view level_name(BannerLevel level) {
  switch (level) {
    case BannerLevel::none: return "none";
    case BannerLevel::non_production: return "non_production";
    case BannerLevel::evaluation: return "evaluation";
    case BannerLevel::out_of_compliance: return "out_of_compliance";
    case BannerLevel::enforcement: return "enforcement";
  }
  return "";
}

Json product_json(const Reading& reading) {
  Json versions = Json::object();
  const auto& names = reading.state.sections.products.versions;
  for (std::size_t place = 0; place < names.size(); ++place) {
    const auto count = reading.state.seats.count_of_version(static_cast<std::uint16_t>(place + 1));
    if (count > 0) versions[names[place]] = count;
  }
  return {{"max_seats", or_null(reading.policy.max_seats)}, {"seats_by_version", std::move(versions)}};
}

Json upcoming_json(const StatusView& view) {
  Json list = Json::array();
  for (const UpcomingView& one : view.upcoming) list.push_back({{"kind", one.kind}, {"at", date(one.at)}});
  return list;
}

// One sentence of both: "The evaluation period is running out; 30 days left."
std::string alarm_text(std::string_view text, std::string_view detail) {
  if (detail.empty()) return std::string(text);
  if (text.ends_with('.')) text.remove_suffix(1);
  return std::string(text) + "; " + std::string(detail) + (detail.ends_with('.') ? "" : ".");
}

Json alarm_json(const AlarmView& view) {
  const AlarmKind& kind = kind_of(view.alarm.code);
  return {{"code", kind.mnemonic},     {"severity", kind.severity},
          {"since", date(view.since)}, {"text", alarm_text(kind.text, view.alarm.detail)},
          {"remedy", kind.remedy},     {"minutes", or_null(view.alarm.minutes)}};
}

Json authorization_json(const StatusView& view) {
  return {{"state", name_of(view.authorization)},
          {"authorized_at", date(view.authorized_at)},
          {"renew_at", date(view.authorization_renew_at)},
          {"deadline_at", date(view.deadline_at)},
          {"last_attempt", attempt_json(view.authorization_attempt)},
          {"next_attempt_at", date(view.authorization_next_attempt_at)}};
}

Json clock_json(const StatusView& view) {
  const Json offset =
      view.ssm_clock_offset ? Json(std::chrono::duration<double>(*view.ssm_clock_offset).count()) : Json(nullptr);
  return {{"now", date(view.now)}, {"offset_seconds", offset}};
}

void put_standing(Json& body, const StatusView& view) {
  body["registration"] = registration_json(view);
  body["reservation"] = reservation_json(view.reservation);
  body["authorization"] = authorization_json(view);
  const auto evaluation_left = std::chrono::duration_cast<std::chrono::seconds>(view.evaluation_left);
  body["evaluation"] = {{"in_use", view.evaluation_in_use}, {"seconds_left", evaluation_left.count()}};
  body["ooc"] = ooc_json(view.ooc);
  body["enforcement"] = {{"state", name_of(view.enforcement)},
                         {"reasons", reasons_json(view)},
                         {"since", date(view.enforcement_since)},
                         {"days_left", or_null(view.enforcement_days_left)}};
  body["provisioning_allowed"] = view.provisioning_allowed;
  body["blocked"] = view.blocked;
}

void put_usage(Json& body, const StatusView& view, const LicenseType& type) {
  body["entitlements"] = entitlements_json(view);
  body["seats"] = {{"standard", view.standard_seats}, {"premium", view.premium_seats}};
  if (type.base_class == SeatClass::regular) body["seats"]["regular"] = view.regular_seats;
  body["ports"] = {{"inbound", view.ports_inbound},
                   {"outbound", view.ports_outbound},
                   {"ivr", view.ports_ivr},
                   {"outbound_seats", view.outbound_seats}};
}

}  // namespace

Json entitlements_json(const StatusView& view) {
  Json list = Json::array();
  for (const EntitlementView& one : view.entitlements) {
    const std::string_view shown = shown_as(one.status);
    list.push_back({{"name", one.name.value},
                    {"tag", one.tag.value},
                    {"display_name", one.display_name},
                    {"version", one.version},
                    {"mode", mode_name(one.mode)},
                    {"current", one.current},
                    {"reported", or_null(one.reported)},
                    {"reserved", or_null(one.reserved)},
                    {"locked", or_null(one.locked)},
                    {"purchased", or_null(one.purchased)},
                    {"status", name_of(one.status)},
                    {"status_text", one.status_text.empty() ? std::string(shown) : one.status_text}});
  }
  return list;
}

Json alarms_json(const StatusView& view, const Reading& reading) {
  Json list = Json::array();
  for (const AlarmView& alarm : view.alarms) list.push_back(alarm_json(alarm));
  if (reading.storage_alarm) list.push_back(alarm_json(*reading.storage_alarm));
  if (reading.computation_alarm) list.push_back(alarm_json(*reading.computation_alarm));
  return list;
}

Json provisioning_json(const StatusView& view) {
  return {{"allowed", view.provisioning_allowed},
          {"blocked", view.blocked},
          {"reasons", reasons_json(view)},
          {"since", date(view.enforcement_since)},
          {"days_left", or_null(view.enforcement_days_left)}};
}

Json status_json(const ApiContext& context, const Reading& reading) {
  const StatusView view = status(reading.state, reading.now, reading.policy);
  Json body;
  body["udi"] = {{"pid", view.udi.pid}, {"serial", view.udi.serial}, {"uuid", view.udi.uuid}};
  body["agent_version"] = LIC_VERSION;
  body["lab"] = context.lab != nullptr;
  body["lab_clock"] = context.lab != nullptr ? date(context.lab->view().now) : Json(nullptr);
  body["licensing_mode"] = name_of(view.licensing_mode);
  body["license_type"] = view.license_type;
  body["usage_mode"] = name_of(view.usage_mode);
  body["service"] = reading.storage_alarm ? "PARTIAL SERVICE" : "INSERVICE";
  body["node_id"] = context.node_id;
  body["cluster_id"] = context.config.syslog.cluster_id;
  body["banner"] = {{"level", level_name(view.banner.level)}, {"text", view.banner.text}};
  body["restart_required"] = !view.awaits_restart.empty();
  body["awaits_restart"] = view.awaits_restart;
  body["system_alerts"] = Json::array();
  body["product"] = product_json(reading);
  body["upcoming"] = upcoming_json(view);
  put_standing(body, view);
  put_usage(body, view, current_type(reading.state, reading.policy));
  body["transport"] = transport_summary_json(context, reading);
  body["certificates"] = seen_certificates_json(reading);
  body["clock"] = clock_json(view);
  body["outbox_rows"] = view.outbox_rows;
  body["clone_suspected"] = view.clone_suspected;
  body["identity_mismatch"] = view.identity_mismatch;
  body["alarms"] = alarms_json(view, reading);
  return body;
}

}  // namespace lic::api
