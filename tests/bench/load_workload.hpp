#pragma once
// What is asked, before a protocol makes bytes of it: which id comes next, and what it is to hold this time.

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace lic::load {

inline constexpr std::size_t kIdLetters = 16;
inline constexpr std::size_t kValueLetters = 65;

// The capability sets that a seat goes through, as JSON lists.
inline constexpr std::array<std::string_view, 8> kCapabilityLists = {
    R"(["inbound_voice"])",
    R"(["inbound_voice","chat"])",
    R"(["inbound_voice","outbound_direct_preview"])",
    R"(["inbound_voice","email"])",
    R"(["inbound_voice","chat","email"])",
    R"(["inbound_voice","supervisor"])",
    R"(["outbound_progressive"])",
    R"(["inbound_voice","outbound_predictive","chat"])",
};

// One request. The views live as long as the workload.
struct Item {
  std::string_view id;
  std::size_t list = 0;    // index into kCapabilityLists
  std::string_view value;  // kValueLetters letters, for databases
};

// Gives every id once a turn, each turn in a random order of its own (an order that repeats, or that of creation,
// flatters a database). No id gets in a turn what it got in the turn before: a row that does not change costs some
// databases nothing.
class Workload {
public:
  // The ids depend on their number alone: the first thousand of a million are the thousand of another run. `seed`
  // decides the order and the values, `first_turn` goes on from an earlier run.
  Workload(std::size_t ids, std::uint64_t seed, std::uint64_t first_turn);
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;

  [[nodiscard]] Item next();
  // The first turn that a later run with the same ids may begin with.
  [[nodiscard]] std::uint64_t next_turn() const { return turn_ + 1; }
  [[nodiscard]] std::size_t ids() const { return order_.size(); }

private:
  std::string letters_;  // all ids, one behind the other
  std::string pool_;     // values are cut from it
  std::vector<std::uint32_t> order_;
  std::size_t drawn_ = 0;
  std::uint64_t turn_ = 0;
  std::mt19937_64 dice_;
};

}  // namespace lic::load
