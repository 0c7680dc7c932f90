#pragma once
// The history (R-USE-8) as a body that is written while it is read: 400 days cost no more memory than an hour.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "agent/result.hpp"
#include "agent/time.hpp"
#include "persistence/state_store.hpp"

namespace lic::api {

// Rows of one piece: a few milliseconds of the loop, some 100 KiB.
inline constexpr std::int64_t kHistoryRowsPerPiece = 500;

// Behind which row reading goes on. Rows come in the order of their interval, then as they were written.
struct HistoryPlace {
  WallTime start;          // of the row's interval
  std::int64_t given = 0;  // rows with that start that were given
  friend bool operator==(const HistoryPlace&, const HistoryPlace&) = default;
};
[[nodiscard]] std::string to_text(const HistoryPlace& place);
// Nothing for a text that no answer has given.
[[nodiscard]] std::optional<HistoryPlace> history_place(std::string_view text);

struct HistoryQuestion {
  HistoryPlace from;
  WallTime to;
  std::optional<std::int64_t> limit = {};  // none = all
  bool is_csv = false;
};

// `store` outlives it. Rows written meanwhile behind the place that was reached are in it.
class HistoryStream {
public:
  HistoryStream(StateStore& store, const HistoryQuestion& question) : store_(store), asked_(question) {}

  // The next piece of the body, its beginning and its end included; empty = that was all. An error breaks it off.
  [[nodiscard]] Result<std::string> next();
  [[nodiscard]] bool is_done() const { return is_done_; }

private:
  void pass(const std::vector<HistoryRow>& rows);
  [[nodiscard]] std::string beginning() const;
  [[nodiscard]] std::string end(bool is_cut) const;

  StateStore& store_;
  HistoryQuestion asked_;
  std::int64_t rows_given_ = 0;
  bool is_begun_ = false;
  bool is_done_ = false;
};

}  // namespace lic::api
