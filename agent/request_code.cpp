#include "agent/request_code.hpp"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <cstddef>
#include <string_view>

#include "agent/base58.hpp"

namespace lic {
namespace {

constexpr std::size_t kNonceCharacters = 9;
constexpr unsigned kRandomBits = 36;
constexpr unsigned kCheckPolynomial = 0x07;
constexpr std::size_t kTailCharacters = kNonceCharacters + 3;  // the nonce, '-', the check

std::string start_of(const Udi& udi) { return "CB-Z" + udi.pid + ":" + udi.serial + "-"; }

// Most significant first.
std::string bytes_of(std::uint64_t value) {
  std::string bytes(sizeof(value), '\0');
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, value >>= 8U) *byte = static_cast<char>(value & 0xFFU);
  return bytes;
}

// CRC-8, start 0, not reflected, no final XOR.
std::string check_of(std::string_view text) {
  unsigned check = 0;
  for (const char letter : text) {
    check ^= static_cast<unsigned char>(letter);
    for (int bit = 0; bit < 8; ++bit) check = ((check << 1U) ^ ((check & 0x80U) != 0 ? kCheckPolynomial : 0U)) & 0xFFU;
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  return {kHex[check >> 4U], kHex[check & 0xFU]};
}

}  // namespace

std::string request_code(const Udi& udi, std::uint16_t number, std::uint64_t random36) {
  constexpr std::uint64_t kRandomMask = (std::uint64_t{1} << kRandomBits) - 1;
  const std::uint64_t value = std::uint64_t{number} << kRandomBits | (random36 & kRandomMask);
  const std::string code = start_of(udi) + to_base58(bytes_of(value), kNonceCharacters);
  return code + "-" + check_of(code);
}

bool is_request_of(const Udi& udi, std::string_view code) {
  const std::string start = start_of(udi);
  return code.starts_with(start) && code.size() == start.size() + kTailCharacters;
}

InstanceId instance_of_request(std::string_view code) {
  boost::uuids::name_generator_sha1 name_uuid{boost::uuids::ns::url()};
  return InstanceId{boost::uuids::to_string(name_uuid(code.data(), code.size()))};
}

}  // namespace lic
