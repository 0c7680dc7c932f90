// Authorization, evaluation and compliance (R-AUTH, R-EVAL, R-OOC).

#include "persistence/section_format.hpp"
#include "persistence/section_members.hpp"

namespace lic {

void members(auto& json, Is<EntitlementAnswer> auto& answer) {
  auto& [tag, count, status, status_text, display_name, purchased] = answer;
  json("tag", tag)("count", count)("status", status)("status_text", status_text);
  json("display_name", display_name)("purchased", purchased);
}

void members(auto& json, Is<Removal> auto& removal) {
  auto& [first_told_at, confirmed_at] = removal;
  json("first_told_at", first_told_at)("confirmed_at", confirmed_at);
}

void members(auto& json, Is<AuthorizationState> auto& authorization) {
  auto& [response_version, resend_with_zero, last_good_at, deadline_at, renew_at, compliance_poll_at, report_due_at,
         asked_for, answers, removal, clone_suspected, retry, last_attempt] = authorization;
  json("response_version", response_version)("resend_with_zero", resend_with_zero);
  json("last_good_at", last_good_at)("deadline_at", deadline_at)("renew_at", renew_at);
  json("compliance_poll_at", compliance_poll_at)("report_due_at", report_due_at)("asked_for", asked_for);
  json("answers", answers)("removal", removal)("clone_suspected", clone_suspected);
  json("retry", retry)("last_attempt", last_attempt);
}

void members(auto& json, Is<EvaluationState> auto& evaluation) {
  auto& [used, running_since] = evaluation;
  json("used", used)("running_since", running_since);
}

void members(auto&, Is<InCompliance> auto&) {}

void members(auto& json, Is<Tolerated> auto& tolerated) {
  auto& [count, since, first_report_end, last_report_end, highest] = tolerated;
  json("count", count)("since", since)("first_report_end", first_report_end);
  json("last_report_end", last_report_end)("highest", highest);
}

void members(auto& json, Is<Locked> auto& phase) {
  auto& [since, locked] = phase;
  json("since", since)("locked", locked);
}

void members(auto& json, Is<Entered> auto& entered) {
  auto& [since] = entered;
  json("since", since);
}

void members(auto& json, Is<ComplianceState> auto& compliance) {
  auto& [phase] = compliance;
  json("phase", phase);
}

SectionFormat authorization_format() { return format_of<&Sections::authorization>("authorization"); }
SectionFormat evaluation_format() { return format_of<&Sections::evaluation>("evaluation"); }
SectionFormat compliance_format() { return format_of<&Sections::compliance>("compliance"); }

}  // namespace lic
