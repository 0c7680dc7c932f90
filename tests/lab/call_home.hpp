// The Smart Call Home binding (wire.md P9): a protocol message as the one inline attachment of a SOAP 1.2 envelope.
#pragma once

#include "tests/lab/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ssm_lab {

// Ours: far more than the envelope of wire.md needs.
inline constexpr int kXmlDepthMax = 32;

// The message in `smart_licensing_data`. Elements are known by their local names, whatever their prefix. At most 1 MiB;
// a document type declaration, and with it every entity of the sender's own, is refused. Fails with a sentence.
[[nodiscard]] Result<std::string> read_attachment(std::string_view xml);

// The answer's envelope around one protocol message.
[[nodiscard]] std::string write_envelope(std::string_view message, std::int64_t now_ms);

// For faults that an administrator orders: an envelope whose Block has no attachment, and one behind a document type
// declaration whose entities would grow a thousand million times in a parser that believes in them.
[[nodiscard]] std::string write_envelope_without_attachment(std::int64_t now_ms);
[[nodiscard]] std::string write_entity_bomb(std::string_view message, std::int64_t now_ms);

enum class FaultSide { sender, receiver };
// A SOAP 1.2 Fault that blames `side`.
[[nodiscard]] std::string write_soap_fault(FaultSide side, std::string_view reason);

}  // namespace ssm_lab
