#pragma once
// What was decided and is not on disk yet: of the batch at hand, or of everything since the disk began to refuse.

#include <cstddef>
#include <vector>

#include "agent/step.hpp"

namespace lic {

class Pending {
public:
  // While the disk refuses at most about so many of each kind are kept: seat changes beyond it are summed up by seat
  // (what is then lost is when exactly a session ended, for R-USE-11), of what is only appended the oldest go.
  static constexpr std::size_t kRowsMax = 65'536;

  // What was only appended is set aside while steps are added: one of them may forget the past (R-LIFE-6).
  template <class Row>
  struct Aside {
    std::vector<Row> rows = {};  // empty again after rejoin(), unless the past was forgotten
    std::size_t count = 0;
  };
  // A moment to which undo() can go back.
  struct Mark {
    std::size_t effects = 0;
    std::size_t seats = 0;
    std::size_t outbox = 0;
    Aside<HistoryAppend> history = {};
    Aside<HistoryComplete> completions = {};
    Aside<ReportRecord> reports = {};
    Aside<DomainEvent> events = {};
    bool forgets_past = false;
    bool usage_only = true;
  };

  Pending() { sum_.usage_only = true; }

  // Steps are added to it; `usage_only` = each of them was.
  [[nodiscard]] Step& sum() { return sum_; }
  [[nodiscard]] const Step& sum() const { return sum_; }

  // Sets aside what was appended; rejoin() or undo() with this mark must follow.
  [[nodiscard]] Mark mark();
  // Puts it back in front of what came after `mark`, unless that forgets the past. undo() may still follow.
  void rejoin(Mark& mark);
  // Forgets what came after `mark` and puts the tables back. Sections are restored by the caller.
  void undo(AgentState& state, Mark mark);
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
