#include "daemon/product/request_row.hpp"

#include <algorithm>
#include <utility>

#include "daemon/api/seat_body.hpp"

namespace lic::product {
namespace {

constexpr std::array<std::string_view, kMemberCount> kMembers{
    "i",       "op",       "id",  "capabilities",   "used",  "lease_seconds", "product_version",
    "inbound", "outbound", "ivr", "outbound_seats", "seats", "changes",       "more"};

constexpr std::array<std::string_view, 8> kOps{"sign_in", "sign_out", "update",       "ports",
                                               "sync",    "batch",    "provisioning", "subscribe"};

constexpr std::array<Member, 4> kPortMembers{Member::inbound, Member::outbound, Member::ivr, Member::outbound_seats};

Error bad(std::string what) {
  return Error(ErrorCode::invalid_argument, std::move(what), "correct the request and send it again");
}

std::string quoted(Member member) { return "\"" + std::string(name_of(member)) + "\""; }

MemberSet joined(MemberSet frame, std::initializer_list<Member> members) {
  for (const Member member : members) frame.add(member);
  return frame;
}

Result<void> check_required(const Row& row, std::string_view place, Member member) {
  if (row.present.has(member)) return {};
  return bad(quoted(member) + " is missing in " + std::string(place));
}

Result<SeatId> take_id(Row& row, std::string_view place) {
  if (auto outcome = check_required(row, place, Member::id); outcome.has_error()) return outcome.error();
  if (!api::is_seat_id(row.id)) return bad("\"id\" in " + std::string(place) + " is not 1 to 128 printable bytes");
  return SeatId{std::move(row.id)};
}

}  // namespace

std::string_view name_of(Member member) { return kMembers[static_cast<std::size_t>(member)]; }

std::optional<Member> member_named(std::string_view name) {
  for (std::size_t index = 0; index < kMembers.size(); ++index)
    if (kMembers[index] == name) return static_cast<Member>(index);
  return std::nullopt;
}

std::optional<Op> op_named(std::string_view name) {
  for (std::size_t index = 0; index < kOps.size(); ++index)
    if (kOps[index] == name) return static_cast<Op>(index);
  return std::nullopt;
}

std::string known_ops() {
  std::string list;
  for (const std::string_view op : kOps) list += (list.empty() ? "" : ", ") + std::string(op);
  return list;
}

std::optional<Member> MemberSet::first_beyond(MemberSet allowed) const {
  const std::uint32_t beyond = bits_ & ~allowed.bits_;
  if (beyond == 0) return std::nullopt;
  std::size_t index = 0;
  while ((beyond & (1U << index)) == 0) ++index;
  return static_cast<Member>(index);
}

Result<void> check_members(const Row& row, std::string_view place, MemberSet allowed) {
  const auto beyond = row.present.first_beyond(allowed);
  if (!beyond) return {};
  return bad("unknown member " + quoted(*beyond) + " in " + std::string(place));
}

Result<SignIn> to_sign_in(Row& row, std::string_view place, MemberSet frame) {
  const MemberSet allowed =
      joined(frame, {Member::id, Member::capabilities, Member::lease_seconds, Member::product_version});
  if (auto outcome = check_members(row, place, allowed); outcome.has_error()) return outcome.error();
  if (auto outcome = check_required(row, place, Member::capabilities); outcome.has_error()) return outcome.error();
  auto id = take_id(row, place);
  if (id.has_error()) return id.error();
  SignIn event{.seat = std::move(*id), .capabilities = row.capabilities};
  if (row.present.has(Member::lease_seconds)) event.lease = row.lease_seconds * kSecond;
  if (row.present.has(Member::product_version)) event.product_version = std::move(row.product_version);
  return event;
}

Result<SignOut> to_sign_out(Row& row, std::string_view place, MemberSet frame) {
  const MemberSet allowed = joined(frame, {Member::id});
  if (auto outcome = check_members(row, place, allowed); outcome.has_error()) return outcome.error();
  auto id = take_id(row, place);
  if (id.has_error()) return id.error();
  return SignOut{std::move(*id)};
}

Result<SeatUpdate> to_update(Row& row, std::string_view place, MemberSet frame) {
  const MemberSet allowed = joined(frame, {Member::id, Member::capabilities, Member::used});
  if (auto outcome = check_members(row, place, allowed); outcome.has_error()) return outcome.error();
  auto id = take_id(row, place);
  if (id.has_error()) return id.error();
  SeatUpdate event{.seat = std::move(*id), .capabilities = std::nullopt, .used = {}};
  if (row.present.has(Member::capabilities)) event.capabilities = row.capabilities;
  if (row.present.has(Member::used)) event.used = row.used;
  return event;
}

Result<PortsInUse> to_ports(const Row& row, std::string_view place, MemberSet frame) {
  const MemberSet allowed = joined(frame, {Member::inbound, Member::outbound, Member::ivr, Member::outbound_seats});
  if (auto outcome = check_members(row, place, allowed); outcome.has_error()) return outcome.error();
  std::array<std::optional<std::int64_t>, kPortMembers.size()> counts;
  for (std::size_t index = 0; index < kPortMembers.size(); ++index)
    if (row.present.has(kPortMembers[index])) counts[index] = row.ports[index];
  return PortsInUse{.inbound = counts[0], .outbound = counts[1], .ivr = counts[2], .outbound_seats = counts[3]};
}

}  // namespace lic::product
