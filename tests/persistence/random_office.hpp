#pragma once
// Seats that come, change and go at random, recorded as the core does. The same seed gives the same commits, so that
// what must be stored after any number of them can be worked out anew.

#include <cstdint>
#include <random>
#include <string>

#include "persistence/state_store.hpp"

namespace lic {

class RandomOffice {
public:
  struct Size {
    std::uint64_t ids = 5000;
    std::uint64_t changes_max = 200;  // of one commit
  };
  explicit RandomOffice(const Size& size) : size_(size), dice_(size.ids) {}

  // Makes the next commit: `before`, `changes` and `usage_only` are its parts, state() is as after it.
  void next();
  [[nodiscard]] Commit commit() const {
    return Commit{.before = before_,
                  .after = state_.sections,
                  .changes = changes_,
                  .lab = {},
                  .seats = &state_.seats,
                  .usage_only = usage_only_};
  }
  // The commit of the last next() has failed: the state is as before it.
  void take_back();

  [[nodiscard]] const AgentState& state() const { return state_; }
  [[nodiscard]] bool equals(const AgentState& other) const {
    return state_.sections == other.sections && state_.seats == other.seats;
  }
  // Commits made so far, those taken back included; stored in the counters, which begin with one.
  [[nodiscard]] std::int64_t commits() const { return commits_; }
  [[nodiscard]] static std::int64_t commits_of(const AgentState& stored) {
    return stored.sections.usage.next_row_id - 1;
  }

private:
  void change_a_seat();

  Size size_;
  std::mt19937_64 dice_;
  AgentState state_;
  Sections before_;
  Changes changes_;
  bool usage_only_ = false;
  std::int64_t commits_ = 0;
};

}  // namespace lic
