#include "tests/lab/exchange_log.hpp"

#include "tests/lab/lab_clock.hpp"

#include <algorithm>

namespace ssm_lab {
namespace {

// Enough for any ordinary exchange; one that lists thousands of entitlements is logged without its data.
constexpr std::size_t kDataBytesMax = 64 * 1024;

std::optional<std::string> redacted_data(const Request& request) {
  Json data = request.data;
  if (data.is_object() && data.contains("id_token")) data["id_token"] = "(not logged)";
  std::string text = to_text(data);
  return text.size() > kDataBytesMax ? std::nullopt : std::optional(std::move(text));
}

OrderedJson parsed(const std::optional<std::string>& text) {
  if (!text || text->empty()) return nullptr;
  OrderedJson value = OrderedJson::parse(*text, nullptr, false);
  return value.is_discarded() ? OrderedJson(nullptr) : value;
}

OrderedJson read_entry(const Statement& row) {
  return {{"id", row.integer(0)},
          {"time", format_rfc3339(row.integer(1))},
          {"type", row.text(2)},
          {"instance", or_null(row.text_or_nothing(3))},
          {"sequence", or_null(row.integer_or_nothing(4))},
          {"exchange_id", or_null(row.text_or_nothing(5))},
          {"status", row.text(6)},
          {"status_message", row.text(7)},
          {"repeat", row.integer(8) != 0},
          {"fault", or_null(row.text_or_nothing(9))},
          {"request_data", parsed(row.text_or_nothing(10))},
          {"response_data", parsed(row.text_or_nothing(11))}};
}

}  // namespace

void log_exchange(Database& database, const ExchangeEntry& entry) {
  const Request& request = entry.request;
  const Outcome& outcome = entry.outcome;
  const std::optional<std::string> response =
      entry.response_data.size() > kDataBytesMax ? std::nullopt : std::optional(entry.response_data);
  const std::optional<std::string> fault =
      entry.fault ? std::optional<std::string>(name_of(entry.fault->kind)) : std::nullopt;
  database
      .prepare(
          "INSERT INTO exchanges(at_ms, type, instance, sequence, exchange_id, status, message, is_repeat, fault, "
          "request_data, response_data) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(entry.at_ms)
      .bind(request.type ? std::string(wire_name(*request.type)) : request.type_literal)
      .bind(request.header_instance ? request.header_instance : outcome.instance)
      .bind(request.sequence)
      .bind(request.exchange_id)
      .bind(wire_name(outcome.status))
      .bind(outcome.message)
      .bind(outcome.is_repeat)
      .bind(fault)
      .bind(redacted_data(request))
      .bind(response)
      .run();
  database.prepare("DELETE FROM exchanges WHERE id <= (SELECT MAX(id) FROM exchanges) - ?").bind(kExchangesKept).run();
}

OrderedJson list_exchanges(Database& database, std::int64_t limit) {
  OrderedJson list = OrderedJson::array();
  Statement query = database.prepare("SELECT * FROM (SELECT * FROM exchanges ORDER BY id DESC LIMIT ?) ORDER BY id");
  query.bind(limit);
  while (query.next_row()) list.push_back(read_entry(query));
  return list;
}

}  // namespace ssm_lab
