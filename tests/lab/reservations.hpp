// Reservations of licenses for machines without a line to us (wire.md P11, rules.md R-SLR), with all their codes.
#pragma once

#include "tests/lab/authorization_code.hpp"
#include "tests/lab/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssm_lab {

// `returned` by the machine's return code, `released` by an administrator for a machine that can give none.
inline constexpr const char* kReserved = "reserved";
inline constexpr const char* kReturned = "returned";
inline constexpr const char* kReleased = "released";

struct Reservation {
  std::string instance;
  std::string request_code;
  std::int64_t account = 0;
  Device device;
  std::string state;
  std::int64_t made_ms = 0;
  std::optional<std::int64_t> ended_ms;
};

// The first code is `valid` at once, that of an update `unconfirmed` until its confirmation code comes: either may be
// installed, so the pool holds the larger count of all of them. A confirmation makes its code `valid` and every earlier
// one `over`; the end of the reservation makes all of them so.
inline constexpr const char* kCodeValid = "valid";
inline constexpr const char* kCodeUnconfirmed = "unconfirmed";
inline constexpr const char* kCodeOver = "over";

struct IssuedCode {
  std::string instance;
  std::int64_t timestamp_ms = 0;  // in the code; rises with every code of the instance
  ReservationWish wish;
  std::string text;
  std::string confirmation_code;
  std::string return_code;
  std::string state;
  std::int64_t made_ms = 0;
  std::optional<std::int64_t> confirmed_ms;
};

struct Confirmation {
  std::string instance;
  std::int64_t timestamp_ms = 0;
  std::int64_t now_ms = 0;
};

struct ReservationEnd {
  std::string instance;
  std::string state;
  std::int64_t now_ms = 0;
};

// All of these run inside a transaction of the caller.
class Reservations {
public:
  explicit Reservations(Database& database) : database_(database) {}

  [[nodiscard]] std::optional<Reservation> find(const std::string& instance);
  // Oldest first, those that ended too.
  [[nodiscard]] std::vector<Reservation> list();
  void add(const Reservation& reservation);

  void add_code(const IssuedCode& code);
  // Oldest first.
  [[nodiscard]] std::vector<IssuedCode> codes_of(const std::string& instance);
  [[nodiscard]] std::optional<IssuedCode> find_by_confirmation_code(const std::string& confirmation_code);
  [[nodiscard]] std::optional<IssuedCode> find_by_return_code(const std::string& return_code);

  // What the reservation takes from its pools: by tag, the largest count of the codes that are not over.
  [[nodiscard]] Counts held_by(const std::string& instance);

  void confirm(const Confirmation& confirmation);
  void end(const ReservationEnd& end);

private:
  [[nodiscard]] Counts counts_in(const IssuedCode& code);
  Database& database_;
};

}  // namespace ssm_lab
