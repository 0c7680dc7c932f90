#include "tests/lab/polls.hpp"

namespace ssm_lab {
namespace {

// Only these are ever stored: an exchange counts when it took effect.
StatusCode parse_status(const std::string& name) {
  return name == wire_name(StatusCode::ok_poll) ? StatusCode::ok_poll : StatusCode::ok;
}

}  // namespace

std::string to_stored_text(const Outcome& outcome) {
  return to_text(OrderedJson{{"status", wire_name(outcome.status)},
                             {"message", outcome.message},
                             {"retry_seconds", outcome.retry_seconds},
                             {"data", outcome.data ? *outcome.data : OrderedJson(nullptr)},
                             {"instance", or_null(outcome.instance)},
                             {"certificate_serial", or_null(outcome.certificate_serial)}});
}

Outcome from_stored_text(std::string_view text) {
  const OrderedJson stored = OrderedJson::parse(text, nullptr, false);
  const Json members = Json::parse(text, nullptr, false);
  Outcome outcome;
  outcome.status = parse_status(read_string(members, "status").value_or(""));
  outcome.message = read_string(members, "message").value_or("");
  outcome.retry_seconds = read_integer(members, "retry_seconds").value_or(0);
  if (has_value(members, "data")) outcome.data = stored["data"];
  outcome.instance = read_string(members, "instance");
  outcome.certificate_serial = read_string(members, "certificate_serial");
  return outcome;
}

void add_poll(Database& database, const Poll& poll) {
  database.prepare("INSERT INTO polls VALUES(?, ?, ?, ?)")
      .bind(poll.poll_id)
      .bind(poll.instance)
      .bind(poll.public_key)
      .bind(to_stored_text(poll.answer))
      .run();
}

std::optional<Poll> find_poll(Database& database, const std::string& poll_id) {
  Statement query = database.prepare("SELECT poll_id, instance, public_key, answer FROM polls WHERE poll_id = ?");
  query.bind(poll_id);
  if (!query.next_row()) return std::nullopt;
  return Poll{query.text(0), query.text(1), query.text(2), from_stored_text(query.text(3))};
}

}  // namespace ssm_lab
