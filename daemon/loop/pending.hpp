#pragma once
// What was decided and is not on disk yet: of the batch at hand, or of everything since the disk began to refuse.

#include <cstddef>

#include "agent/step.hpp"

namespace lic {

class Pending {
public:
  // While the disk refuses at most about so many of each kind are kept: seat changes beyond it are summed up by seat
  // (what is then lost is when exactly a session ended, for R-USE-11), of what is only appended the oldest go.
  static constexpr std::size_t kRowsMax = 65'536;

  // A moment to which undo() can go back.
  struct Mark {
    std::size_t effects = 0;
    std::size_t seats = 0;
    std::size_t outbox = 0;
    std::size_t history = 0;
    std::size_t completions = 0;
    std::size_t reports = 0;
    std::size_t events = 0;
    bool usage_only = true;
  };

  Pending() { sum_.usage_only = true; }

  // Steps are added to it; `usage_only` = each of them was.
  [[nodiscard]] Step& sum() { return sum_; }
  [[nodiscard]] const Step& sum() const { return sum_; }

  [[nodiscard]] Mark mark() const;
  // Forgets what came after `mark` and puts the tables back. Sections are restored by the caller.
  void undo(AgentState& state, const Mark& mark);
  // Keeps within the limits.
  void bound();
  // Requests to SSM that were held back while an answer settled them, or another one took their place, are not sent.
  void drop_overtaken(const AgentState& state);
  // It is on disk, and its effects have been run.
  void clear();

private:
  Step sum_;
  std::size_t seats_max_ = kRowsMax;
  std::size_t outbox_max_ = kRowsMax;
};

}  // namespace lic
