#pragma once
// Packed records: the form of what is written too often, or in too great a number, to be JSON. Whole numbers of either
// sign take one byte when small and ten at most; texts have their length before them. A sealed record begins with its
// checksum, so that no damage is taken for a fact.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lic {

// Writes one record after the other into the same memory.
class PackedWriter {
public:
  // Forgets what was written; leaves room for the checksum.
  void start();
  void byte(std::uint8_t value) {
    make_room();
    bytes_[used_++] = static_cast<char>(value);
  }
  void number(std::int64_t value);
  // A number near another one, as the distance from it.
  void distance(std::int64_t from, std::int64_t to) {
    number(static_cast<std::int64_t>(static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from)));
  }
  void text(std::string_view value);
  // The whole record, with its checksum. Good until the next start().
  [[nodiscard]] std::string_view sealed();
  [[nodiscard]] std::size_t size() const { return used_; }

private:
  static constexpr std::size_t kNumberBytesMax = 10;
  void make_room() {
    if (bytes_.size() - used_ < kNumberBytesMax) bytes_.resize(2 * bytes_.size() + kFirstBytes);
  }
  static constexpr std::size_t kFirstBytes = 512;

  std::string bytes_;
  std::size_t used_ = 0;
};

// Reads a record back. After something that cannot be ours all reads give zero and is_good() is false for ever.
class PackedReader {
public:
  // The bytes must outlive the reader. Not good at once if they are not what was sealed.
  explicit PackedReader(std::string_view sealed);

  [[nodiscard]] std::uint8_t byte();
  [[nodiscard]] std::int64_t number();
  // The number that was written as the distance from this one.
  [[nodiscard]] std::int64_t number_from(std::int64_t from) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(from) + static_cast<std::uint64_t>(number()));
  }
  // A number in [0, most].
  [[nodiscard]] std::int64_t number_up_to(std::int64_t most);
  // A view into the record.
  [[nodiscard]] std::string_view text();
  void spoil() { is_good_ = false; }  // the caller found something that cannot be ours

  [[nodiscard]] bool is_good() const { return is_good_; }
  // Good, and nothing is left.
  [[nodiscard]] bool is_done() const { return is_good_ && at_ == bytes_.size(); }

private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool is_good_ = true;
};

// The same for two records that differ once in four billion times. Not against forgery.
[[nodiscard]] std::uint32_t checksum_of(std::string_view bytes);

}  // namespace lic
