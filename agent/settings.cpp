#include "agent/settings.hpp"

#include <algorithm>
#include <utility>

#include "agent/licensing_mode.hpp"
#include "agent/names.hpp"

namespace lic {
namespace {

// A URL may carry a user and a password, which nobody needs to read.
std::string without_user(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t host = scheme == std::string::npos ? 0 : scheme + 3;
  const std::size_t end = std::min(url.find_first_of("/?#", host), url.size());
  const std::size_t at = url.substr(0, end).rfind('@');
  return at == std::string::npos || at < host ? url : url.substr(0, host) + url.substr(at + 1);
}

std::string described(const TransportSettings& settings) {
  std::string text = "mode " + std::string(name_of(settings.mode)) + ", route " + std::string(name_of(settings.route));
  if (!settings.url.empty()) text += ", " + without_user(settings.url);
  if (settings.route == TransportRoute::proxy && settings.proxy)
    text += ", proxy " + settings.proxy->host + ":" + std::to_string(settings.proxy->port);
  return text;
}

// Failed on the old way: the next attempt need not wait, unless SSM itself asked for time (R-AUTH-8).
void try_now(Turn& turn, Retry& retry) {
  if (retry.failures == 0 || !retry.next_attempt_at) return;
  retry.next_attempt_at =
      std::min(*retry.next_attempt_at, std::max(turn.trusted, retry.not_before.value_or(turn.trusted)));
}

void try_what_waits(Turn& turn) {
  Sections& sections = turn.state.sections;
  if (auto& attempt = sections.registration.attempt) try_now(turn, attempt->retry);
  try_now(turn, sections.renewal.retry);
  try_now(turn, sections.authorization.retry);
  for (Goodbye& goodbye : sections.drawer.goodbyes) try_now(turn, goodbye.retry);
}

}  // namespace

void handle(Turn& turn, const SetTransport& event) {
  if (auto refused = refused_by_mode(turn.state)) return turn.answer(std::move(*refused));
  turn.state.sections.settings.transport = event.settings;
  try_what_waits(turn);
  const std::string text = "The way to SSM was set by command: " + described(event.settings) + ".";
  turn.record("TRANSPORT_CHANGED", event.checked.empty() ? text : text + " " + event.checked);
  turn.answer(CommandDone{false, false, text});
}

void handle(Turn& turn, const ResetTransport&) {
  if (auto refused = refused_by_mode(turn.state)) return turn.answer(std::move(*refused));
  auto& transport = turn.state.sections.settings.transport;
  if (!transport) {
    turn.answer(CommandDone{false, false, "The way to SSM is as the configuration says already."});
    return;
  }
  transport.reset();
  try_what_waits(turn);
  const std::string text = "The way to SSM is as the configuration says again.";
  turn.record("TRANSPORT_CHANGED", text);
  turn.answer(CommandDone{false, false, text});
}

void handle(Turn& turn, const SetHostnamePrivacy& event) {
  Sections& sections = turn.state.sections;
  sections.settings.hostname_privacy = event.on;
  // Each request says the name or says none, so one request tells SSM; a wish to wait is SSM's own (R-AUTH-8).
  AuthorizationState& authorization = sections.authorization;
  const bool must_wait = authorization.retry.not_before && *authorization.retry.not_before > turn.trusted;
  if (std::holds_alternative<Registered>(sections.registration.standing) && !must_wait) authorization.asked_for = true;
  const std::string text = event.on ? "The host name is hidden from SSM." : "The host name is told to SSM.";
  turn.record("HOSTNAME_PRIVACY_CHANGED", text);
  turn.answer(CommandDone{false, false, text});
}

}  // namespace lic
