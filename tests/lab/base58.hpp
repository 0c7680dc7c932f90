// Base58, most significant letter first: 123456789ABC..HJ..NP..Zabc..km..z, without 0, O, I and l.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssm_lab {

// The bytes as one number, padded with `1` to that many letters; it must fit.
[[nodiscard]] std::string to_base58(std::string_view bytes, std::size_t letters);

[[nodiscard]] bool is_base58(std::string_view text);
// Nothing for other letters, or more of them than 63 bits hold.
[[nodiscard]] std::optional<std::int64_t> number_from_base58(std::string_view text);

}  // namespace ssm_lab
