#include "daemon/product/answer_text.hpp"

#include <array>
#include <utility>

#include "agent/names.hpp"
#include "daemon/api/json.hpp"
#include "daemon/api/json_values.hpp"

namespace lic::product {
namespace {

void append_head(std::string& out, std::string_view echo) {
  out += '{';
  if (echo.empty()) return;
  out += "\"i\":";
  out += echo;
  out += ',';
}

// Texts of ours may carry pieces of what a client sent, cut anywhere: what is no UTF-8 is replaced.
void append_text(std::string& out, std::string_view text) { out += api::to_text(api::Json(text)); }

void append_error_members(std::string& out, std::string_view code, std::string_view reason, std::string_view remedy) {
  out += "\"ok\":false,\"code\":\"";
  out += code;
  out += "\",\"reason\":";
  append_text(out, reason);
  out += ",\"remedy\":";
  append_text(out, remedy);
}

void append_error_members(std::string& out, const Error& error) {
  append_error_members(out, name_of(error.code), error.what, error.remedy);
}

void append_class(std::string& out, SeatClass seat_class) {
  out += "\"ok\":true,\"class\":\"";
  out += name_of(seat_class);
  out += '"';
}

void append_refused(std::string& out, const SeatRefused& refused) {
  append_error_members(out, name_of(refused.code), refused.reason, refused.remedy);
  out += ",\"counts\":{";
  bool is_first = true;
  for (const auto& [name, count] : refused.counts) {
    if (!std::exchange(is_first, false)) out += ',';
    out += '"';
    out += name;
    out += "\":";
    out += std::to_string(count);
  }
  out += '}';
}

void append_failure(std::string& out, const Error& error, Unknown unknown) {
  if (error.code == ErrorCode::not_found && unknown == Unknown::is_known_false) {
    out += "\"ok\":true,\"known\":false";
  } else {
    append_error_members(out, error);
  }
}

void append_row(std::string& out, const SeatAnswer& answer, Unknown unknown) {
  out += '{';
  if (const auto* done = std::get_if<SeatDone>(&answer)) append_class(out, done->seat_class);
  if (std::holds_alternative<Unit>(answer)) out += "\"ok\":true";
  if (const auto* refused = std::get_if<SeatRefused>(&answer)) append_refused(out, *refused);
  if (const auto* error = std::get_if<Error>(&answer)) append_failure(out, *error, unknown);
  out += '}';
}

void append_results(std::string& out, const BatchDone& done, const std::vector<Unknown>& rows) {
  out += "\"ok\":true,\"results\":[";
  for (std::size_t index = 0; index < done.answers.size(); ++index) {
    if (index > 0) out += ',';
    append_row(out, done.answers[index], index < rows.size() ? rows[index] : Unknown::is_error);
  }
  out += ']';
}

}  // namespace

void append_answer(std::string& out, const AnswerShape& shape, const Answered& answered, bool is_durable) {
  append_head(out, shape.echo);
  if (const auto* done = std::get_if<SeatDone>(&answered)) {
    append_class(out, done->seat_class);
  } else if (const auto* refused = std::get_if<SeatRefused>(&answered)) {
    append_refused(out, *refused);
  } else if (const auto* error = std::get_if<Error>(&answered)) {
    append_failure(out, *error, shape.unknown);
  } else if (const auto* batch = std::get_if<BatchDone>(&answered)) {
    append_results(out, *batch, shape.rows);
  } else {
    out += "\"ok\":true";
    if (shape.count) out += ",\"count\":" + std::to_string(*shape.count);
  }
  const bool is_refusal = std::holds_alternative<SeatRefused>(answered) || std::holds_alternative<Error>(answered);
  if (!is_durable && !is_refusal) out += ",\"durable\":false";
  out += "}\n";
}

void append_good(std::string& out, std::string_view echo, std::string_view members) {
  append_head(out, echo);
  out += "\"ok\":true";
  if (!members.empty()) out += ',';
  out += members;
  out += "}\n";
}

void append_error(std::string& out, std::string_view echo, const Error& error) {
  append_head(out, echo);
  append_error_members(out, error);
  out += "}\n";
}

void append_event(std::string& out, const DomainEvent& event) {
  api::Json line;
  line["event"] = event.name;
  line["at"] = api::date(event.at);
  line["kind"] = event.kind;
  line["severity"] = event.severity;
  line["minutes"] = api::or_null(event.minutes);
  line["text"] = event.text;
  out += api::to_text(line);
  out += '\n';
}

}  // namespace lic::product
