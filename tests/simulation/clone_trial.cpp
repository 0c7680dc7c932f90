#include <array>
#include <utility>

#include "tests/simulation/clone_trials.hpp"
#include "tests/simulation/lone_machine.hpp"
#include "tests/simulation/scenario.hpp"
#include "tests/simulation/ssm_model.hpp"

namespace lic::sim {
namespace {

constexpr MasterTime kBorn{Millis{1767225600000}};  // 2026-01-01
constexpr int kRoundsMax = 400;

// What is true of two copies, reckoned from their pairs of number and id alone.
class Truth {
public:
  using Pair = std::pair<std::int64_t, std::string>;

  void part(const ExchangeState& common) {
    parted_ = true;
    if (common.pending) common_ = Pair{common.pending->request.sequence, common.pending->request.id.value};
  }
  // A request of this copy arrives: must SSM know now that there are two?
  [[nodiscard]] bool must_tell(std::size_t copy, const Pair& pair) {
    const bool repeat = last_ == pair;
    if (!parted_ || repeat) {
      if (!repeat) last_ = pair;
      return false;
    }
    if (went_on_[1 - copy]) return true;
    if (pair != common_) went_on_[copy] = true;
    last_ = pair;
    return false;
  }

private:
  bool parted_ = false;
  std::optional<Pair> last_;
  std::optional<Pair> common_;     // of the exchange that was open when the state was copied
  std::array<bool, 2> went_on_{};  // said something that the other copy never could
};

class CloneTrial {
public:
  explicit CloneTrial(std::uint64_t number)
      : number_(number),
        dice_(number * 0xd1342543de82ef95ULL + 5),
        policy_(plain_policy()),
        journal_(false),
        ssm_(policy_.license_type, dice_.fork(1), journal_),
        original_(policy_, dice_.fork(2), kBorn + Millis{dice_.below(kDay.count())}, odds()) {}

  TrialResult run() {
    for (const char* name : {"standard", "premium", "server"}) ssm_.buy(name, 100);
    original_.start();
    register_at(original_, 0);
    const std::int64_t length = dice_.below(30);
    for (std::int64_t round = 0; round < length && !failure_; ++round) go_on(original_, 0);
    ssm_.expect_clone();
    LoneMachine copy = original_;
    truth_.part(original_.state().sections.exchange);
    original_.part(1);
    copy.part(2);
    for (int round = 0; round < kRoundsMax && !failure_ && !told_; ++round) {
      const bool first = dice_.chance(0.5);
      go_on(first ? original_ : copy, first ? 0 : 1);
    }
    if (!told_ && !failure_) failure_ = "two copies went on for long and SSM knows of one";
    if (told_ && !failure_) check_aftermath(*told_ == 0 ? original_ : copy, *told_);
    return result();
  }

private:
  Interruptions odds() {
    Interruptions odds;
    odds.crash = dice_.chance(0.5) ? 0.05 : 0;
    odds.answer_lost = dice_.chance(0.5) ? 0.2 : 0;
    odds.duplicate = 0;
    return odds;
  }

  LoneMachine::Wire wire(std::size_t copy) {
    return [this, copy](const SsmRequest& request, MasterTime now, bool) {
      SsmReply reply = ssm_.receive(request, now, false);
      if (request.signer) judge(copy, request, reply);
      return reply;
    };
  }

  void judge(std::size_t copy, const SsmRequest& request, const SsmReply& reply) {
    ++exchanges_;
    const auto* refused = std::get_if<Refused>(&reply.answer);
    const bool told = refused != nullptr && refused->kind == RefusalKind::clone_suspected;
    if (silent_) return fail("a copy that was told to be one of two goes on reporting");
    if (told_) return;
    if (last_ == request.id) ++repeats_;
    last_ = request.id;
    const bool must = truth_.must_tell(copy, {request.sequence, request.id.value});
    if (told && !must) fail("an identical repeat was taken for a clone");
    if (!told && must) fail("two copies differed and SSM did not see it at once");
    if (told) told_ = copy;
  }

  void register_at(LoneMachine& machine, std::size_t copy) {
    const LoneMachine::Wire out = wire(copy);
    for (int tries = 0; tries < 50; ++tries) {
      if (std::holds_alternative<Registered>(machine.state().sections.registration.standing)) return;
      RegisterCommand command;
      command.token = TokenRef{"token-" + std::to_string(++tokens_)};
      command.token_fingerprint = "0123456789ab";
      command.force = true;
      ssm_.add_token(command.token, TokenKind::valid, "virtual");
      machine.hear(command, out, true);
      machine.live(machine.now() + kHour, out);
    }
    fail("could not register");
  }

  void go_on(LoneMachine& machine, std::size_t copy) {
    const LoneMachine::Wire out = wire(copy);
    const std::int64_t what = dice_.below(3);
    if (what == 0) machine.live(machine.now() + dice_.between(kMinute, kHour), out);
    if (what == 1) machine.hear(RenewAuthorizationCommand{}, out, true);
    if (what == 2)
      machine.hear(SignIn{SeatId{"agent" + std::to_string(dice_.below(9))}, with(Capability::inbound_voice)}, out,
                   true);
    if (!machine.broken().empty()) fail(machine.broken());
  }

  // R-ID-2: registered still, silent, and cured by a new registration.
  void check_aftermath(LoneMachine& machine, std::size_t copy) {
    machine.calm();
    const LoneMachine::Wire out = wire(copy);
    machine.live(machine.now() + 2 * kDay, out);  // its answer may have been lost: it asks again and is told again
    const Sections& sections = machine.state().sections;
    if (!sections.authorization.clone_suspected) return fail("a copy was told that there are two and does not know it");
    if (!std::holds_alternative<Registered>(sections.registration.standing))
      return fail("a suspected clone lost its registration");
    silent_ = true;
    machine.live(machine.now() + 3 * kDay, out);
    silent_ = false;
    RegisterCommand again;
    again.token = TokenRef{"token-" + std::to_string(++tokens_)};
    again.token_fingerprint = "0123456789ab";
    again.force = true;
    ssm_.add_token(again.token, TokenKind::valid, "virtual");
    machine.hear(again, out, true);
    machine.live(machine.now() + kHour, out);
    if (machine.state().sections.authorization.clone_suspected) fail("a new registration does not cure the suspicion");
  }

  void fail(std::string text) {
    if (!failure_) failure_ = std::move(text);
  }

  [[nodiscard]] TrialResult result() const {
    TrialResult result;
    result.trials = 1;
    result.exchanges = exchanges_;
    result.repeats = repeats_;
    result.crashes = original_.odds().crashes;
    result.lost = original_.odds().lost;
    result.steps = original_.odds().steps;
    if (failure_) result.failure = "clone " + std::to_string(number_) + ": " + *failure_;
    return result;
  }

  std::uint64_t number_;
  Dice dice_;
  Policy policy_;
  Journal journal_;
  SsmModel ssm_;
  LoneMachine original_;
  Truth truth_;
  std::optional<std::size_t> told_;  // which copy
  bool silent_ = false;
  std::optional<std::string> failure_;
  ExchangeId last_;
  std::int64_t exchanges_ = 0;
  std::int64_t repeats_ = 0;
  int tokens_ = 0;
};

}  // namespace

TrialResult clone_trial(std::uint64_t number) { return CloneTrial(number).run(); }

}  // namespace lic::sim
