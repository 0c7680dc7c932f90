#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "tests/peaks/history.hpp"
#include "tests/peaks/rules.hpp"
#include "tests/simulation/dice.hpp"

namespace lic::peaks {
namespace {

constexpr Millis kMonday{1'772'409'600'000};  // 2026-03-02T00:00:00Z
constexpr Millis kWatchedAtMost = 3 * kHour;  // of one pause; longer ones are slept through
constexpr int kLongWatchPercent = 3;

WallTime next_multiple(WallTime after, Millis grid) { return WallTime{(after.time_since_epoch() / grid + 1) * grid}; }

// The life of one office, told in order.
class Office {
public:
  explicit Office(std::uint64_t seed) : dice_(sim::Dice(seed).roll()) {
    history_.seed = seed;
    history_.policy = draw_policy(dice_);
    history_.ssm = static_cast<Ssm>(dice_.below(3));
    people_ = 2 + dice_.below(kPeople - 2);
    watched_ = dice_.chance(0.8);
    now_.wall = WallTime{kMonday + Millis{dice_.below(kDay.count())}};
    if (dice_.chance(0.3)) now_.wall = next_multiple(now_.wall, 8 * kHour) - Millis{dice_.below(3 * kMinute.count())};
    now_.boot = BootTime{kHour};
  }

  History tell() {
    happen(Started{boot_id(), machine()});
    if (dice_.chance(0.7)) enroll();
    const auto length = 12 + dice_.below(50);
    for (std::int64_t count = 0; count < length; ++count) {
      pause();
      something();
    }
    settle();
    return std::move(history_);
  }

private:
  static Udi machine() { return {"UCCX", "059d8a992467", "0cd57390"}; }
  [[nodiscard]] std::string boot_id() const { return "boot-" + std::to_string(boots_); }
  void happen(Event event) { history_.happenings.push_back({now_, std::move(event)}); }
  void shift(Millis by) {
    now_.wall += by;
    now_.boot += by;
  }

  // Time passes up to a moment; a watched office fires its timer at every border on the way.
  void pass_to(WallTime target) {
    const Millis length = target - now_.wall;
    const bool long_watch = length <= 2 * kDay && dice_.below(100) < kLongWatchPercent;
    if (watched_ && (length <= kWatchedAtMost || long_watch)) {
      for (WallTime border = next_multiple(now_.wall, 15 * kMinute); border <= target; border += 15 * kMinute) {
        shift(border - now_.wall);
        happen(TimerFired{});
      }
    }
    shift(target - now_.wall);
  }

