// A backup never takes the agent the room for its own changes.
#include <gtest/gtest.h>

#include "persistence/database_snapshot.hpp"

namespace lic::backup::test {
namespace {

TEST(RoomForACopy, IsLeftToTheAgent) {
  EXPECT_TRUE(check_room_for_copy(kRoomLeftByCopy + 5, 5).has_value());
  const auto refused = check_room_for_copy(kRoomLeftByCopy + 4, 5);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::storage);
  EXPECT_EQ(refused.error().what, "the file system of the state directory has 64 MiB free, and a backup needs 65");
}

}  // namespace
}  // namespace lic::backup::test
