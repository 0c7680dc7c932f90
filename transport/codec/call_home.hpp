#pragma once
// The Smart Call Home binding (wire P9): the same JSON inside a SOAP message. Pure.

#include <span>
#include <string>
#include <string_view>

#include "agent/result.hpp"
#include "agent/secret.hpp"
#include "agent/time.hpp"
#include "transport/codec/encode.hpp"

namespace lic {

struct CallHomeFacts {
  InstanceFacts instance;
  WallTime now;
  std::int64_t number = 0;  // of the message: MessageId M<number>, GroupId G<number>
};

inline constexpr const char* kCallHomeContentType = "text/xml; charset=utf-8";

// The envelope around `json` (wire P1). Every "]]>" in it is split over two CDATA sections.
[[nodiscard]] std::string to_call_home(std::string_view json, const CallHomeFacts& facts);

// The JSON (wire P6) in an answer: the attachment `smart_licensing_data`, whatever the prefixes; else the first text
// that is a JSON object with `response`. Errors have the failure `protocol_soap`: no XML, a DTD or entity declaration,
// too deep, a SOAP fault (its text is told, without `secrets`), no such attachment.
[[nodiscard]] Result<std::string> from_call_home(std::string_view body, std::span<const Secret> secrets = {});

}  // namespace lic
