#pragma once
// R-USE-6, 7, read again: which reports wait, which of them were merged, and what each must say.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/peaks/player.hpp"
#include "tests/peaks/reference.hpp"

namespace lic::peaks {

class ExpectedOutbox {
public:
  ExpectedOutbox(const History& history, const Recording& recording, const Truth& truth, Mistake mistake)
      : history_(history), recording_(recording), truth_(truth), mistake_(mistake) {}

  // A report fell due in this step.
  void queue(const ReportTime& report);
  // Compares with what waits after this step; the first difference as a sentence.
  [[nodiscard]] std::string follow(const Played& step);

private:
  using Quantities = std::map<std::string, std::int64_t>;
  struct Waiting {
    WallTime start;
    WallTime end;
    std::vector<Part> parts;            // one for each report in it, oldest first
    std::vector<std::int64_t> row_ids;  // as the core gave them; none yet = new
    bool sent = false;
  };
  struct Top {
    std::int64_t count = 0;
    Part part;  // in which it was reached first
  };
  [[nodiscard]] Top top(const Waiting& waiting, Meter meter) const;
  [[nodiscard]] Quantities quantities(const Waiting& waiting) const;
  [[nodiscard]] bool unchanged(const Waiting& waiting) const;
  void merge_when_full();
  void forget(const std::vector<std::int64_t>& acked);
  [[nodiscard]] std::string compare(Waiting& expected, const Report& actual);
  [[nodiscard]] std::string compare_row(const Waiting& expected, const Entitlement& entitlement, const ReportRow& row);
  [[nodiscard]] People named(Meter meter, std::int64_t change) const;
  [[nodiscard]] std::string compare_records(const Played& step);

  const History& history_;
  const Recording& recording_;
  const Truth& truth_;
  Mistake mistake_;
  std::vector<Waiting> waiting_;  // oldest first
  Quantities last_acked_;
  std::set<std::int64_t> ids_;
};

}  // namespace lic::peaks
