#include "daemon/config/machine_identity.hpp"

#include <array>
#include <fstream>
#include <string_view>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace lic {
namespace {

// Names this application in the derivation (machine-id(5) asks for that), so that nobody can get from our serial to the
// machine id or to what another application derived. Must never change: serials would.
constexpr std::string_view kSerialSalt = "smart-agent UDI serial v1";
constexpr std::string_view kUuidSalt = "smart-agent UDI uuid v1";

constexpr std::size_t kSerialDigits = 12;
constexpr std::size_t kUuidDigits = 32;
constexpr std::size_t kMachineIdDigits = 32;

// The first line of a small file, or empty.
std::string first_line(const std::string& path) {
  std::ifstream stream(path);
  std::string line;
  line.resize(64);
  stream.getline(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(stream.gcount() > 0 ? std::string_view(line.data()).size() : 0);
  return line;
}

// The machine's id in lower-case hex; empty if there is none yet ("uninitialized") or it is not one.
std::string machine_id(const std::string& path) {
  const std::string line = first_line(path);
  const bool is_hex = line.find_first_not_of("0123456789abcdef") == std::string::npos;
  const bool is_null = line.find_first_not_of('0') == std::string::npos;
  return line.size() == kMachineIdDigits && is_hex && !is_null ? line : std::string{};
}

struct Derivation {
  std::string_view salt;
  std::string_view from;
};
// The first `digits` hex digits of HMAC-SHA-256(from, salt); empty if OpenSSL fails.
std::string derive(Derivation derivation, std::size_t digits) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int mac_bytes = 0;
  const auto* salt = reinterpret_cast<const unsigned char*>(derivation.salt.data());
  if (HMAC(EVP_sha256(), derivation.from.data(), static_cast<int>(derivation.from.size()), salt, derivation.salt.size(),
           mac.data(), &mac_bytes) == nullptr) {
    return {};
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (std::size_t index = 0; index < mac_bytes && text.size() < digits; ++index) {
    text += kHex[mac[index] >> 4U];
    text += kHex[mac[index] & 0x0FU];
  }
  return text;
}

// RFC 9562 version 8: a UUID whose bits the application chose.
std::string as_uuid(std::string digits) {
  if (digits.size() != kUuidDigits) return {};
  digits[12] = '8';
  digits[16] = 'a';
  for (const std::size_t position : {8U, 13U, 18U, 23U}) digits.insert(position, 1, '-');
  return digits;
}

}  // namespace

Result<Udi> read_udi(const UdiWish& wish, const IdentityPlaces& places) {
  const std::string id = machine_id(places.machine_id);
  if (id.empty() && !wish.serial) {
    return Error(ErrorCode::failed_precondition, "the machine has no usable identity in " + places.machine_id,
                 "put it back as it was; on a new machine run systemd-machine-id-setup, or set product.serial in the "
                 "configuration");
  }
  const std::string& source = id.empty() ? *wish.serial : id;
  Udi udi;
  udi.pid = wish.product_id;
  udi.serial = wish.serial ? *wish.serial : derive({kSerialSalt, source}, kSerialDigits);
  udi.uuid = as_uuid(derive({kUuidSalt, source}, kUuidDigits));
  if (udi.serial.empty() || udi.uuid.empty()) {
    return Error(ErrorCode::internal, "the serial could not be computed: HMAC-SHA-256 is not available",
                 "check the OpenSSL installation, or set product.serial in the configuration");
  }
  return udi;
}

Result<std::string> read_boot_id(const IdentityPlaces& places) {
  const std::string id = first_line(places.boot_id);
  if (!id.empty()) return id;
  return Error(ErrorCode::unavailable, "the id of this boot cannot be read from " + places.boot_id,
               "check that /proc is mounted");
}

}  // namespace lic
