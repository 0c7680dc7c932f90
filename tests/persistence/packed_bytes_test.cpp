// Packed records come back as they were, and no damage is taken for a fact.

#include "persistence/packed_bytes.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "persistence/counters_format.hpp"
#include "persistence/journal_format.hpp"
#include "persistence/seat_format.hpp"
#include "tests/persistence/filled_state.hpp"

namespace lic {
namespace {

TEST(PackedBytes, NumbersOfEverySizeComeBack) {
  std::vector<std::int64_t> numbers = {0, std::numeric_limits<std::int64_t>::min(),
                                       std::numeric_limits<std::int64_t>::max()};
  for (int bit = 0; bit < 63; ++bit)
    for (const std::int64_t near : {-1, 0, 1}) {
      numbers.push_back((std::int64_t{1} << bit) + near);
      numbers.push_back(-(std::int64_t{1} << bit) + near);
    }
  PackedWriter record;
  record.start();
  for (const std::int64_t number : numbers) record.number(number);
  PackedReader reader(record.sealed());
  for (const std::int64_t number : numbers) EXPECT_EQ(reader.number(), number);
  EXPECT_TRUE(reader.is_done());
}

TEST(PackedBytes, TextsOfEveryLengthComeBack) {
  PackedWriter record;
  record.start();
  for (std::size_t length = 0; length < 2000; length += 13) record.text(std::string(length, 'x'));
  PackedReader reader(record.sealed());
  for (std::size_t length = 0; length < 2000; length += 13) EXPECT_EQ(reader.text(), std::string(length, 'x'));
  EXPECT_TRUE(reader.is_done());
}

TEST(PackedBytes, SmallNumbersTakeOneByte) {
  PackedWriter record;
  record.start();
  const std::size_t before = record.size();
  record.number(-64);
  record.number(63);
  EXPECT_EQ(record.size(), before + 2);
}

TEST(PackedBytes, NothingIsReadBeyondTheEnd) {
  PackedWriter record;
  record.start();
  record.number(1000);  // as the length of a text that is not there
  PackedReader reader(record.sealed());
  EXPECT_EQ(reader.text(), "");
  EXPECT_FALSE(reader.is_good());
  EXPECT_EQ(reader.number(), 0);
  EXPECT_FALSE(PackedReader("").is_good());
  EXPECT_FALSE(PackedReader("abcd").is_good());
}

TEST(PackedBytes, EachBitThatFlipsAndEachByteThatIsLostIsSeen) {
  const Sections sections = filled_sections();
  PackedWriter record;
  pack_journal_row(record, {{.number = 5, .seat = {"agent"}, .before = filled_seat(), .after = filled_seat()}},
                   &sections);
  const std::string good(record.sealed());
  ASSERT_TRUE(JournalRow(good).is_good());
  for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(JournalRow(bad).is_good()) << bit;
  }
  for (std::size_t length = 0; length < good.size(); ++length)
    EXPECT_FALSE(JournalRow(std::string_view(good).substr(0, length)).is_good()) << length;
}

TEST(PackedBytes, CountersComeBackWhateverTheyHold) {
  std::vector<Sections> all = sections_with_every_alternative();
  all.emplace_back().clock.wall = WallTime::max();
  all.back().clock.trusted = TrustedTime::min();
  all.back().usage.last_change = std::numeric_limits<std::int64_t>::max();
  for (const Sections& sections : all) {
    PackedWriter record;
    record.start();
    pack_counters(record, sections);
    PackedReader reader(record.sealed());
    Sections read;
    read.clock.ssm_offset = Millis{5};  // must not survive
    read.usage.last_reported = {{{"old"}, 1}};
    unpack_counters(reader, read);
    EXPECT_TRUE(reader.is_done());
    EXPECT_EQ(read.clock, sections.clock);
    EXPECT_EQ(read.usage, sections.usage);
  }
}

TEST(PackedBytes, SeatsComeBackWhateverTheyHold) {
  std::vector<Seat> seats = {Seat{}, filled_seat()};
  for (const SeatClass seat_class : {SeatClass::standard, SeatClass::premium, SeatClass::regular})
    seats.emplace_back().seat_class = seat_class;
  seats.emplace_back().version = std::numeric_limits<std::uint16_t>::max();
  seats.emplace_back().holder = std::numeric_limits<std::uint32_t>::max();
  seats.emplace_back().lease_ends = TrustedTime::min();
  for (const Seat& seat : seats) {
    PackedWriter record;
    record.start();
    pack_seat(record, seat);
    PackedReader reader(record.sealed());
    EXPECT_EQ(unpack_seat(reader), seat);
    EXPECT_TRUE(reader.is_done());
  }
}

}  // namespace
}  // namespace lic