  void pause() {
    const auto kind = dice_.below(100);
    if (kind < 35) return;  // the same millisecond
    if (kind < 45) return pass_to(now_.wall + Millis{1 + dice_.below(5)});
    if (kind < 62) return pass_to(now_.wall + Millis{dice_.below(120'000)});
    if (kind < 74) return pass_to(now_.wall + Millis{dice_.below(1'200'000)});
    if (kind < 82) return pass_to(next_multiple(now_.wall, 15 * kMinute));
    if (kind < 87) return pass_to(next_multiple(now_.wall, 15 * kMinute) + Millis{dice_.below(3) - 1});
    if (kind < 91) return pass_to(next_multiple(now_.wall, 8 * kHour) + Millis{dice_.below(3) - 1});
    if (kind < 97) return pass_to(now_.wall + Millis{dice_.below(3 * kHour.count())});
    pass_to(now_.wall + Millis{dice_.below(4 * kDay.count())});
  }

  void something() {
    const auto kind = dice_.below(100);
    if (kind < 36) return happen(sign_in());
    if (kind < 54) return happen(SignOut{anybody()});
    if (kind < 66) return happen(update());
    if (kind < 71) return happen(sync());
    if (kind < 78) return happen(batch());
    if (kind < 84) return happen(ports());
    if (kind < 87) return happen(TimerFired{});
    if (kind < 93) return restart();
    if (kind < 96) return step_clock();
    if (kind < 98) return adjust_clock();
    if (enrolled_) return happen(control());
    enroll();
  }

  SeatId anybody() { return person(static_cast<int>(dice_.below(people_))); }
  CapabilitySet capabilities() {
    if (dice_.chance(0.45)) return with(Capability::inbound_voice);
    return CapabilitySet{dice_.roll() & dice_.roll() & 0xff};
  }
  SignIn sign_in() { return {anybody(), capabilities()}; }
  SeatUpdate update() {
    SeatUpdate change{anybody(), std::nullopt, {}};
    if (dice_.chance(0.4)) change.capabilities = capabilities();
    if (dice_.chance(0.7)) change.used = CapabilitySet{dice_.roll() & dice_.roll() & 0xff};
    return change;
  }
  SeatSync sync() {
    SeatSync list;
    for (std::int64_t count = dice_.below(people_ + 1); count > 0; --count) list.seats.push_back(sign_in());
    return list;
  }
  SeatBatch batch() {
    SeatBatch rows;
    for (std::int64_t count = dice_.below(12); count > 0; --count) {
      const auto kind = dice_.below(10);
      if (kind < 5)
        rows.changes.emplace_back(sign_in());
      else if (kind < 8)
        rows.changes.emplace_back(SignOut{anybody()});
      else if (kind < 9)
        rows.changes.emplace_back(update());
      else
        rows.changes.emplace_back(Error{ErrorCode::invalid_argument, "a bad row", "send a good one"});
    }
    return rows;
  }
  PortsInUse ports() {
    const auto maybe = [this]() -> std::optional<std::int64_t> {
      if (dice_.chance(0.5)) return std::nullopt;
      return dice_.below(20) - 1;  // -1 is refused
    };
    return {maybe(), maybe(), maybe(), maybe()};
  }

  // Refusals must leave no trace in a peak.
  SetLicenseControl control() {
    SetLicenseControl change{dice_.chance(0.3), {}, false};
    for (const LimitField field : history_.policy.license_type.limit_fields) change.limits[field] = dice_.below(8);
    return change;
  }

  Millis some_time() {
    const std::array most = {Millis{2}, 5 * kSecond, 5 * kMinute, 20 * kMinute, 10 * kHour, 3 * kDay};
    return Millis{dice_.below(most.at(static_cast<std::size_t>(dice_.below(6))).count())};
  }

  // The daemon, or the whole machine, was off.
  void restart() {
    shift(some_time());
    if (dice_.chance(0.5)) {
      ++boots_;
      now_.boot = BootTime{Millis{dice_.below(90'000)}};
      if (dice_.chance(0.2)) jump((dice_.chance(0.5) ? -1 : 1) * some_time());
    } else if (dice_.chance(0.1)) {
      jump((dice_.chance(0.5) ? -1 : 1) * some_time());
    }
    happen(Started{boot_id(), machine()});
  }

  void jump(Millis by) {
    history_.calm = false;
    now_.wall += by;
  }

  // Seen at once, or at whatever happens next.
  void step_clock() {
    const auto kind = dice_.below(4);
    Millis by = 10 * kSecond + Millis{dice_.below(3)};
    if (kind == 1) by = Millis{dice_.below(kHour.count())};
    if (kind == 2) by = Millis{dice_.below(kDay.count())};
    if (kind == 3) by = 15 * kMinute * (1 + dice_.below(40));
    jump(dice_.chance(0.5) ? -by : by);
    if (dice_.chance(0.6)) happen(TimerFired{});
  }

  // What a time service does: too little to be a step.
  void adjust_clock() {
    jump(Millis{dice_.below(20'001) - 10'000});
    happen(TimerFired{});
  }

  void enroll() {
    if (enrolled_) return;
    enrolled_ = true;
    happen(RegisterCommand{TokenRef{"token-1"}, "abcdef012345", false, false});
  }

  // The last borders, so that everything that happened is in a row and a report.
  void settle() {
    pass_to(next_multiple(now_.wall, 15 * kMinute));
    happen(TimerFired{});
    if (history_.policy.reporting == Reporting::every_15_minutes) return;
    const WallTime end = next_multiple(now_.wall, 8 * kHour);
    while (now_.wall < end) {
      shift(15 * kMinute);
      happen(TimerFired{});
    }
  }

  sim::Dice dice_;
  History history_;
  Now now_{};
  std::int64_t people_ = 2;
  bool watched_ = true;
  bool enrolled_ = false;
  int boots_ = 1;
};

}  // namespace

History draw_history(std::uint64_t seed) { return Office(seed).tell(); }

SeatId person(int number) { return SeatId{"s" + std::to_string(number)}; }

int number_of(const SeatId& seat) {
  int number = 0;
  std::from_chars(seat.value.data() + 1, seat.value.data() + seat.value.size(), number);
  return number;
}

}  // namespace lic::peaks
