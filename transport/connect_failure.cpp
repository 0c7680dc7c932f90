#include "transport/connect_failure.hpp"

#include <netdb.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

namespace lic {
namespace {

constexpr std::size_t kAttemptsShown = 6;

// The first hop: a proxy has codes of its own for the same failures.
struct Hop {
  std::string name;
  bool is_proxy = false;
};

ExchangeFailed lookup_failed(const Hop& hop, const TransferFacts& facts) {
  const RaceReport& race = *facts.race;
  if (race.lookup_error == EAI_NODATA || race.lookup_error == EAI_ADDRFAMILY) {
    ExchangeFailed failure = failed_with(
        hop.is_proxy ? FailureCode::proxy_name : FailureCode::dns_no_such_name,
        hop.name + " has no address" +
            (facts.ip_version == IpVersion::any ? std::string{}
                                                : std::string{" of the kind that transport.ip_version asks for (IPv"} +
                                                      (facts.ip_version == IpVersion::v4 ? "4)" : "6)")));
    if (facts.ip_version != IpVersion::any)
      failure.remedy = "set transport.ip_version to \"any\", or have such an address added";
    return failure;
  }
  const std::string reason =
      race.lookup_error == EAI_SYSTEM ? std::system_category().message(race.os_error) : gai_strerror(race.lookup_error);
  const FailureCode code = race.lookup_error == EAI_NONAME ? FailureCode::dns_no_such_name : FailureCode::dns_no_answer;
  return failed_with(hop.is_proxy ? FailureCode::proxy_name : code,
                     "the name of " + hop.name + " cannot be resolved: " + reason);
}

// "2001:db8::7: Connection timed out; 192.0.2.7: Connection refused"
std::string attempts_text(const RaceReport& race) {
  std::string text;
  for (std::size_t index = 0; index < std::min(race.failed.size(), kAttemptsShown); ++index)
    text += (index > 0 ? "; " : "") + race.failed[index].address + ": " +
            std::system_category().message(race.failed[index].os_error);
  const std::size_t more = race.failed.size() - std::min(race.failed.size(), kAttemptsShown);
  return more > 0 ? text + "; " + std::to_string(more) + " more" : text;
}

// What the operator can do most about: a host that refuses is there, one that is silent may be.
FailureCode code_of_attempts(const RaceReport& race) {
  const auto any = [&race](int os_error) {
    return std::any_of(race.failed.begin(), race.failed.end(),
                       [os_error](const FailedAttempt& attempt) { return attempt.os_error == os_error; });
  };
  // Taken and dropped at once: what a firewall does that does not like what comes next.
  if (any(ECONNRESET)) return FailureCode::tls_broke;
  if (any(ECONNREFUSED)) return FailureCode::tcp_refused;
  return any(ETIMEDOUT) ? FailureCode::tcp_timeout : FailureCode::tcp_unreachable;
}

}  // namespace

ExchangeFailed connect_failure_of(const TransferFacts& facts) {
  const Hop hop = facts.proxy.empty() ? Hop{facts.peer, false} : Hop{"the proxy " + facts.proxy, true};
  const RaceReport& race = *facts.race;
  const auto code = [&hop](FailureCode of_proxy, FailureCode of_ssm) { return hop.is_proxy ? of_proxy : of_ssm; };
  const std::string limit = " within " + text_of_limit(facts.time_limit);
  switch (race.end) {
    case RaceEnd::lookup_failed: return lookup_failed(hop, facts);
    case RaceEnd::lookup_timed_out:
      return failed_with(code(FailureCode::proxy_name, FailureCode::dns_no_answer),
                         "the name of " + hop.name + " was not resolved" + limit);
    case RaceEnd::not_loopback:
      return failed_with(FailureCode::tcp_not_loopback, hop.name + " has the address " + race.address +
                                                            ", and lab mode connects to loopback addresses only");
    case RaceEnd::timed_out:
      return failed_with(code(FailureCode::proxy_unreachable, code_of_attempts(race)),
                         "no connection to " + hop.name + limit + " (" + attempts_text(race) + ")");
    case RaceEnd::won:
    case RaceEnd::not_connected: break;
  }
  return failed_with(code(FailureCode::proxy_unreachable, code_of_attempts(race)),
                     "no connection to " + hop.name + ": " + attempts_text(race));
}

}  // namespace lic
