#include "daemon/cli/status_text.hpp"

#include <string>

#include "daemon/cli/dates.hpp"
#include "daemon/cli/health.hpp"
#include "daemon/cli/reservation_text.hpp"
#include "daemon/cli/shown_names.hpp"
#include "daemon/cli/transport_text.hpp"

namespace lic::cli {
namespace {

std::string value_at(const Json& status, std::string_view path) { return scalar_text(member_at(status, path)); }

// "SUCCEEDED on Mar 02 10:30:00 2026 UTC", with cause, text and remedy below when it did not.
void add_attempt(Page& page, const char* label, const Json& attempt) {
  if (!attempt.is_object()) {
    page.field(2, label, "None");
    return;
  }
  const std::string outcome = text_at(attempt, "outcome").value_or("");
  page.field(2, label, shown_state(outcome) + " on " + date_at(attempt, "at"));
  if (outcome == "succeeded") return;
  page.field(4, "Cause", cause_text(attempt));
  page.field(4, "Failure Reason", value_at(attempt, "text"));
  page.field(4, "Remedy", value_at(attempt, "remedy"));
}

void add_registration(Page& page, const Json& status) {
  page.blank();
  page.line(0, "Registration:");
  page.field(2, "Status", shown_state(text_at(status, "registration.state").value_or("")));
  page.field(2, "Smart Account", value_at(status, "registration.smart_account"));
  page.field(2, "Virtual Account", value_at(status, "registration.virtual_account"));
  page.field(2, "Product Instance Name", value_at(status, "registration.instance_name"));
  page.field(2, "Product Instance ID", value_at(status, "registration.instance_id"));
  page.field(2, "Export-Controlled Functionality",
             in_title_case(text_at(status, "registration.export_controlled").value_or("")));
  const bool was_registered = text_at(status, "registration.registered_at").has_value();
  page.field(2, "Initial Registration",
             (was_registered ? "SUCCEEDED on " : "") + date_at(status, "registration.registered_at"));
  add_attempt(page, "Last Registration Attempt", member_at(status, "registration.last_attempt"));
  // Once registered, the next attempt is a renewal and stands below.
  const bool is_registered = text_at(status, "registration.state").value_or("") == "registered";
  page.field(2, "Next Registration Attempt", is_registered ? "None" : date_at(status, "registration.next_attempt_at"));
  if (text_at(status, "registration.token_fingerprint")) {
    page.field(2, "ID Token Fingerprint", value_at(status, "registration.token_fingerprint"));
  }
  add_attempt(page, "Last Renewal Attempt", member_at(status, "registration.renewal.last_attempt"));
  page.field(2, "Next Renewal Attempt", date_at(status, "registration.renew_at"));
  page.field(2, "Registration Expires", date_at(status, "registration.expires_at"));
  // R-REG-9: registrations that ended here and that SSM has not heard of.
  for (const Json& goodbye : list_at(status, "registration.goodbyes")) {
    page.field(2, "Deregistration Not Yet Heard by SSM",
               value_at(goodbye, "instance_id") + ", next attempt " + date_at(goodbye, "next_attempt_at") +
                   ", given up " + date_at(goodbye, "expires_at"));
  }
}

std::string authorization_text(const Json& status) {
  const std::string state = shown_authorization(status);
  const auto since = text_at(status, "authorization.authorized_at");
  const bool is_authorized = text_at(status, "authorization.state").value_or("") == "authorized";
  return is_authorized && since ? state + " on " + date_text(*since) : state;
}

void add_authorization(Page& page, const Json& status) {
  page.blank();
  page.line(0, "License Authorization:");
  page.field(2, "Status", authorization_text(status));
  page.field(2, "Last Authorized", date_at(status, "authorization.authorized_at"));
  add_attempt(page, "Last Communication Attempt", member_at(status, "authorization.last_attempt"));
  page.field(2, "Next Communication Attempt", date_at(status, "authorization.next_attempt_at"));
  page.field(2, "Next Authorization Renewal", date_at(status, "authorization.renew_at"));
  page.field(2, "Communication Deadline", date_at(status, "authorization.deadline_at"));
  page.field(2, "Reports Waiting", value_at(status, "outbox_rows"));
}

void add_compliance(Page& page, const Json& status) {
  page.blank();
  page.line(0, "Compliance:");
  page.field(2, "Out of Compliance Phase", spoken(value_at(status, "ooc.phase")));
  page.field(2, "Reports Over the Limit", value_at(status, "ooc.count") + " of " + value_at(status, "ooc.count_limit"));
  page.field(2, "Minutes Left", value_at(status, "ooc.minutes_left"));
  page.field(2, "Since", date_at(status, "ooc.since"));
  page.field(2, "Shortfall", shortfall_text(member_at(status, "ooc.shortfall")));
  page.field(2, "Enforcement Begins", date_at(status, "ooc.enforcement_at"));
}

void add_enforcement(Page& page, const Json& status) {
  page.blank();
  page.line(0, "Enforcement:");
  page.field(2, "State", shown_state(text_at(status, "enforcement.state").value_or("")));
  page.field(2, "Reasons", spoken_list(member_at(status, "enforcement.reasons")));
  page.field(2, "Since", date_at(status, "enforcement.since"));
  page.field(2, "Days Left", value_at(status, "enforcement.days_left"));
  page.field(2, "Provisioning Allowed", value_at(status, "provisioning_allowed"));
  page.field(2, "Blocked", spoken_list(member_at(status, "blocked")));
}

void add_evaluation(Page& page, const Json& status) {
  page.blank();
  page.line(0, "Evaluation Period:");
  page.field(2, "Evaluation Mode", flag_at(status, "evaluation.in_use").value_or(false) ? "In Use" : "Not In Use");
  const auto seconds = count_at(status, "evaluation.seconds_left");
  if (seconds && *seconds <= 0) {
    page.line(2, "EVALUATION PERIOD EXPIRED");
  } else {
    page.field(2, "Evaluation Period Remaining", seconds ? countdown_text(*seconds) : "None");
  }
}

void add_alarms(Page& page, const Json& status) {
  const Json& alarms = list_at(status, "alarms");
  page.field(0, "Alarms", std::to_string(alarms.size()));
  for (const Json& alarm : alarms) {
    page.line(2, value_at(alarm, "code") + " (severity " + value_at(alarm, "severity") + ") since " +
                     date_at(alarm, "since"));
    page.line(4, value_at(alarm, "text"));
    page.field(4, "Remedy", value_at(alarm, "remedy"));
  }
}

}  // namespace

void add_overview(Page& page, const Json& status) {
  if (flag_at(status, "lab").value_or(false)) {
    page.line(0, "*** LAB *** This is a laboratory system, not a licensed one.");
    if (text_at(status, "lab_clock")) page.field(0, "Lab time", date_at(status, "lab_clock"));
  }
  page.field(0, "State", std::string{name_of(level_of(status))} + ": " + state_line(status));
  for (const Finding& finding : findings_of(status)) {
    page.field(2, "Wrong", finding.what);
    if (!finding.remedy.empty()) page.field(2, "Remedy", finding.remedy);
  }
  if (const auto banner = text_at(status, "banner.text"); banner && !banner->empty()) page.field(0, "Banner", *banner);
  page.field(0, "Next attempt", next_attempt_text(status));
  add_alarms(page, status);
}

void add_licensing_status(Page& page, const Json& status) {
  page.blank();
  page.title("Smart Licensing Status");
  const bool is_classic = text_at(status, "licensing_mode").value_or("smart") == "classic";
  page.line(0, is_classic ? "Smart Licensing is NOT ENABLED (classic mode)" : "Smart Licensing is ENABLED");
  page.field(0, "License Type", value_at(status, "license_type"));
  page.field(0, "Usage Mode", value_at(status, "usage_mode"));
  page.field(0, "Service", value_at(status, "service"));
  add_registration(page, status);
  add_authorization(page, status);
  add_compliance(page, status);
  add_enforcement(page, status);
  add_evaluation(page, status);
  page.blank();
  page.line(0, "Transport:");
  add_transport(page, 2, member_at(status, "transport"));
  add_certificates(page, 2, status);
  page.blank();
  add_reservation_info(page, member_at(status, "reservation"));
}

void add_upcoming(Page& page, const Json& status) {
  const std::string now = text_at(status, "clock.now").value_or("");
  page.field(0, flag_at(status, "lab").value_or(false) ? "Now (LAB)" : "Now", date_text(now));
  Table table{{"When", "What", "Distance"}};
  for (const Json& upcoming : list_at(status, "upcoming")) {
    const std::string at = text_at(upcoming, "at").value_or("");
    table.add({date_text(at), spoken(text_at(upcoming, "kind").value_or("None")), distance_text(now, at)});
  }
  if (list_at(status, "upcoming").empty()) {
    page.line(0, "Nothing is planned.");
  } else {
    page.blank();
    page.raw(table.text());
  }
}

}  // namespace lic::cli
