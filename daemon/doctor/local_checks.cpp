#include "daemon/doctor/local_checks.hpp"

#include <sys/timex.h>

#include "daemon/doctor/found.hpp"
#include "transport/stopwatch.hpp"

namespace lic::doctor {
namespace {

constexpr std::string_view kFiles = "configuration_files";
constexpr std::string_view kTime = "system_time";
constexpr std::string_view kSyslog = "syslog_servers";

std::string span_text(Millis span) {
  if (span < 2 * kHour) return std::to_string(span / kMinute) + " minutes";
  if (span < 2 * kDay) return std::to_string(span / kHour) + " hours";
  return std::to_string(span / kDay) + " days";
}

}  // namespace

DiagnosisStep check_configuration_files(const Places& places) {
  const ConfigOutcome outcome = load_config(places);
  const auto advice = [&places](std::string text) {
    return Advice{std::move(text), "see all of it with smart-agentd --check-config --config " + places.config_file +
                                       "; the running agent keeps what it started with"};
  };
  if (!outcome.problems.empty()) {
    const std::string more =
        outcome.problems.size() == 1 ? "" : " (and " + std::to_string(outcome.problems.size() - 1) + " more)";
    return failed(kFiles, kCauseConfiguration,
                  advice("the files would be refused at the next start: " + describe(outcome.problems.front()) + more));
  }
  if (!outcome.warnings.empty()) return warned(kFiles, advice(describe_warning(outcome.warnings.front())));
  return good(kFiles, places.config_file + " is good");
}

DiagnosisStep judge_time(const TimeFacts& facts) {
  if (facts.is_lab) return skipped(kTime, "lab time stands by itself");
  const WallTime trusted{facts.trusted.time_since_epoch()};
  const Millis apart = trusted > facts.wall ? trusted - facts.wall : facts.wall - trusted;
  if (apart > kTrustedTimeWarning)
    return warned(kTime, {"this machine's clock is " + span_text(apart) +
                              (trusted > facts.wall ? " behind" : " ahead of") + " the time that the agent counts",
                          "set this machine's clock, best by time synchronization; the next answer of SSM corrects the "
                          "agent's"});
  if (facts.is_synchronized == false)
    return warned(kTime, {"this machine's clock is not synchronized",
                          "switch time synchronization on (timedatectl set-ntp true)"});
  return good(kTime,
              facts.is_synchronized ? "this machine's clock is synchronized" : "this machine's clock is plausible");
}

DiagnosisStep judge_syslog_servers(const std::vector<SyslogServerFacts>& servers) {
  if (servers.empty()) return skipped(kSyslog, "none is configured; alarms go to this machine's log alone");
  std::string away;
  for (const SyslogServerFacts& facts : servers) {
    if (!facts.away_because) continue;
    away += (away.empty() ? "" : "; ") + facts.server + ": " + *facts.away_because;
    if (facts.waiting > 0) away += " (" + std::to_string(facts.waiting) + " alarm lines wait for it)";
  }
  if (!away.empty())
    return warned(kSyslog, {away,
                            "look whether the server runs and takes what syslog.servers says; it is tried again by "
                            "itself while something waits, and alarms are in this machine's log, too"});
  return good(kSyslog, servers.size() == 1 ? servers.front().server + ": no trouble known"
                                           : std::to_string(servers.size()) + " servers, no trouble known");
}

std::optional<bool> kernel_clock_is_synchronized() {
  timex question{};  // modes 0: asks, changes nothing
  const int state = ::adjtimex(&question);
  if (state < 0) return std::nullopt;
  return state != TIME_ERROR && (question.status & STA_UNSYNC) == 0;
}

std::vector<DiagnosisStep> check_locally(const LocalQuestion& question, KeyStore& keys) {
  std::vector<DiagnosisStep> steps;
  const auto take = [&steps](const auto& check) {
    const Stopwatch watch;
    DiagnosisStep step = check();
    step.took = watch.elapsed();
    steps.push_back(std::move(step));
  };
  take([&question] { return check_configuration_files(question.places); });
  take([&question] { return check_disk(question.places.state_dir); });
  take([&question] { return check_permissions(question.places.state_dir); });
  take([&question] { return check_socket(question.socket); });
  take([&question] { return check_anchors(question); });
  take([&question, &keys] { return check_registration_key(keys, question.identity); });
  take([&question] {
    return judge_time({question.wall, question.trusted, question.places.lab, kernel_clock_is_synchronized()});
  });
  take([&question] { return judge_syslog_servers(question.syslog_servers); });
  return steps;
}

}  // namespace lic::doctor
