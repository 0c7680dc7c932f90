#include "persistence/packed_bytes.hpp"

#include <bit>
#include <cstring>

namespace lic {
namespace {

constexpr std::size_t kSealBytes = sizeof(std::uint32_t);

// Small numbers of either sign become small numbers: 0, -1, 1, -2 ... are 0, 1, 2, 3 ...
std::uint64_t folded(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}
std::int64_t unfolded(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}

std::uint64_t mixed(std::uint64_t sum, std::uint64_t word) {
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;
  return std::rotl((sum ^ word) * kOdd, 29);  // each step can be taken back, so no difference is lost on the way
}

}  // namespace

std::uint32_t checksum_of(std::string_view bytes) {
  std::uint64_t sum = bytes.size();
  while (bytes.size() >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), sizeof word);
    sum = mixed(sum, word);
    bytes.remove_prefix(sizeof word);
  }
  std::uint64_t rest = 0;
  if (!bytes.empty()) std::memcpy(&rest, bytes.data(), bytes.size());
  sum = mixed(mixed(sum, rest), 0);
  return static_cast<std::uint32_t>(sum ^ (sum >> 32U));
}

void PackedWriter::start() {
  if (bytes_.size() < kSealBytes) bytes_.resize(kFirstBytes);
  used_ = kSealBytes;
}

void PackedWriter::number(std::int64_t value) {
  make_room();
  std::uint64_t rest = folded(value);
  for (; rest >= 0x80; rest >>= 7U) bytes_[used_++] = static_cast<char>(rest | 0x80U);
  bytes_[used_++] = static_cast<char>(rest);
}

void PackedWriter::text(std::string_view value) {
  number(static_cast<std::int64_t>(value.size()));
  if (bytes_.size() - used_ < value.size()) bytes_.resize(2 * bytes_.size() + value.size());
  value.copy(bytes_.data() + used_, value.size());
  used_ += value.size();
}

std::string_view PackedWriter::sealed() {
  const std::string_view record(bytes_.data(), used_);
  const std::uint32_t seal = checksum_of(record.substr(kSealBytes));
  std::memcpy(bytes_.data(), &seal, kSealBytes);
  return record;
}

PackedReader::PackedReader(std::string_view sealed) {
  std::uint32_t seal = 0;
  if (sealed.size() >= kSealBytes) std::memcpy(&seal, sealed.data(), kSealBytes);
  is_good_ = sealed.size() > kSealBytes && seal == checksum_of(sealed.substr(kSealBytes));
  if (is_good_) bytes_ = sealed.substr(kSealBytes);
}

std::uint8_t PackedReader::byte() {
  is_good_ = is_good_ && at_ < bytes_.size();
  return is_good_ ? static_cast<std::uint8_t>(bytes_[at_++]) : 0;
}

std::int64_t PackedReader::number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint64_t part = byte();
    value |= (part & 0x7fU) << shift;
    if (part < 0x80) return is_good_ ? unfolded(value) : 0;
  }
  is_good_ = false;
  return 0;
}

std::int64_t PackedReader::number_up_to(std::int64_t most) {
  const std::int64_t value = number();
  is_good_ = is_good_ && value >= 0 && value <= most;
  return is_good_ ? value : 0;
}

std::string_view PackedReader::text() {
  const std::int64_t length = number_up_to(static_cast<std::int64_t>(bytes_.size() - at_));
  if (!is_good_) return {};
  const std::string_view value = bytes_.substr(at_, static_cast<std::size_t>(length));
  at_ += value.size();
  return value;
}

}  // namespace lic
