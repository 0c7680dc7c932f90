// Request codes of reservations: CB-Z<pid>:<serial>-<nonce>-<check> (wire.md P11, docs/decisions/0017).
#pragma once

#include "tests/lab/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ssm_lab {

struct RequestCode {
  std::string text;  // without outer white space
  std::string product;
  std::string serial;
};

// CRC-8 with polynomial 0x07, from 0, not reflected.
[[nodiscard]] std::uint8_t crc8(std::string_view bytes);

// Fails with a sentence that names what is wrong with the code.
[[nodiscard]] Result<RequestCode> read_request_code(std::string_view pasted);

// The instance that a request stands for: the name-based UUID (RFC 4122 version 5) of its code among URLs.
[[nodiscard]] std::string instance_of_request(const std::string& request_code);

}  // namespace ssm_lab
