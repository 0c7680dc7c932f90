#include "tests/lab/clone_suspicions.hpp"

#include "tests/lab/lab_clock.hpp"

namespace ssm_lab {

void note_clone_sign(Database& database, const CloneSign& sign) {
  database
      .prepare(
          "INSERT INTO clone_suspicions VALUES(?, ?, ?, 1, ?, ?, ?) ON CONFLICT(instance) DO UPDATE SET "
          "last_ms = excluded.last_ms, times = times + 1, type = excluded.type, sequence = excluded.sequence, "
          "exchange_id = excluded.exchange_id")
      .bind(sign.instance)
      .bind(sign.now_ms)
      .bind(sign.now_ms)
      .bind(sign.type)
      .bind(sign.sequence)
      .bind(sign.exchange_id)
      .run();
}

OrderedJson describe_clone_suspicion(Database& database, const std::string& instance) {
  Statement query = database.prepare(
      "SELECT first_ms, last_ms, times, type, sequence, exchange_id FROM clone_suspicions WHERE instance = ?");
  query.bind(instance);
  if (!query.next_row()) return nullptr;
  return {{"since", format_rfc3339(query.integer(0))},
          {"last_at", format_rfc3339(query.integer(1))},
          {"times", query.integer(2)},
          {"type", query.text(3)},
          {"sequence", or_null(query.integer_or_nothing(4))},
          {"exchange_id", or_null(query.text_or_nothing(5))}};
}

}  // namespace ssm_lab
