#include "daemon/config/toml_tree.hpp"

#include <gtest/gtest.h>

#include "daemon/config/problem_list.hpp"

namespace lic {
namespace {

std::string complaint_about(const std::string& text) {
  const TomlFile file = read_toml_text("f.toml", text);
  return file.problems.size() == 1 ? describe(file.problems.front())
                                   : std::to_string(file.problems.size()) + " problems";
}

TEST(TomlTree, KnowsWhereKeysAndValuesStand) {
  const TomlFile file = read_toml_text("f.toml", "[product]\n  serial =  \"abc\"\nmax_seats=5\n");
  const auto& root = std::get<TomlTable>(file.root.content);
  ASSERT_EQ(root.size(), 1U);
  EXPECT_EQ(root[0].place, (TomlPlace{1, 1}));
  const auto& product = std::get<TomlTable>(root[0].value.content);
  ASSERT_EQ(product.size(), 2U);
  EXPECT_EQ(product[0].key, "serial");
  EXPECT_EQ(product[0].place, (TomlPlace{2, 3}));
  EXPECT_EQ(product[0].value.place, (TomlPlace{2, 13}));
  EXPECT_EQ(product[1].place, (TomlPlace{3, 1}));
  EXPECT_EQ(product[1].value.place, (TomlPlace{3, 11}));
}

TEST(TomlTree, SyntaxErrorsNameLineColumnAndCause) {
  EXPECT_EQ(complaint_about("[a]\nx = \n"),
            "f.toml:2:5: error: not TOML: while parsing key-value pair: expected value, saw '\\n'");
  EXPECT_EQ(complaint_about("x 5\n"),
            "f.toml:1:3: error: not TOML: while parsing key-value pair: expected '=', saw '5'");
  EXPECT_EQ(complaint_about("[a]\nx = 1\nx = 2\n"),
            "f.toml:3:5: error: not TOML: while parsing key-value pair: cannot redefine existing integer 'x'");
  EXPECT_EQ(complaint_about("a = 1\nb = tru\n"),
            "f.toml:2:8: error: not TOML: while parsing boolean: expected 'true', saw 'tru\\n'");
  EXPECT_EQ(
      complaint_about("a = 99999999999999999999\n"),
      "f.toml:1:25: error: not TOML: while parsing decimal integer: '99999999999999999999' is not representable in "
      "64 bits");
}

TEST(TomlTree, RefusesWhatWouldExhaustTheParser) {
  EXPECT_EQ(complaint_about("a = " + std::string(3000, '[')),
            "f.toml:1:21: error: brackets nest deeper than 16 levels; close the ones that are open");
  EXPECT_EQ(complaint_about("a = 1\nb = \"" + std::string(5000, 'x') + "\"\n"),
            "f.toml:2:1: error: the line is longer than 4096 bytes; split the value over several lines");
  EXPECT_EQ(complaint_about(std::string(kTomlBytesMax + 1, '\n')),
            "f.toml:1:1: error: the file is larger than 256 KiB; is it the right file?");
}

TEST(TomlTree, BracketsInStringsAndCommentsDoNotNest) {
  const std::string brackets(40, '[');
  const TomlFile file =
      read_toml_text("f.toml", "# " + brackets + "\na = \"" + brackets + "\\\"" + brackets + "\"\nb = '" + brackets +
                                   "'\nc = \"\"\"\n" + brackets + "\n\"\"\"\nd = [1]\n");
  EXPECT_TRUE(file.problems.empty());
}

TEST(TomlTree, UnreadableFileSaysWhy) {
  const TomlFile file = read_toml_file("/nonexistent/smart-agent.toml");
  ASSERT_EQ(file.problems.size(), 1U);
  EXPECT_EQ(
      describe(file.problems[0]),
      "/nonexistent/smart-agent.toml:1:1: error: cannot be read: No such file or directory; check that it exists and "
      "that the daemon's user may read it");
}

TEST(NearestWord, FindsSlipsAndNothingFarAway) {
  EXPECT_EQ(nearest_word("tolerence_minutes", {"tolerance_minutes", "interval_minutes"}), "tolerance_minutes");
  EXPECT_EQ(nearest_word("colour", {"catalog", "serial"}), "");
}

}  // namespace
}  // namespace lic
