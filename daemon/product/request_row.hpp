#pragma once
// The members of one object of a request while it is being read, and what they make together.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "agent/event.hpp"
#include "agent/result.hpp"
#include "daemon/product/request.hpp"

namespace lic::product {

enum class Member : std::uint8_t {
  i,
  op,
  id,
  capabilities,
  used,
  lease_seconds,
  product_version,
  inbound,
  outbound,
  ivr,
  outbound_seats,
  seats,
  changes,
  more,
};
inline constexpr std::size_t kMemberCount = 14;
[[nodiscard]] std::string_view name_of(Member member);
[[nodiscard]] std::optional<Member> member_named(std::string_view name);

enum class Op : std::uint8_t { sign_in, sign_out, update, ports, sync, batch, provisioning, subscribe };
[[nodiscard]] std::optional<Op> op_named(std::string_view name);
[[nodiscard]] std::string known_ops();

// Members that were present. Values of absent ones mean nothing.
class MemberSet {
public:
  MemberSet() = default;
  template <class... Members>
  explicit constexpr MemberSet(Members... members) : bits_((0U | ... | bit(members))) {}
  [[nodiscard]] bool has(Member member) const { return (bits_ & bit(member)) != 0; }
  void add(Member member) { bits_ |= bit(member); }
  void remove(Member member) { bits_ &= ~bit(member); }
  // The first that is not in `allowed`.
  [[nodiscard]] std::optional<Member> first_beyond(MemberSet allowed) const;

private:
  static constexpr std::uint32_t bit(Member member) { return 1U << static_cast<unsigned>(member); }
  std::uint32_t bits_ = 0;
};

struct Row {
  MemberSet present;
  Op op = Op::sign_in;
  std::string id;
  CapabilitySet capabilities;
  CapabilitySet used;
  std::int64_t lease_seconds = 0;
  std::string product_version;
  std::array<std::int64_t, 4> ports{};  // inbound, outbound, ivr, outbound_seats
};

// The row as an event; its texts are moved out. Error `invalid_argument` says what is missing or too much in `place`
// ("the request", "seats[3]").
[[nodiscard]] Result<SignIn> to_sign_in(Row& row, std::string_view place, MemberSet frame = {});
[[nodiscard]] Result<SignOut> to_sign_out(Row& row, std::string_view place, MemberSet frame = {});
[[nodiscard]] Result<SeatUpdate> to_update(Row& row, std::string_view place, MemberSet frame = {});
[[nodiscard]] Result<PortsInUse> to_ports(const Row& row, std::string_view place, MemberSet frame = {});
// Nothing but `allowed` and `frame` is there.
[[nodiscard]] Result<void> check_members(const Row& row, std::string_view place, MemberSet allowed);

// An update without capabilities tells what was used: a fact, also of somebody who is not known.
[[nodiscard]] inline Unknown unknown_in_update(const Row& row) {
  return row.present.has(Member::capabilities) ? Unknown::is_error : Unknown::is_known_false;
}

}  // namespace lic::product
