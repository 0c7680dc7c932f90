#include "tests/peaks/player.hpp"

#include <algorithm>
#include <deque>
#include <limits>
#include <string_view>
#include <utility>

#include "persistence/section_json.hpp"

namespace lic::peaks {
namespace {

constexpr std::int64_t kStillSignedIn = std::numeric_limits<std::int64_t>::max();

bool accepted(const SeatAnswer& answer) {
  return std::holds_alternative<SeatDone>(answer) || std::holds_alternative<Unit>(answer);
}

Verdict verdict_of(const std::vector<Effect>& effects) {
  for (const Effect& effect : effects) {
    const auto* answer = std::get_if<Answer>(&effect);
    if (answer == nullptr) continue;
    Verdict verdict;
    if (const auto* batch = std::get_if<BatchDone>(&answer->answer))
      for (const SeatAnswer& row : batch->answers) verdict.push_back(accepted(row));
    else
      verdict.push_back(std::holds_alternative<SeatDone>(answer->answer) ||
                        std::holds_alternative<Unit>(answer->answer));
    return verdict;
  }
  return {};
}

// What a restart must survive goes through its stored form.
std::string read_back(AgentState& state) {
  for (const SectionFormat& format : section_formats()) {
    if (format.name != "usage" && format.name != "products") continue;
    Sections fresh;
    if (!read_section(format, format.write(state.sections), fresh)) return "the stored usage cannot be read";
    if (format.name == "usage") state.sections.usage = fresh.usage;
    if (format.name == "products") state.sections.products = fresh.products;
  }
  SeatTable seats;
  state.seats.visit([&seats](std::string_view id, const Seat& seat) { seats.put(id, seat); });
  state.seats = std::move(seats);
  for (auto& [key, report] : state.outbox) {
    auto read = read_report(write_report(report), key);
    if (!read) return "a stored report cannot be read";
    report = std::move(*read);
  }
  state.waiters = {};
  return {};
}

class Player {
public:
  explicit Player(const History& history) : history_(history) {}

  Recording play() {
    for (number_ = 0; number_ < history_.happenings.size() && recording_.complaint.empty(); ++number_) {
      const Happening& happening = history_.happenings.at(number_);
      now_ = happening.now;
      if (number_ > 0 && std::holds_alternative<Started>(happening.event)) recording_.complaint = read_back(state_);
      recording_.verdicts.push_back(feed(happening.event, true));
      while (!follow_ups_.empty()) {
        const Event event = std::move(follow_ups_.front());
        follow_ups_.pop_front();
        (void)feed(event, false);
      }
    }
    for (const std::string& broken : check_invariants(state_)) recording_.complaint = broken;
    state_.seats.visit([this](std::string_view id, const Seat& seat) {
      recording_.stretches.push_back(
          {number_of(SeatId{std::string(id)}), seat.seat_class, seat.class_change, kStillSignedIn});
    });
    return std::move(recording_);
  }

private:
  Verdict feed(const Event& event, bool first) {
    Step step = lic::step(state_, {now_, ++dice_ * 0x9e3779b97f4a7c15ULL, RequestId{++dice_}, event}, history_.policy);
    ++recording_.count;
    for (const Effect& effect : step.effects) {
      if (const auto* key = std::get_if<PrepareKey>(&effect))
        follow_ups_.emplace_back(KeyPrepared{key->key, std::nullopt});
      if (const auto* send = std::get_if<SendRequest>(&effect)) answer(send->request);
    }
    note_seats(step.changes.seats);
    Played played{number_, first, {}, std::move(step.changes), std::nullopt};
    if (const auto* reply = std::get_if<SsmReplied>(&event))
      if (const auto* granted = std::get_if<AuthorizationGranted>(&reply->reply.answer))
        played.acked = *granted->accepted_reports;
    if (!played.changes.outbox.empty()) played.outbox = state_.outbox;
    Verdict verdict = verdict_of(step.effects);
    if (step.usage_only && !(played.changes.outbox.empty() && played.changes.history.empty()))
      recording_.complaint = "a step that closed an interval is called usage_only";
    recording_.steps.push_back(std::move(played));
    return verdict;
  }

  void note_seats(const std::vector<SeatChange>& changes) {
    for (const SeatChange& change : changes) {
      if (change.number != ++last_change_) recording_.complaint = "seat changes are not numbered one by one";
      const bool ended = change.before && (!change.after || change.after->class_change != change.before->class_change);
      if (ended)
        recording_.stretches.push_back(
            {number_of(change.seat), change.before->seat_class, change.before->class_change, change.number});
    }
  }

  void answer(const SsmRequest& request) {
    if (std::holds_alternative<RegistrationRequest>(request.body)) {
      IdentityGranted granted;
      granted.instance = InstanceId{"piid-1"};
      granted.certificate = {"pem", "1", now_.wall - kHour, now_.wall + 365 * kDay};
      follow_ups_.emplace_back(SsmReplied{{request.id, now_.wall, granted}});
      return;
    }
    const auto* asked = std::get_if<AuthorizationRequest>(&request.body);
    if (asked == nullptr || history_.ssm == Ssm::silent) return;
    if (history_.ssm == Ssm::unreachable) {
      follow_ups_.emplace_back(SsmReplied{
          {request.id, std::nullopt, ExchangeFailed{FailureCode::tcp_refused, "no way to SSM", "mend it", {}}}});
      return;
    }
    AuthorizationGranted granted;
    granted.version = asked->version + 1;
    granted.accepted_reports.emplace();
    for (const UsageReport& row : asked->reports) granted.accepted_reports->push_back(row.id);
    for (const EntitlementCount& count : asked->entitlements)
      granted.entitlements.push_back(
          {count.tag, count.count, EntitlementStatus::in_compliance, "InCompliance", {}, std::nullopt});
    follow_ups_.emplace_back(SsmReplied{{request.id, now_.wall, std::move(granted)}});
  }

  const History& history_;
  Recording recording_;
  AgentState state_;
  Now now_{};
  std::uint64_t dice_ = 0;
  std::size_t number_ = 0;
  std::int64_t last_change_ = 0;
  std::deque<Event> follow_ups_;
};

}  // namespace

Recording play(const History& history) { return Player(history).play(); }

}  // namespace lic::peaks
