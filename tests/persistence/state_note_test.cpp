#include "persistence/state_note.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include "tests/persistence/scratch_directory.hpp"

namespace lic {
namespace {

TEST(StateNote, IsKeptUntilItIsRemoved) {
  const ScratchDirectory scratch;
  const std::string directory = scratch.path();
  EXPECT_EQ(read_note(directory, StateNote::recovered), "");
  EXPECT_FALSE(note_time(directory, StateNote::recovered));
  ASSERT_TRUE(write_note(directory, StateNote::recovered, "restored from the backup").has_value());
  ASSERT_TRUE(write_note(directory, StateNote::failed_start, "no catalog").has_value());
  EXPECT_EQ(read_note(directory, StateNote::recovered), "restored from the backup");
  EXPECT_TRUE(note_time(directory, StateNote::recovered));
  ASSERT_TRUE(remove_note(directory, StateNote::recovered).has_value());
  EXPECT_EQ(read_note(directory, StateNote::recovered), "");
  EXPECT_EQ(read_note(directory, StateNote::failed_start), "no catalog");
  EXPECT_TRUE(remove_note(directory, StateNote::recovered).has_value()) << "gone is success";
}

TEST(StateNote, OneThatCannotBeReadStillHolds) {
  const ScratchDirectory scratch;
  ASSERT_TRUE(write_note(scratch.path(), StateNote::recovered, "reason").has_value());
  ASSERT_EQ(::chmod((scratch.path() + "/recovered").c_str(), 0644), 0);  // others may read it: not trusted
  EXPECT_EQ(read_note(scratch.path(), StateNote::recovered), "the note of the reason cannot be read");
}

}  // namespace
}  // namespace lic
