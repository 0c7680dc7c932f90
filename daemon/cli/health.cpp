#include "daemon/cli/health.hpp"

#include <algorithm>
#include <array>

#include "agent/time_text.hpp"
#include "daemon/cli/dates.hpp"
#include "daemon/cli/shown_names.hpp"

namespace lic::cli {
namespace {

constexpr std::int64_t kCriticalSeverity = 2;  // syslog: emergency, alert, critical
constexpr std::int64_t kWarningSeverity = 4;   // below that an alarm only informs

struct StateRow {
  std::string_view path;
  std::string_view value;
  Level level;
  std::string_view what;
  std::string_view remedy;
};
constexpr std::array<StateRow, 5> kStateRows{{
    {"registration.state", "reservation_in_progress", Level::warning,
     "A reservation was requested and no authorization code is installed",
     "enter the request code at the software manager, then: smart-agentctl reservation install"},
    {"authorization.state", "not_authorized", Level::critical, "The software manager refuses this product instance",
     "register again: smart-agentctl register --force --token-file FILE"},
    {"licensing_mode", "classic", Level::warning,
     "Smart licensing is not enabled (classic mode): use is measured and not reported",
     "when the licenses are at the software manager, go over for good: smart-agentctl migrate --yes"},
    {"service", "OUT OF SERVICE", Level::critical, "The agent is out of service", "see the alarms"},
    {"service", "PARTIAL SERVICE", Level::warning, "The agent is in partial service", "see the alarms"},
}};

bool is_classic(const Json& status) { return text_at(status, "licensing_mode") == "classic"; }
bool is_reserving(const Json& status) { return flag_at(status, "reservation.enabled").value_or(false); }

// How an instance without a license gets one (R-EVAL-4, R-SLR-1).
std::string remedy_for_none(const Json& status) {
  return is_reserving(status) ? "reserve licenses: smart-agentctl reservation request specific"
                              : "register it: smart-agentctl register --token-file FILE";
}

// Classic mode has a finding of its own.
void add_unlicensed(std::vector<Finding>& findings, const Json& status) {
  if (is_classic(status)) return;
  if (text_at(status, "registration.state") == "unregistered")
    findings.push_back(Finding{Level::warning,
                               is_reserving(status) ? "License reservation is enabled and nothing is reserved"
                                                    : "This product instance is not registered",
                               remedy_for_none(status)});
  if (text_at(status, "authorization.state") == "evaluation_expired")
    findings.push_back(Finding{Level::critical, "The evaluation period is over", remedy_for_none(status)});
}

// An expired registration is renewed by the agent itself, and its authorization with it; by hand there is one step,
// when the software manager refuses (R-REG-7).
void add_expiry(std::vector<Finding>& findings, const Json& status) {
  const bool is_expired = text_at(status, "registration.state") == "registration_expired";
  const bool is_refused = text_at(status, "registration.renewal.last_attempt.outcome") == "refused";
  if (is_expired)
    findings.push_back(Finding{Level::critical, "The registration has expired",
                               is_refused ? "register again: smart-agentctl register --force --token-file FILE"
                                          : "the agent renews it by itself, once a day, as soon as it is answered"});
  if (text_at(status, "authorization.state") == "authorization_expired")
    findings.push_back(Finding{Level::critical,
                               "The software manager was not reached for too long; the authorization has expired",
                               is_expired ? "it is renewed with the registration"
                                          : "restore the way to it, then: smart-agentctl renew authorization"});
}

// R-SLR-3.
void add_reservation(std::vector<Finding>& findings, const Json& status) {
  if (text_at(status, "authorization.state") != "not_authorized_reserved") return;
  std::string causes;
  for (const Json& sentence : list_at(status, "reservation.authorization.lacking"))
    causes += (causes.empty() ? ": " : "; ") + scalar_text(sentence);
  const std::string what = "The reservation does not cover what is needed" + causes;
  findings.push_back(Finding{Level::critical, what,
                             "update the reservation at the software manager, then: smart-agentctl reservation "
                             "install; or use less"});
}

// R-ID: why this copy does not report, and the way out.
void add_identity(std::vector<Finding>& findings, const Json& status) {
  if (flag_at(status, "identity_mismatch").value_or(false))
    findings.push_back(Finding{Level::critical, "The state was made on other hardware, so this copy reports nothing",
                               is_reserving(status) ? "return the reservation and reserve for this machine: "
                                                      "smart-agentctl reservation return"
                                                    : "register this machine: smart-agentctl register --force "
                                                      "--token-file FILE"});
  if (flag_at(status, "clone_suspected").value_or(false))
    findings.push_back(
        Finding{Level::critical,
                "Another copy of this machine uses the same identity at the software manager, so this "
                "one reports nothing",
                "decide which copy goes on and register that one, there: smart-agentctl register --force "
                "--token-file FILE; the other one is then unknown to it"});
}

std::string days_text(std::int64_t days) { return std::to_string(days) + (days == 1 ? " day" : " days"); }

std::string remedy_for_shortfall(const Json& status) {
  const std::string shortfall = shortfall_text(member_at(status, "ooc.shortfall"));
  return shortfall.empty() ? "buy licenses, or use fewer" : "buy " + shortfall + ", or use fewer";
}

void add_compliance(std::vector<Finding>& findings, const Json& status) {
  const std::string phase = text_at(status, "ooc.phase").value_or("none");
  if (phase == "tolerated") {
    std::string what = "More licenses are used than were bought";
    if (const auto minutes = count_at(status, "ooc.minutes_left")) {
      what += ", out of compliance in " + std::to_string(*minutes) + " minutes";
    }
    findings.push_back(Finding{Level::warning, what, remedy_for_shortfall(status)});
  } else if (phase != "none" || text_at(status, "authorization.state").value_or("") == "out_of_compliance") {
    findings.push_back(Finding{Level::critical, "Out of compliance: more licenses are used than were bought",
                               remedy_for_shortfall(status)});
  }
}

void add_enforcement(std::vector<Finding>& findings, const Json& status) {
  const std::string state = text_at(status, "enforcement.state").value_or("none");
  const std::string reasons = spoken_list(member_at(status, "enforcement.reasons"));
  if (state == "enforced") {
    findings.push_back(
        Finding{Level::critical,
                "Provisioning is blocked (" + spoken_list(member_at(status, "blocked")) + ") because: " + reasons,
                "cure every reason; sign-ins and calls go on meanwhile"});
  } else if (state == "overage") {
    std::string what = "Provisioning will be blocked because: " + reasons;
    if (const auto days = count_at(status, "enforcement.days_left")) what += ", in " + days_text(*days);
    findings.push_back(Finding{Level::warning, what, "cure every reason before then"});
  }
}

void add_attempt(std::vector<Finding>& findings, const Json& status, const std::string& path, const std::string& name) {
  const Json& attempt = member_at(status, path);
  const std::string outcome = text_at(attempt, "outcome").value_or("succeeded");
  if (outcome == "succeeded") return;
  std::string what = "The last " + name + " attempt " + (outcome == "refused" ? "was refused" : "failed");
  if (text_at(attempt, "cause")) what += ", " + cause_text(attempt);
  if (const auto text = text_at(attempt, "text")) what += ": " + *text;
  findings.push_back(Finding{Level::warning, what, text_at(attempt, "remedy").value_or("")});
}

Level level_of_alarm(const Json& alarm) {
  // Inside the tolerance nothing is broken yet; only "shortly" wakes people.
  if (text_at(alarm, "code").value_or("") == "SYSTEM_TO_ENTER_OOC_STATE") return Level::warning;
  const std::int64_t severity = count_at(alarm, "severity").value_or(kWarningSeverity);
  if (severity <= kCriticalSeverity) return Level::critical;
  return severity <= kWarningSeverity ? Level::warning : Level::good;
}

}  // namespace

std::vector<Finding> findings_of(const Json& status) {
  std::vector<Finding> findings;
  add_expiry(findings, status);
  for (const StateRow& row : kStateRows) {
    if (text_at(status, row.path).value_or("") != row.value) continue;
    findings.push_back(Finding{row.level, std::string{row.what}, std::string{row.remedy}});
  }
  add_unlicensed(findings, status);
  add_reservation(findings, status);
  add_identity(findings, status);
  add_compliance(findings, status);
  add_enforcement(findings, status);
  add_attempt(findings, status, "registration.last_attempt", "registration");
  add_attempt(findings, status, "registration.renewal.last_attempt", "registration renewal");
  add_attempt(findings, status, "authorization.last_attempt", "authorization");
  if (flag_at(status, "restart_required").value_or(false)) {
    findings.push_back(
        Finding{Level::warning, "The product has to be restarted", "restart it in a maintenance window"});
  }
  std::ranges::stable_sort(findings, std::ranges::greater{}, &Finding::level);
  return findings;
}

Level level_of(const Json& status) {
  Level level = Level::good;
  for (const Finding& finding : findings_of(status)) level = std::max(level, finding.level);
  for (const Json& alarm : list_at(status, "alarms")) level = std::max(level, level_of_alarm(alarm));
  return level;
}

std::string_view name_of(Level level) {
  switch (level) {
    case Level::good: return "OK";
    case Level::warning: return "WARNING";
    case Level::critical: return "CRITICAL";
  }
  return "";
}

std::string state_line(const Json& status) {
  std::string line = spoken(text_at(status, "registration.state").value_or("unknown"));
  line += ", " + spoken(text_at(status, "authorization.state").value_or("unknown"));
  if (is_classic(status)) line = "classic mode";
  const std::string phase = text_at(status, "ooc.phase").value_or("none");
  if (phase == "tolerated") {
    line += ", over the limit (" + scalar_text(member_at(status, "ooc.count")) + " of " +
            scalar_text(member_at(status, "ooc.count_limit")) + ")";
  } else if (phase == "locked") {
    line += ", usage locked";
  }
  const std::string enforcement = text_at(status, "enforcement.state").value_or("none");
  if (enforcement != "none") line += ", " + enforcement;
  line += flag_at(status, "provisioning_allowed").value_or(true) ? ", provisioning allowed" : ", provisioning blocked";
  return line;
}

std::string next_attempt_text(const Json& status) {
  struct Planned {
    std::string at;
    const char* what;
  };
  std::vector<Planned> planned;
  const auto plan = [&status, &planned](std::string_view path, const char* what) {
    if (const auto at = text_at(status, path); at && !at->empty()) planned.push_back(Planned{*at, what});
  };
  plan("registration.next_attempt_at", "registration");
  plan("authorization.next_attempt_at", "authorization");
  if (planned.empty() && is_reserving(status)) return "None, license reservation is enabled";
  if (planned.empty()) return "None";
  const auto first = std::ranges::min_element(planned, {}, &Planned::at);
  std::string text = std::string{first->what} + " at " + date_text(first->at);
  const std::string distance = distance_text(text_at(status, "clock.now").value_or(""), first->at);
  return distance.empty() ? text : text + " (" + distance + ")";
}

std::string distance_text(const std::string& from, const std::string& to) {
  const auto start = from_rfc3339(from);
  const auto end = from_rfc3339(to);
  if (!start || !end) return "";
  const std::int64_t seconds = (*end - *start) / kSecond;
  return seconds < 0 ? short_duration_text(-seconds) + " ago" : "in " + short_duration_text(seconds);
}

}  // namespace lic::cli
