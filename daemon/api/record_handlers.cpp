// What has happened: events, their stream, and the history of usage.
#include "daemon/api/handlers.hpp"

#include <charconv>
#include <memory>
#include <utility>

#include "daemon/api/history_stream.hpp"
#include "daemon/api/history_text.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/query.hpp"

namespace lic::api {
namespace {

constexpr std::int64_t kEventsDefault = 1000;
constexpr std::int64_t kEventsMax = 10'000;
constexpr std::int64_t kEventsPerPiece = 100;
constexpr std::int64_t kHistoryMax = 1'000'000;

// What is committed before this request is seen by it: the table is read after the batch.
void after_batch(const ApiContext& context, const Reply& reply, std::function<ApiResponse()> make) {
  const bool is_taken =
      context.loop.read([reply, make = std::move(make)](const Reading& /*reading*/) { reply(make()); });
  if (!is_taken) reply(too_busy());
}

ApiResponse events_response(StateStore& store, std::int64_t since, std::int64_t limit) {
  const auto events = store.events(since, limit);
  if (events.has_error()) return problem(events.error());
  Json list = Json::array();
  for (const StoredEvent& event : *events) list.push_back(event_json(event));
  Json body;
  body["events"] = std::move(list);
  body["next"] = events->empty() ? since : events->back().id;
  return json_response(body);
}

Result<HistoryQuestion> history_question(std::string_view target) {
  const auto query = Query::of(target);
  if (query.has_error()) return query.error();
  const auto period = query->period();
  if (period.has_error()) return period.error();
  const auto limit = query->integer("limit", kHistoryMax, kHistoryMax);
  if (limit.has_error()) return limit.error();
  const auto cursor = query->text("cursor");
  const auto place = cursor ? history_place(*cursor) : std::optional(HistoryPlace{period->from, 0});
  if (!place) return bad_cursor();
  const std::string format = query->text("format").value_or("json");
  if (format != "json" && format != "csv") {
    return Error(ErrorCode::invalid_argument, "the parameter \"format\" is neither json nor csv", "use one of them");
  }
  return HistoryQuestion{.from = *place,
                         .to = period->to,
                         .limit = query->text("limit") ? std::optional(*limit) : std::nullopt,
                         .is_csv = format == "csv"};
}

// The first piece is read before anything is answered, so that a disk that refuses is told as a problem.
ApiResponse history_response(StateStore& store, const HistoryQuestion& question) {
  ApiResponse response;
  if (question.is_csv) response.content_type = "text/csv; charset=utf-8";
  // Shared, because std::function copies what it holds.
  const auto stream = std::make_shared<HistoryStream>(store, question);
  auto first = stream->next();
  if (first.has_error()) return problem(first.error());
  if (stream->is_done()) {
    response.body = std::move(*first);
    return response;
  }
  response.pieces = [stream, piece = std::move(*first)]() mutable -> std::optional<std::string> {
    if (!piece.empty()) return std::exchange(piece, {});
    auto next = stream->next();
    if (next.has_error()) return std::nullopt;
    return std::move(*next);
  };
  return response;
}

std::int64_t resume_after(const std::string& last_event_id) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(last_event_id.data(), last_event_id.data() + last_event_id.size(), id);
  return error == std::errc{} && end == last_event_id.data() + last_event_id.size() && id > 0 ? id : 0;
}

}  // namespace

void get_events(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto query = Query::of(request.target);
  if (query.has_error()) return reply(problem(query.error()));
  const auto since = query->integer("since", 0, INT64_MAX);
  if (since.has_error()) return reply(problem(since.error()));
  const auto limit = query->integer("limit", kEventsDefault, kEventsMax);
  if (limit.has_error()) return reply(problem(limit.error()));
  after_batch(context, reply,
              [&store = context.store, after = *since, most = *limit] { return events_response(store, after, most); });
}

void stream_events(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const std::string last = request.last_event_id;
  after_batch(context, reply, [&store = context.store, last]() -> ApiResponse {
    // The stream keeps no queue: it reads on from its place in the event table, so a slow client costs no memory.
    // Shared, because std::function copies what it holds.
    const auto newest = last.empty() ? store.newest_event() : Result<std::int64_t>(resume_after(last));
    if (newest.has_error()) return problem(newest.error());
    const auto place = std::make_shared<std::int64_t>(*newest);
    ApiResponse response{
        .status = 200, .content_type = "text/event-stream", .body = ": stream\n\n", .allow = {}, .more = {}};
    response.more = [&store, place]() -> std::string {
      const auto events = store.events(*place, kEventsPerPiece);
      if (events.has_error() || events->empty()) return {};
      *place = events->back().id;
      return event_stream_text(*events);
    };
    return response;
  });
}

void get_history(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto question = history_question(request.target);
  if (question.has_error()) return reply(problem(question.error()));
  after_batch(context, reply, [&store = context.store, asked = *question] { return history_response(store, asked); });
}

}  // namespace lic::api
