#pragma once
// Who is signed in, in which class, and which ports are in use: R-USE-1, 2, 9 as a list of what stood after each event.

#include <array>
#include <cstdint>
#include <vector>

#include "tests/peaks/history.hpp"
#include "tests/peaks/mistake.hpp"

namespace lic::peaks {

using People = std::uint64_t;  // a bit for each person

struct Standing {
  std::array<People, kSeatClassCount> in_class{};
  std::array<std::int64_t, 4> ports{};  // inbound, outbound, ivr, outbound seats
};

// Who is counted by this meter; nobody for ports.
[[nodiscard]] People who(const Standing& standing, Meter meter);
[[nodiscard]] std::int64_t count(const Standing& standing, Meter meter);

// Whether each change of an event was accepted; one entry, or one for each row of a batch.
using Verdict = std::vector<bool>;

class Attendance {
public:
  Attendance(const Policy& policy, Mistake mistake) : policy_(policy), mistake_(mistake) {}

  // What stood after each instant that the event brought, in order; none if it changed nothing that is counted.
  [[nodiscard]] std::vector<Standing> apply(const Event& event, const Verdict& verdict);

private:
  struct Person {
    bool present = false;
    SeatClass seat_class = SeatClass::standard;
    CapabilitySet may;
    CapabilitySet did;
  };
  [[nodiscard]] SeatClass judge(const Person& person) const;
  void sign_in(const SignIn& event);
  void sign_out(int number) { people_.at(static_cast<std::size_t>(number)) = Person{}; }
  void update(const SeatUpdate& event);
  void set_ports(const PortsInUse& event);
  [[nodiscard]] std::vector<Standing> sync(const SeatSync& event);
  [[nodiscard]] std::vector<Standing> batch(const SeatBatch& event, const Verdict& verdict);
  [[nodiscard]] Standing standing() const;

  const Policy& policy_;
  Mistake mistake_;
  std::array<Person, kPeople> people_{};
  std::array<std::int64_t, 4> ports_{};
};

}  // namespace lic::peaks
