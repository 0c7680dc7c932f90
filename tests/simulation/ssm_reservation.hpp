#pragma once
// The part of the SSM model that reserves (R-SLR, docs/decisions/0017): it reads request codes, makes authorization
// codes out of the account's pools and keeps books of what each code holds.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/catalog.hpp"
#include "agent/reservation_code.hpp"
#include "tests/simulation/dice.hpp"
#include "tests/simulation/journal.hpp"

namespace lic::sim {

// Licenses of one entitlement by its name.
using Holdings = std::map<std::string, std::int64_t>;

struct Reservation {
  std::string request;
  AuthorizationCode code;                    // made last
  Holdings held;                             // what is not free in the pools
  std::optional<AuthorizationCode> changed;  // made before `code`, which is not confirmed yet
  bool over = false;                         // given back, or
  bool by_hand = false;                      // removed there without the machine
};

class ReservationDesk {
public:
  ReservationDesk(const LicenseType& type, Dice dice, Journal& journal) : type_(type), dice_(dice), journal_(journal) {}

  // What somebody enters at SSM. Nothing: SSM refuses, for a request that is spent.
  [[nodiscard]] std::optional<AuthorizationCode> reserve(const std::string& request, WallTime now);
  [[nodiscard]] std::optional<AuthorizationCode> change(const InstanceId& instance, WallTime now, bool generous);
  void confirm(const std::string& confirmation_code);
  void give_back(const std::string& return_code);
  void remove(const InstanceId& instance);  // by hand: the machine is gone

  void buy(const std::string& name, std::int64_t quantity) { pools_[name] = quantity; }
  [[nodiscard]] std::int64_t free(const std::string& name) const;
  [[nodiscard]] const Reservation* find(const InstanceId& instance) const;
  [[nodiscard]] const std::map<std::string, Reservation>& books() const { return books_; }

private:
  [[nodiscard]] Udi udi_of(const std::string& request);
  [[nodiscard]] AuthorizationCode make(const InstanceId& instance, const Udi& udi, const Holdings& own, WallTime now,
                                       bool generous);
  [[nodiscard]] ReservedLicense license(const Entitlement& entitlement, std::int64_t count, WallTime now);

  const LicenseType& type_;
  Dice dice_;
  Journal& journal_;
  Holdings pools_;
  std::map<std::string, Reservation> books_;  // by instance
  WallTime last_made_{};
};

// A license that the type cannot do without: it is there or not, nobody signs in to use it.
[[nodiscard]] bool is_mandatory(const Entitlement& entitlement);
[[nodiscard]] InstanceId instance_named_by(const std::string& request);

}  // namespace lic::sim
