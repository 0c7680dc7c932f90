#include "tests/matrix/verb_table.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

#include "tests/matrix/states.hpp"
#include "tests/matrix/verbs.hpp"

namespace lic::matrix {
namespace {

constexpr const char* kHead =
    "# What an operator may do, and when\n"
    "\n"
    "Each state of the core that the transition matrix knows, times each verb. Generated from the core by\n"
    "`lic_matrix --verbs --update`; the test `verbs_md` compares.\n"
    "\n"
    "`yes` = done or accepted, `no` = refused and nothing changed. The number says what the operator reads; it is\n"
    "below the table. The verbs are said with the same arguments in each state; a reservation's code fits the open\n"
    "request or the installed reservation, unless its column says otherwise.\n";

struct Outcome {
  bool allowed = true;
  std::string text;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

struct Told {
  Outcome operator()(const CommandDone& done) const { return {true, done.text}; }
  Outcome operator()(const ReservationDone& done) const {
    std::string text = done.text;
    for (const std::string& warning : done.warnings) text += " Warning: " + warning + ".";
    return {true, text};
  }
  Outcome operator()(const Error& error) const { return {false, error.what + "; " + error.remedy}; }
  Outcome operator()(const SeatDone&) const { return {}; }
  Outcome operator()(const Unit&) const { return {}; }
  Outcome operator()(const SeatRefused&) const { return {}; }
  Outcome operator()(const BatchDone&) const { return {}; }
  Outcome operator()(const ProductKnown&) const { return {}; }
};

// The verb's own answer comes with the number of its request; others wait for theirs, or are told of it.
Outcome outcome_of(const NamedState& state, const NamedVerb& verb) {
  Machine machine = state.machine;
  const Step made = machine.feed(verb.event, true);
  for (const Effect& effect : made.effects)
    if (const auto* answer = std::get_if<Answer>(&effect); answer != nullptr && answer->to == machine.last_request())
      return std::visit(Told{}, answer->answer);
  return {true, "(waits for what SSM says)"};
}

std::string in_cell(std::string text) {
  std::ranges::replace(text, '|', '/');
  return text;
}

// One group: states down, verbs across, and what was said beneath.
class Table {
public:
  explicit Table(std::string_view group) : group_(group) {}

  void add(const NamedState& state) {
    std::string line = "| " + in_cell(state.name) + " |";
    verbs_.clear();
    for (const NamedVerb& verb : verbs_for(state.machine)) {
      if (verb.group != group_) continue;
      verbs_.push_back(verb.name);
      const Outcome outcome = outcome_of(state, verb);
      line += std::string(outcome.allowed ? " yes " : " **no** ") + std::to_string(number_of(outcome)) + " |";
    }
    lines_.push_back(line);
  }

  void print(std::ostream& out) const {
    out << "\n## " << group_ << "\n\n| State |";
    for (const std::string& verb : verbs_) out << ' ' << in_cell(verb) << " |";
    out << "\n|---|";
    for (std::size_t column = 0; column < verbs_.size(); ++column) out << "---|";
    out << '\n';
    for (const std::string& line : lines_) out << line << '\n';
    out << '\n';
    for (std::size_t index = 0; index < outcomes_.size(); ++index)
      out << index + 1 << ". " << (outcomes_[index].allowed ? "yes: " : "no: ") << outcomes_[index].text << '\n';
  }

private:
  std::size_t number_of(const Outcome& outcome) {
    const auto found = std::ranges::find(outcomes_, outcome);
    if (found != outcomes_.end()) return static_cast<std::size_t>(found - outcomes_.begin()) + 1;
    outcomes_.push_back(outcome);
    return outcomes_.size();
  }

  std::string_view group_;
  std::vector<std::string> verbs_;
  std::vector<std::string> lines_;
  std::vector<Outcome> outcomes_;
};

std::vector<std::string_view> groups_of(const Machine& machine) {
  std::vector<std::string_view> groups;
  for (const NamedVerb& verb : verbs_for(machine))
    if (groups.empty() || groups.back() != verb.group) groups.push_back(verb.group);
  return groups;
}

}  // namespace

std::string verb_table() {
  const std::vector<NamedState> states = all_states();
  std::ostringstream out;
  out << kHead;
  for (const std::string_view group : groups_of(states.front().machine)) {
    Table table(group);
    for (const NamedState& state : states) table.add(state);
    table.print(out);
  }
  return out.str();
}

}  // namespace lic::matrix
