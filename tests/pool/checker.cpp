#include "tests/pool/checker.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace lic::pool {
namespace {

constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

struct Moment {
  std::uint64_t at;
  const Operation* operation;
  bool is_heard;
};

std::vector<Moment> moments_of(std::span<const Operation> operations) {
  std::vector<Moment> moments;
  moments.reserve(operations.size() * 2);
  for (const Operation& operation : operations) {
    moments.push_back({operation.asked, &operation, false});
    moments.push_back({operation.heard, &operation, true});
  }
  std::ranges::sort(moments, {}, &Moment::at);
  return moments;
}

void add(InUse& count, Kind kind) {
  count.premium += taken_by(kind).premium;
  count.seats += taken_by(kind).seats;
}

// When the pool may last have been full; "now" while it may be.
class LastFull {
public:
  void note(bool may_be_full, std::uint64_t at) {
    if (may_be_full || may_be_full_) last_ = at;
    may_be_full_ = may_be_full;
    ever_ = ever_ || may_be_full;
  }
  [[nodiscard]] bool since(std::uint64_t asked) const { return may_be_full_ || (ever_ && last_ >= asked); }

private:
  bool may_be_full_ = false;
  bool ever_ = false;
  std::uint64_t last_ = 0;
};

std::string name_of(Kind kind) {
  switch (kind) {
    case Kind::standard_in: return "standard sign-in";
    case Kind::premium_in: return "premium sign-in";
    case Kind::rise: return "rise to premium";
    case Kind::standard_out: return "standard sign-out";
    case Kind::premium_out: return "premium sign-out";
  }
  return "operation";
}

std::string text_of(const InUse& count) {
  return std::to_string(count.premium) + " premium of " + std::to_string(count.seats) + " seats";
}

bool needs_seat(Kind kind) { return kind == Kind::standard_in || kind == Kind::premium_in; }
bool needs_premium(Kind kind) { return kind == Kind::premium_in || kind == Kind::rise; }

class Sweep {
public:
  Sweep(const Pool& pool, const InUse& before) : pool_(pool), surely_(before), possibly_(before) { note(0); }

  std::string take(const Moment& moment) {
    const Operation& operation = *moment.operation;
    if (!operation.accepted) return moment.is_heard ? judge_refusal(operation) : std::string();
    const bool gives_back = taken_by(operation.kind).seats < 0;
    add(moment.is_heard == gives_back ? possibly_ : surely_, operation.kind);
    if (moment.is_heard == gives_back) return note(moment.at), std::string();
    return judge_use(operation);
  }
  [[nodiscard]] const InUse& possibly() const { return possibly_; }

private:
  void note(std::uint64_t at) {
    premium_full_.note(possibly_.premium >= pool_.premium, at);
    seats_full_.note(possibly_.seats >= pool_.seats(), at);
  }
  std::string judge_use(const Operation& operation) const {
    if (surely_.premium <= pool_.premium && surely_.seats <= pool_.seats()) return {};
    return "over the pool after a " + name_of(operation.kind) + ": at least " + text_of(surely_) + " in use";
  }
  std::string judge_refusal(const Operation& operation) const {
    if (needs_premium(operation.kind) && premium_full_.since(operation.asked)) return {};
    if (needs_seat(operation.kind) && seats_full_.since(operation.asked)) return {};
    return "a " + name_of(operation.kind) + " was refused below the pool: at most " + text_of(possibly_) + " in use";
  }

  const Pool& pool_;
  InUse surely_;
  InUse possibly_;
  LastFull premium_full_;
  LastFull seats_full_;
};

std::uint64_t first_refusal_heard(std::span<const Operation> operations, Kind kind) {
  std::uint64_t first = kNever;
  for (const Operation& operation : operations)
    if (operation.kind == kind && !operation.accepted) first = std::min(first, operation.heard);
  return first;
}

bool accepted_after(std::span<const Operation> operations, Kind kind, std::uint64_t heard) {
  return std::ranges::any_of(operations, [&](const Operation& operation) {
    return operation.kind == kind && operation.accepted && operation.asked > heard;
  });
}

}  // namespace

std::string contradiction(std::span<const Operation> operations, const Pool& pool, InUse& in_use) {
  Sweep sweep(pool, in_use);
  for (const Moment& moment : moments_of(operations))
    if (std::string found = sweep.take(moment); !found.empty()) return found;
  in_use = sweep.possibly();
  return {};
}

std::string contradiction_of_filling(std::span<const Operation> operations, const Pool& pool, const InUse& after) {
  const std::uint64_t standard = first_refusal_heard(operations, Kind::standard_in);
  const std::uint64_t premium = first_refusal_heard(operations, Kind::premium_in);
  const std::uint64_t rise = first_refusal_heard(operations, Kind::rise);
  if (accepted_after(operations, Kind::standard_in, standard) || accepted_after(operations, Kind::premium_in, standard))
    return "a sign-in was accepted after a standard one was refused, though nobody signed out";
  if (accepted_after(operations, Kind::premium_in, std::min(premium, rise)) ||
      accepted_after(operations, Kind::rise, rise))
    return "a premium seat was given after one was refused, though nobody signed out";
  if (standard != kNever && after.seats != pool.seats())
    return "a standard sign-in was refused, and in the end there are " + text_of(after);
  if (premium != kNever && after.seats != pool.seats() && after.premium != pool.premium)
    return "a premium sign-in was refused, and in the end there are " + text_of(after);
  if (rise != kNever && after.premium != pool.premium)
    return "a rise was refused, and in the end there are " + text_of(after);
  return {};
}

}  // namespace lic::pool
