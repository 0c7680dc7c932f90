#include "tests/matrix/describe.hpp"

#include <algorithm>
#include <set>

#include "agent/licensing_mode.hpp"
#include "agent/names.hpp"
#include "agent/status.hpp"

namespace lic::matrix {
namespace {

std::string standing_of(const RegistrationState& registration) {
  if (std::holds_alternative<Registered>(registration.standing)) return "registered";
  if (const auto* expired = std::get_if<RegistrationExpired>(&registration.standing)) {
    return expired->enforcement_kept ? "expired, kept" : "expired";
  }
  return std::holds_alternative<Reserved>(registration.standing) ? "reserved" : "unregistered";
}

std::string reservation_of(const Sections& sections) {
  const ReservationState& reservation = sections.reservation;
  if (!reservation.enabled) return "off";
  std::string text = reservation.request ? "request open" : "enabled";
  if (const auto* reserved = std::get_if<Reserved>(&sections.registration.standing))
    text = reserved->lacking_since ? "lacking" : "installed";
  return text;
}

std::string codes_of(const ReservationState& reservation) {
  std::string text =
      std::to_string(reservation.requests_made) + " made, " + std::to_string(reservation.used.size()) + " used";
  if (!reservation.confirmation_code.empty()) text += ", confirmation";
  if (!reservation.return_code.empty()) text += ", return";
  return text;
}

std::string attempt_of(const RegistrationState& registration) {
  if (!registration.attempt) return "none";
  if (!registration.attempt->key_ready) return "key wanted";
  return registration.attempt->retry.next_attempt_at ? "retrying" : "ready";
}

std::string leaving_of(const RegistrationState& registration) {
  if (!registration.leaving) return "no";
  return registration.leaving->final_report_done ? "goodbye" : "last report";
}

std::string renewal_of(const RenewalState& renewal) {
  std::string text = renewal.granted           ? "granted"
                     : renewal.new_key.empty() ? "none"
                     : renewal.key_ready       ? "key ready"
                                               : "key wanted";
  if (renewal.retry.next_attempt_at) text += ", retrying";
  return text;
}

std::string exchange_of(const ExchangeState& exchange) {
  if (!exchange.pending) return "none";
  std::string text(name_of(exchange.pending->kind));
  if (std::holds_alternative<PollRequest>(exchange.pending->request.body)) text += " poll";
  if (exchange.pending->poll_at) return text + " put off";
  return text + (exchange.pending->in_flight ? " in flight" : " unanswered");
}

std::string removal_of(const AuthorizationState& authorization) {
  if (!authorization.removal) return "no";
  return authorization.removal->confirmed_at ? "confirmed" : "told once";
}

std::string enforcement_of(const EnforcementView& view) {
  std::string text(name_of(view.state));
  for (const EnforcementClock& clock : view.clocks) text += " " + std::string(name_of(clock.reason));
  return text;
}

std::string privacy_of(const SettingsState& settings) {
  if (!settings.hostname_privacy) return "by file";
  return *settings.hostname_privacy ? "hidden" : "told";
}

std::string processes_of(const ProductState& products) {
  const auto lost =
      std::ranges::count_if(products.processes, [](const auto& entry) { return entry.second.lost_at.has_value(); });
  const std::string known = std::to_string(products.processes.size());
  return lost == 0 ? known : known + ", lost " + std::to_string(lost);
}

std::string trust_of(const TrustState& trust) {
  return trust.bundle ? "told, version " + std::to_string(trust.bundle->version) : "of files";
}

// What happens next by itself, interval borders apart.
std::string next_of(const AgentState& state, const Policy& policy) {
  for (const Upcoming& entry : upcoming(state, policy)) {
    if (entry.name != "interval_end" && entry.name.find("warning") == std::string_view::npos)
      return std::string(entry.name);
  }
  return "nothing";
}

std::string text_of_request(const SsmRequest& request) {
  struct Visitor {
    std::string operator()(const RegistrationRequest& body) const {
      return std::string("REGISTRATION") + (body.force ? " force" : "");
    }
    std::string operator()(const AuthorizationRequest& body) const {
      std::string text = "AUTHORIZATION";
      for (const EntitlementCount& entry : body.entitlements) text += " " + std::to_string(entry.count);
      text += " rows=" + std::to_string(body.reports.size());
      return body.version == 0 ? text + " version=0" : text;
    }
    std::string operator()(const RenewalRequest&) const { return "RENEW"; }
    std::string operator()(const DeregistrationRequest&) const { return "DEREGISTRATION"; }
    std::string operator()(const PollRequest&) const { return "POLL_REQ"; }
  };
  return std::visit(Visitor{}, request.body);
}

std::string_view news_of(AlarmNews news) {
  switch (news) {
    case AlarmNews::raised: return "raised";
    case AlarmNews::reminded: return "reminded";
    case AlarmNews::cleared: return "cleared";
    case AlarmNews::superseded: return "superseded";
    case AlarmNews::noticed: return "noticed";
  }
  return "";
}

struct EffectText {
  std::string operator()(const SendRequest& effect) const { return "send " + text_of_request(effect.request); }
  std::string operator()(const CancelRequest&) const { return "cancel"; }
  std::string operator()(const PrepareKey&) const { return "prepare key"; }
  std::string operator()(const DestroyKey&) const { return "destroy key"; }
  std::string operator()(const DestroyToken&) const { return "destroy token"; }
  std::string operator()(const Answer& effect) const {
    struct Visitor {
      std::string operator()(const CommandDone& done) const {
        return done.background ? "accepted" : done.local_only ? "done here only" : "done";
      }
      std::string operator()(const SeatDone& done) const {
        return std::string(name_of(done.seat_class)) + (done.created ? " created" : "");
      }
      std::string operator()(const Unit&) const { return "ok"; }
      std::string operator()(const Error& error) const { return std::string(name_of(error.code)); }
      std::string operator()(const SeatRefused& refused) const { return std::string(name_of(refused.code)); }
      std::string operator()(const BatchDone& batch) const {
        std::string text = "batch";
        for (const SeatAnswer& answer : batch.answers) text += " " + std::visit(*this, answer);
        return text;
      }
      std::string operator()(const ProductKnown& known) const { return "holder " + std::to_string(known.holder); }
      std::string operator()(const ReservationDone& done) const {
        std::string text = "reservation done";
        if (!done.request_code.empty()) text += ", request code";
        if (!done.confirmation_code.empty()) text += ", confirmation code";
        if (!done.return_code.empty()) text += ", return code";
        return done.warnings.empty() ? text : text + ", " + std::to_string(done.warnings.size()) + " warned";
      }
    };
    return "answer " + std::visit(Visitor{}, effect.answer);
  }
  std::string operator()(const TellAlarm& effect) const {
    return "alarm " + std::string(kind_of(effect.notice.code).mnemonic) + " " +
           std::string(news_of(effect.notice.news));
  }
};

}  // namespace

Axes axes_of(const AgentState& state, const Policy& policy) {
  const Sections& sections = state.sections;
  const TrustedTime now = sections.clock.trusted;
  std::size_t rows = 0;
  for (const auto& [key, report] : state.outbox) rows += report.rows.size();
  return Axes{{"mode", std::string(name_of(licensing_mode(state)))},
              {"standing", standing_of(sections.registration)},
              {"axis", std::string(name_of(registration_axis(state)))},
              {"authorization", std::string(name_of(authorization_axis(state, now, policy)))},
              {"ooc", std::string(name_of(ooc_phase(sections.compliance)))},
              {"enforcement", enforcement_of(enforcement(state, now, policy))},
              {"reservation", reservation_of(sections)},
              {"codes", codes_of(sections.reservation)},
              {"export", std::string(name_of(export_control(state, policy)))},
              {"attempt", attempt_of(sections.registration)},
              {"leaving", leaving_of(sections.registration)},
              {"renewal", renewal_of(sections.renewal)},
              {"window", sections.renewal.window ? "told" : "none"},
              {"goodbyes", std::to_string(sections.drawer.goodbyes.size())},
              {"exchange", exchange_of(sections.exchange)},
              {"removal", removal_of(sections.authorization)},
              {"clone", sections.authorization.clone_suspected ? "suspected" : "no"},
              {"machine", sections.installation.mismatch ? "other" : "same"},
              {"evaluation", sections.evaluation.running_since ? "runs" : "stands"},
              {"failures", std::to_string(sections.authorization.retry.failures)},
              {"seats", std::to_string(state.seats.size())},
              {"outbox", std::to_string(rows)},
              {"overage", sections.settings.control.overage_allowed ? "allowed" : "limited"},
              {"processes", processes_of(sections.products)},
              {"transport", sections.settings.transport ? "by command" : "by file"},
              {"host name", privacy_of(sections.settings)},
              {"license type", current_type(state, policy).id},
              {"trust", trust_of(sections.trust)},
              {"next", next_of(state, policy)}};
}

std::string text_of(const Axes& axes) {
  std::string text;
  for (const auto& [axis, value] : axes) text += (text.empty() ? "" : "; ") + axis + "=" + value;
  return text;
}

std::string difference(const Axes& before, const Axes& after) {
  std::string text;
  for (std::size_t index = 0; index < before.size(); ++index) {
    if (before[index] == after[index]) continue;
    text +=
        (text.empty() ? "" : "; ") + before[index].first + ": " + before[index].second + " -> " + after[index].second;
  }
  return text.empty() ? "=" : text;
}

std::string text_of(const Step& step) {
  std::string text;
  const auto append = [&text](const std::string& word) { text += (text.empty() ? "" : "; ") + word; };
  for (const Effect& effect : step.effects) append(std::visit(EffectText{}, effect));
  for (const DomainEvent& event : step.changes.events) {
    if (event.kind == "info") append("event " + event.name);
  }
  std::set<std::string> written;
  for (const HistoryAppend& entry : step.changes.history)
    written.insert(entry.row.entitlement == "gap" ? "gap" : "rows");
  for (const std::string& what : written) append("history " + what);
  if (!step.changes.completions.empty()) append("history completed");
  if (step.changes.forgets_past) append("the past is forgotten");
  return text.empty() ? "-" : text;
}

}  // namespace lic::matrix
