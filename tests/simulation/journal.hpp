#pragma once
// What happened last and what went wrong first: all a person needs to replay a failing seed.

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "agent/time.hpp"
#include "tests/simulation/virtual_clock.hpp"

namespace lic::sim {

struct Violation {
  std::string rule;  // "R-OOC-3"
  std::string text;
  MasterTime at;
};

class Journal {
public:
  explicit Journal(bool verbose) : verbose_(verbose) {}

  void set_time(MasterTime now) { now_ = now; }
  // Remembers one line; only the last ones are kept.
  void note(std::string line);
  // The first violation of a run is the one that counts; later ones are its echoes.
  void violated(std::string rule, std::string text);

  [[nodiscard]] const std::optional<Violation>& violation() const { return violation_; }
  [[nodiscard]] const std::deque<std::string>& lines() const { return lines_; }

private:
  bool verbose_;
  MasterTime now_{};
  std::deque<std::string> lines_;
  std::optional<Violation> violation_;
};

[[nodiscard]] std::string text_of(MasterTime time);
[[nodiscard]] std::string text_of(TrustedTime time);

}  // namespace lic::sim
