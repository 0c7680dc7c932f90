#pragma once
// What the core wants done, as plain data: tests print and compare it. The loop runs effects in order, after the
// commit.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "agent/alarm.hpp"
#include "agent/catalog.hpp"
#include "agent/ids.hpp"
#include "agent/result.hpp"
#include "agent/ssm_message.hpp"

namespace lic {

// Send one request to SSM; its outcome comes back as SsmReplied with the same exchange id, exactly once.
struct SendRequest {
  SsmRequest request;
  friend bool operator==(const SendRequest&, const SendRequest&) = default;
};
// The caller no longer wants the answer; a late reply is ignored by the core in any case.
struct CancelRequest {
  ExchangeId exchange;
  friend bool operator==(const CancelRequest&, const CancelRequest&) = default;
};
// Make an RSA-2048 key and its CSR under this name, durably, then answer with KeyPrepared. Repeatable.
struct PrepareKey {
  KeyRef key;
  friend bool operator==(const PrepareKey&, const PrepareKey&) = default;
};
struct DestroyKey {
  KeyRef key;
  friend bool operator==(const DestroyKey&, const DestroyKey&) = default;
};
struct DestroyToken {
  TokenRef token;
  friend bool operator==(const DestroyToken&, const DestroyToken&) = default;
};

// Answers to waiting callers.
struct CommandDone {
  bool background = false;  // accepted; goes on by itself
  bool local_only = false;  // deregistered here, SSM was not told (R-REG-9)
  std::string text;         // one sentence for the operator
  friend bool operator==(const CommandDone&, const CommandDone&) = default;
};
struct SeatDone {
  SeatClass seat_class = SeatClass::standard;
  bool created = false;  // first sign-in of this id
  friend bool operator==(const SeatDone&, const SeatDone&) = default;
};
struct Unit {
  friend bool operator==(const Unit&, const Unit&) = default;
};
// Admission says no, and nothing has changed (R-CTL-3, R-CTL-6).
enum class LimitCode : std::uint8_t { license_limit, reservation_limit, ova_limit };
struct SeatRefused {
  LimitCode code = LimitCode::license_limit;
  std::string reason;  // one sentence with the counts
  std::string remedy;
  std::vector<std::pair<std::string_view, std::int64_t>> counts;  // by stable names: in use and limits
  friend bool operator==(const SeatRefused&, const SeatRefused&) = default;
};
using SeatAnswer = std::variant<SeatDone, Unit, SeatRefused, Error>;
struct BatchDone {
  std::vector<SeatAnswer> answers;  // one for each change, in order
  friend bool operator==(const BatchDone&, const BatchDone&) = default;
};
// A license that the operator selects at SSM when reserving (R-SLR-1).
struct LicenseToReserve {
  EntitlementName name;
  EntitlementTag tag;
  std::string display_name;
  bool mandatory = false;  // without it no code is accepted
  friend bool operator==(const LicenseToReserve&, const LicenseToReserve&) = default;
};
// A reservation verb was done, or (dry run) would be.
struct ReservationDone {
  std::string text;                        // one sentence for the operator
  std::vector<std::string> warnings = {};  // one sentence each: what will not go as before
  std::string request_code = {};
  std::vector<LicenseToReserve> licenses = {};  // with a request code
  std::string confirmation_code = {};           // of a change; to be entered at SSM
  std::string return_code = {};                 // to be entered at SSM
  friend bool operator==(const ReservationDone&, const ReservationDone&) = default;
};
struct ProductKnown {
  std::uint32_t holder = 0;  // to be named in the sign-ins of this process
  friend bool operator==(const ProductKnown&, const ProductKnown&) = default;
};
using Answered =
    std::variant<CommandDone, SeatDone, Unit, Error, SeatRefused, BatchDone, ProductKnown, ReservationDone>;
struct Answer {
  RequestId to;
  Answered answer;
  friend bool operator==(const Answer&, const Answer&) = default;
};

struct TellAlarm {
  AlarmNotice notice;
  friend bool operator==(const TellAlarm&, const TellAlarm&) = default;
};

using Effect = std::variant<SendRequest, CancelRequest, PrepareKey, DestroyKey, DestroyToken, Answer, TellAlarm>;

}  // namespace lic
