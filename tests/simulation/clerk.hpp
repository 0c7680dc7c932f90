#pragma once
// Who reserves: types the verbs of R-SLR at the machine and carries codes between it and SSM, with all the mistakes
// that people make.

#include <optional>
#include <string>
#include <vector>

#include "agent/event.hpp"
#include "tests/simulation/dice.hpp"
#include "tests/simulation/ssm_reservation.hpp"
#include "tests/simulation/virtual_clock.hpp"

namespace lic::sim {

// What stands on the machine's screen.
struct ReservationScreen {
  bool classic = false;
  bool unregistered = false;
  bool enabled = false;
  bool lacking = false;
  std::string request;                  // empty = none open
  std::optional<InstanceId> installed;  // of the installed code
  std::string confirmation_code;
  std::string return_code;
};

class Clerk {
public:
  explicit Clerk(Dice dice) : dice_(dice) {}

  [[nodiscard]] std::optional<Event> turn(const ReservationScreen& screen, ReservationDesk& desk, WallTime now);
  [[nodiscard]] Millis pause();
  // Out of the reservation mode, step by step and without mistakes; nothing = it is left.
  [[nodiscard]] static std::optional<Event> leave(const ReservationScreen& screen, ReservationDesk& desk);
  // A code that covers all there is, confirmed at SSM.
  [[nodiscard]] static std::optional<Event> widen(const ReservationScreen& screen, ReservationDesk& desk, WallTime now);
  // Enters at SSM what the machine shows.
  static void enter_codes(const ReservationScreen& screen, ReservationDesk& desk);

private:
  [[nodiscard]] std::optional<Event> outside(const ReservationScreen& screen);
  [[nodiscard]] std::optional<Event> before_request();
  [[nodiscard]] std::optional<Event> with_request(const ReservationScreen& screen, ReservationDesk& desk, WallTime now);
  [[nodiscard]] std::optional<Event> installed(const ReservationScreen& screen, ReservationDesk& desk, WallTime now);
  [[nodiscard]] Event install(AuthorizationCode code);
  [[nodiscard]] Event mistake();
  [[nodiscard]] std::optional<AuthorizationCode> some_old_code();
  void spoil(AuthorizationCode& code, WallTime now);
  void tidy_up(const ReservationScreen& screen, ReservationDesk& desk);
  void remember(const AuthorizationCode& code);

  Dice dice_;
  std::vector<AuthorizationCode> codes_;  // that he ever held in his hands, the last ones
};

}  // namespace lic::sim
