// Authorization, evaluation and compliance (R-AUTH, R-EVAL, R-OOC).

#include "persistence/section_format.hpp"
#include "persistence/section_members.hpp"

namespace lic {

void members(auto& json, Is<EntitlementAnswer> auto& answer) {
  [[maybe_unused]] const auto& [tag, count, status, status_text, display_name, purchased] = answer;
  json("tag", answer.tag)("count", answer.count)("status", answer.status)("status_text", answer.status_text);
  json("display_name", answer.display_name)("purchased", answer.purchased);
}

void members(auto& json, Is<Removal> auto& removal) {
  [[maybe_unused]] const auto& [first_told_at, confirmed_at, whole_instance] = removal;
  json("first_told_at", removal.first_told_at)("confirmed_at", removal.confirmed_at);
  json("whole_instance", removal.whole_instance);
}

void members(auto& json, Is<AuthorizationState> auto& authorization) {
  [[maybe_unused]] const auto& [response_version, resend_with_zero, last_good_at, deadline_at, renew_at,
                                compliance_poll_at, report_due_at, asked_for, answers, removal, clone_suspected, retry,
                                last_attempt] = authorization;
  json("response_version", authorization.response_version)("resend_with_zero", authorization.resend_with_zero);
  json("last_good_at", authorization.last_good_at)("deadline_at", authorization.deadline_at)("renew_at",
                                                                                             authorization.renew_at);
  json("compliance_poll_at", authorization.compliance_poll_at)("report_due_at", authorization.report_due_at)(
      "asked_for", authorization.asked_for);
  json("answers", authorization.answers)("removal", authorization.removal)("clone_suspected",
                                                                           authorization.clone_suspected);
  json("retry", authorization.retry)("last_attempt", authorization.last_attempt);
}

void members(auto& json, Is<EvaluationState> auto& evaluation) {
  [[maybe_unused]] const auto& [used, running_since] = evaluation;
  json("used", evaluation.used)("running_since", evaluation.running_since);
}

void members(auto&, Is<InCompliance> auto&) {}

void members(auto& json, Is<Tolerated> auto& tolerated) {
  [[maybe_unused]] const auto& [count, since, first_report_end, last_report_end, highest] = tolerated;
  json("count", tolerated.count)("since", tolerated.since)("first_report_end", tolerated.first_report_end);
  json("last_report_end", tolerated.last_report_end)("highest", tolerated.highest);
}

void members(auto& json, Is<Locked> auto& phase) {
  [[maybe_unused]] const auto& [since, locked] = phase;
  json("since", phase.since)("locked", phase.locked);
}

void members(auto& json, Is<Entered> auto& entered) {
  [[maybe_unused]] const auto& [since] = entered;
  json("since", entered.since);
}

void members(auto& json, Is<ComplianceState> auto& compliance) {
  [[maybe_unused]] const auto& [phase] = compliance;
  json("phase", compliance.phase);
}

SectionFormat authorization_format() { return format_of<&Sections::authorization>("authorization"); }
SectionFormat evaluation_format() { return format_of<&Sections::evaluation>("evaluation"); }
SectionFormat compliance_format() { return format_of<&Sections::compliance>("compliance"); }

}  // namespace lic
