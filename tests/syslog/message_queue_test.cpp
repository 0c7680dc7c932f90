#include "daemon/syslog/message_queue.hpp"

#include <gtest/gtest.h>

namespace lic {
namespace {

void write_all(MessageQueue& queue) {
  while (queue.next() != nullptr) {
    queue.begin_write();
    queue.is_written();
  }
}

TEST(MessageQueue, KeepsTheOrder) {
  MessageQueue queue;
  queue.push("one");
  queue.push("two");
  EXPECT_EQ(*queue.next(), "one");
  queue.begin_write();
  queue.is_written();
  EXPECT_EQ(*queue.next(), "two");
}

TEST(MessageQueue, WhatWasWrittenStaysUntilItIsConfirmed) {
  MessageQueue queue;
  queue.push("one");
  queue.push("two");
  write_all(queue);
  EXPECT_EQ(queue.next(), nullptr);
  EXPECT_TRUE(queue.has_anything());
  queue.rewind();
  EXPECT_EQ(*queue.next(), "one");
  write_all(queue);
  queue.push("three");
  queue.confirm();
  EXPECT_EQ(queue.size(), 1U);
  EXPECT_EQ(*queue.next(), "three");
}

TEST(MessageQueue, GivesUpWhatWasWrittenOftenEnough) {
  MessageQueue queue;
  queue.push("one");
  for (int round = 1; round < MessageQueue::kWritesMax; ++round) {
    write_all(queue);
    EXPECT_EQ(queue.rewind(), 0U);
  }
  queue.push("two");
  write_all(queue);
  EXPECT_EQ(queue.rewind(), 1U);
  EXPECT_EQ(*queue.next(), "two");
  EXPECT_EQ(queue.size(), 1U);
  EXPECT_EQ(queue.lost(), 0);
}

TEST(MessageQueue, WhatWasWrittenInPartAloneIsNeverGivenUp) {
  MessageQueue queue;
  queue.push("one");
  for (int round = 0; round < 20; ++round) {
    queue.begin_write();
    EXPECT_EQ(queue.rewind(), 0U);
  }
  EXPECT_EQ(*queue.next(), "one");
}

TEST(MessageQueue, EndlessPatienceGivesNothingUp) {
  MessageQueue queue(MessageQueue::Patience::endless);
  queue.push("one");
  for (int round = 0; round < 20; ++round) {
    write_all(queue);
    EXPECT_EQ(queue.rewind(), 0U);
  }
  EXPECT_EQ(*queue.next(), "one");
}

TEST(MessageQueue, DropsTheOldestAndCounts) {
  MessageQueue queue;
  for (std::size_t number = 0; number < MessageQueue::kMessagesMax + 3; ++number) queue.push(std::to_string(number));
  EXPECT_EQ(queue.size(), MessageQueue::kMessagesMax);
  EXPECT_EQ(*queue.next(), "3");
  EXPECT_EQ(queue.lost(), 3);
}

TEST(MessageQueue, IsBoundedInBytes) {
  MessageQueue queue;
  for (int number = 0; number < 5; ++number) queue.push(std::string(MessageQueue::kBytesMax / 4, 'x'));
  EXPECT_EQ(queue.size(), 4U);
  EXPECT_EQ(queue.lost(), 1);
}

TEST(MessageQueue, WhatWasWrittenGoesFirstAndIsNotLost) {
  MessageQueue queue;
  for (std::size_t number = 0; number < MessageQueue::kMessagesMax; ++number) queue.push("old");
  write_all(queue);
  queue.push("new");
  EXPECT_EQ(queue.lost(), 0);
  EXPECT_EQ(*queue.next(), "new");
}

TEST(MessageQueue, WhatIsBeingWrittenStays) {
  MessageQueue queue;
  queue.push("0");
  queue.begin_write();
  for (std::size_t number = 1; number < MessageQueue::kMessagesMax + 2; ++number) queue.push(std::to_string(number));
  EXPECT_EQ(*queue.next(), "0");
  queue.is_written();
  EXPECT_EQ(*queue.next(), "3");
  EXPECT_EQ(queue.lost(), 2);
}

TEST(MessageQueue, ANoteIsToldFirstAndStandsForAllThatIsLost) {
  MessageQueue queue;
  for (std::size_t number = 0; number < MessageQueue::kMessagesMax + 3; ++number) queue.push(std::to_string(number));
  queue.push_note("3 lost");
  EXPECT_EQ(*queue.next(), "3 lost");
  EXPECT_EQ(queue.lost(), 0);
}

TEST(MessageQueue, ANoteThatIsDroppedCountsAsWhatItStoodFor) {
  MessageQueue queue;
  for (std::size_t number = 0; number < MessageQueue::kMessagesMax + 3; ++number) queue.push(std::to_string(number));
  queue.push_note("3 lost");
  queue.push("newest");
  EXPECT_EQ(queue.lost(), 3 + 1);  // the note, and the message that had to go, too
  EXPECT_EQ(*queue.next(), "4");
}

}  // namespace
}  // namespace lic
