#include "tests/simulation/clone_trials.hpp"
#include "tests/simulation/lone_machine.hpp"
#include "tests/simulation/scenario.hpp"
#include "tests/simulation/ssm_model.hpp"

namespace lic::sim {
namespace {

constexpr MasterTime kBorn{Millis{1767225600000}};  // 2026-01-01

class CrashTrial {
public:
  CrashTrial(std::uint64_t number, std::int64_t points, bool sends_early)
      : number_(number),
        sends_early_(sends_early),
        points_(points),
        dice_(number * 0x9e3779b97f4a7c15ULL + 3),
        policy_(plain_policy()),
        journal_(false),
        ssm_(policy_.license_type, dice_.fork(1), journal_),
        machine_(policy_, dice_.fork(2), kBorn + Millis{dice_.below(kDay.count())}, odds()) {}

  TrialResult run() {
    ssm_.settings().poll_chance = 0.1;
    ssm_.settings().accepts_expired_proof = true;
    for (const char* name : {"standard", "premium", "server"}) ssm_.buy(name, 100);
    machine_.start();
    const LoneMachine::Wire wire = [this](const SsmRequest& request, MasterTime now, bool stale) {
      return deliver(request, now, stale);
    };
    while (machine_.odds().points() < points_ && !failed()) {
      machine_.live(machine_.now() + dice_.between(kMinute, 2 * kHour), wire);
      machine_.hear(something(), wire, true);
    }
    return result();
  }

private:
  Interruptions odds() {
    Interruptions odds;
    odds.sends_early = sends_early_;
    odds.crash = 0.02 + static_cast<double>(dice_.below(10)) / 100;
    odds.request_lost = static_cast<double>(dice_.below(10)) / 100;
    odds.answer_lost = static_cast<double>(dice_.below(20)) / 100;
    odds.duplicate = static_cast<double>(dice_.below(10)) / 100;
    return odds;
  }

  // A copy that comes late is known to its sender as answered; what SSM says to it reaches nobody.
  SsmReply deliver(const SsmRequest& request, MasterTime now, bool stale) {
    ++exchanges_;
    SsmReply reply = ssm_.receive(request, now, stale);
    if (!stale && request.id == last_) ++repeats_;
    last_ = request.id;
    const auto* refused = std::get_if<Refused>(&reply.answer);
    if (!stale && refused != nullptr && refused->kind == RefusalKind::clone_suspected) ++alarms_;
    return reply;
  }

  Event something() {
    const bool registered = std::holds_alternative<Registered>(machine_.state().sections.registration.standing);
    const std::int64_t what = dice_.below(100);
    if (!registered || what < 1) {
      RegisterCommand command;
      command.token = TokenRef{"token-" + std::to_string(++tokens_)};
      command.token_fingerprint = "0123456789ab";
      command.force = true;
      ssm_.add_token(command.token, TokenKind::valid, "virtual");
      return command;
    }
    if (what < 3) return RenewRegistrationCommand{};
    if (what < 4) return DeregisterCommand{};
    if (what < 40) return RenewAuthorizationCommand{};
    const SeatId seat{"agent" + std::to_string(dice_.below(20))};
    if (what < 75) return SignIn{seat, with(Capability::inbound_voice)};
    return SignOut{seat};
  }

  [[nodiscard]] bool failed() const {
    return alarms_ > 0 || journal_.violation() || machine_.state().sections.authorization.clone_suspected ||
           !machine_.broken().empty();
  }

  [[nodiscard]] TrialResult result() const {
    TrialResult result;
    const Interruptions& odds = machine_.odds();
    result.trials = 1;
    result.crashes = odds.crashes;
    result.lost = odds.lost;
    result.duplicates = odds.duplicates;
    result.steps = odds.steps;
    result.exchanges = exchanges_;
    result.repeats = repeats_;
    if (!failed()) return result;
    result.failure = "life " + std::to_string(number_) + ": ";
    if (journal_.violation()) {
      *result.failure += journal_.violation()->rule + ": " + journal_.violation()->text;
    } else if (!machine_.broken().empty()) {
      *result.failure += machine_.broken();
    } else {
      *result.failure += "a crash was taken for a clone";
    }
    return result;
  }

  std::uint64_t number_;
  bool sends_early_;
  std::int64_t points_;
  Dice dice_;
  Policy policy_;
  Journal journal_;
  SsmModel ssm_;
  LoneMachine machine_;
  ExchangeId last_;
  std::int64_t exchanges_ = 0;
  std::int64_t repeats_ = 0;
  std::int64_t alarms_ = 0;
  int tokens_ = 0;
};

}  // namespace

void TrialResult::add(const TrialResult& other) {
  if (!failure) failure = other.failure;
  trials += other.trials;
  crashes += other.crashes;
  lost += other.lost;
  duplicates += other.duplicates;
  exchanges += other.exchanges;
  repeats += other.repeats;
  steps += other.steps;
}

TrialResult crash_trial(std::uint64_t number, std::int64_t points, bool sends_early) {
  return CrashTrial(number, points, sends_early).run();
}

}  // namespace lic::sim
