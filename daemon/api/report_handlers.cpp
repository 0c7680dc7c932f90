// Reports as they were made, and which sessions made their peaks (R-USE-11).
#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <utility>

#include "agent/names.hpp"
#include "agent/status.hpp"
#include "daemon/api/answering.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_values.hpp"
#include "daemon/api/peak_sessions.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/query.hpp"
#include "daemon/api/report_list.hpp"

namespace lic::api {
namespace {

constexpr std::int64_t kSessionsDefault = 1000;
constexpr std::int64_t kSessionsMax = 10'000;
constexpr std::int64_t kReportsDefault = 1000;
constexpr std::int64_t kReportsMax = 1000;  // each is looked up by its number: some milliseconds in all

struct ReportQuestion {
  std::int64_t id = 0;
  std::size_t limit = 0;
  std::optional<PeakPlace> from = {};
};

Error unknown_report(const std::string& id) {
  return Error(ErrorCode::not_found, "there is no report \"" + id + "\", or it is older than the history that is kept",
               "smart-agentctl reports lists those that are known");
}

Result<ReportQuestion> report_question(const ApiRequest& request) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(request.id.data(), request.id.data() + request.id.size(), id);
  if (error != std::errc{} || end != request.id.data() + request.id.size()) return unknown_report(request.id);
  const auto query = Query::of(request.target);
  if (query.has_error()) return query.error();
  const auto limit = query->integer("limit", kSessionsDefault, kSessionsMax);
  if (limit.has_error()) return limit.error();
  ReportQuestion question{id, static_cast<std::size_t>(*limit)};
  const auto cursor = query->text("cursor");
  if (cursor) question.from = peak_place(*cursor);
  if (cursor && !question.from) return bad_cursor();
  return question;
}

// The entitlement may be of another license type than the one that holds now.
const Entitlement* entitlement_of(const Reading& reading, const EntitlementName& name) {
  if (const auto* found = find_by_name(current_type(reading.state, reading.policy), name)) return found;
  for (const LicenseType& type : reading.policy.license_types)
    if (const auto* found = find_by_name(type, name)) return found;
  return nullptr;
}

// Whose sessions feed a meter; nothing for counts that the product tells as numbers.
struct Feeds {
  std::optional<SeatClass> of_class;  // none = everybody
};
std::optional<Feeds> feeding(const std::optional<Meter>& meter) {
  if (!meter) return std::nullopt;
  switch (*meter) {
    case Meter::standard: return Feeds{SeatClass::standard};
    case Meter::premium: return Feeds{SeatClass::premium};
    case Meter::regular: return Feeds{SeatClass::regular};
    case Meter::seats: return Feeds{std::nullopt};
    case Meter::inbound:
    case Meter::outbound:
    case Meter::ivr:
    case Meter::outbound_seats: return std::nullopt;
  }
  return std::nullopt;
}

Json record_json(const ReportRecord& record, const ClockState& clock) {
  return {{"id", record.id},
          {"entitlement", record.entitlement.value},
          {"start", date(record.start)},
          {"end", date(record.end)},
          {"peak", record.peak},
          {"peak_at", date(to_wall(clock, record.peak_at))}};
}

Result<ReportsQuestion> reports_question(std::string_view target) {
  const auto query = Query::of(target);
  if (query.has_error()) return query.error();
  const auto period = query->period();
  if (period.has_error()) return period.error();
  const auto limit = query->integer("limit", kReportsDefault, kReportsMax);
  if (limit.has_error()) return limit.error();
  const auto below = query->integer("cursor", INT64_MAX, INT64_MAX);
  if (below.has_error()) return bad_cursor();
  return ReportsQuestion{period->from, period->to, *limit, *below};
}

// That SSM has not acknowledged.
std::set<std::int64_t> waiting_rows(const AgentState& state) {
  std::set<std::int64_t> ids;
  for (const auto& [key, report] : state.outbox)
    for (const ReportRow& row : report.rows) ids.insert(row.id);
  return ids;
}

ApiResponse reports_response(const Reading& reading, StateStore& store, ReportsQuestion asked) {
  asked.below = std::min(asked.below, reading.state.sections.usage.next_row_id);
  const auto page = reports_page(store, asked);
  if (page.has_error()) return problem(page.error());
  const std::set<std::int64_t> waiting = waiting_rows(reading.state);
  Json list = Json::array();
  for (const ReportRecord& record : page->reports) {
    Json row = record_json(record, reading.state.sections.clock);
    row["waiting"] = waiting.contains(record.id);
    list.push_back(std::move(row));
  }
  Json body;
  body["reports"] = std::move(list);
  body["cursor"] = page->next_below ? Json(std::to_string(*page->next_below)) : Json(nullptr);
  return json_response(body);
}

void finish_without_sessions(Json& body, const std::string& explanation) {
  body["explanation"] = explanation;
  body["sessions"] = Json::array();
  body["found"] = 0;
  body["matches_peak"] = nullptr;
  body["reason"] = nullptr;
  body["cursor"] = nullptr;
}

std::string why_without_sessions(const Entitlement* entitlement, const ReportRecord& record, const std::string& at) {
  if (entitlement == nullptr)
    return "no license type of the catalog has this entitlement any more, so it cannot be said what fed it";
  if (entitlement->mode == EntitlementMode::version)
    return "this entitlement says which version runs: its count is always 1 and no session makes it";
  return "the product tells this count as a number, so it has no sessions: it first stood at " +
         std::to_string(record.peak) + " at " + at;
}

// Why the sessions that were found are not, or may not be, all of the peak.
Json reason_of(const PeakPage& page, std::int64_t peak) {
  if (!page.is_log_complete)
    return "the session log does not reach back to this peak: " + std::to_string(page.found) + " of " +
           std::to_string(peak) + " sessions are known, the others ended too long ago";
  if (page.is_log_cut)
    return "more than " + std::to_string(kEndedSessionsMax) + " sessions have ended since; only so many are read";
  if (page.has_moved)
    return "sessions ended while the pages were read, so one may be on two pages: count each id and change once";
  return page.found == peak ? Json(nullptr) : Json("the sessions do not add up to the peak: please report this");
}

Result<Json> sessions_body(const Reading& reading, StateStore& store, const ReportRecord& record, const Feeds& feeds,
                           const ReportQuestion& asked, Json body) {
  const ClockState& clock = reading.state.sections.clock;
  const auto page = peak_sessions(reading.state.seats, reading.state.sections.usage.last_change, store,
                                  {record.peak_change, feeds.of_class, asked.limit, asked.from});
  if (page.has_error()) return page.error();
  Json list = Json::array();
  for (const PeakSession& session : page->sessions)
    list.push_back({{"id", session.seat},
                    {"class", name_of(session.seat_class)},
                    {"since", date(to_wall(clock, session.since))},
                    {"change", session.change},
                    {"ended", session.has_ended}});
  body["explanation"] = "the highest count in this time was " + std::to_string(record.peak) + ", first reached at " +
                        to_rfc3339(to_wall(clock, record.peak_at)) + "; sessions are those that counted at that moment";
  body["sessions"] = std::move(list);
  body["found"] = page->found;
  const Json reason = page->next ? Json(nullptr) : reason_of(*page, record.peak);
  const bool can_judge = !page->next && page->is_log_complete && !page->is_log_cut && !page->has_moved;
  body["matches_peak"] = can_judge ? Json(page->found == record.peak) : Json(nullptr);
  body["reason"] = reason;
  body["cursor"] = page->next ? Json(to_text(*page->next)) : Json(nullptr);
  return body;
}

ApiResponse explanation(const Reading& reading, StateStore& store, const ReportQuestion& asked) {
  const auto record = store.report(asked.id);
  if (record.has_error()) return problem(record.error());
  if (!*record) return problem(unknown_report(std::to_string(asked.id)));
  const ReportRecord& found = **record;
  const Entitlement* entitlement = entitlement_of(reading, found.entitlement);
  const auto feeds = entitlement == nullptr ? std::nullopt : feeding(entitlement->meter);
  Json body = record_json(found, reading.state.sections.clock);
  if (feeds) {
    auto whole = sessions_body(reading, store, found, *feeds, asked, std::move(body));
    return whole.has_error() ? problem(whole.error()) : json_response(*whole);
  }
  finish_without_sessions(
      body, why_without_sessions(entitlement, found, to_rfc3339(to_wall(reading.state.sections.clock, found.peak_at))));
  return json_response(body);
}

}  // namespace

void get_reports(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto asked = reports_question(request.target);
  if (asked.has_error()) return reply(problem(asked.error()));
  answer_by_reading(context, reply, [&store = context.store, asked = *asked](const Reading& reading) {
    return reports_response(reading, store, asked);
  });
}

void explain_report(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto asked = report_question(request);
  if (asked.has_error()) return reply(problem(asked.error()));
  answer_by_reading(context, reply, [&store = context.store, asked = *asked](const Reading& reading) {
    return explanation(reading, store, asked);
  });
}

}  // namespace lic::api
