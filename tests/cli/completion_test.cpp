// What shells are told can be typed where.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "daemon/cli/completion_tree.hpp"
#include "daemon/cli/verbs.hpp"

namespace lic::cli {
namespace {

std::vector<std::string> names_of(const std::vector<CompletionWord>& words) {
  std::vector<std::string> names;
  for (const CompletionWord& each : words) names.push_back(each.word);
  return names;
}

bool has(const std::vector<CompletionWord>& words, const std::string& name) {
  return std::ranges::find(words, name, &CompletionWord::word) != words.end();
}

TEST(Completion, LeadsToEveryVerbOfTheTable) {
  const CompletionTree tree = completion_tree();
  for (const Verb& verb : verbs()) {
    const std::string words{verb.words};
    const std::size_t space = words.find(' ');
    const std::string before = space == std::string::npos ? "" : words.substr(0, space);
    EXPECT_TRUE(has(tree.places.at(before).words, words.substr(space + 1))) << words;
    EXPECT_TRUE(tree.places.contains(words)) << words;
  }
}

TEST(Completion, KnowsOptionsAndTheirValues) {
  const CompletionTree tree = completion_tree();
  EXPECT_EQ(names_of(tree.places.at("register").options),
            (std::vector<std::string>{"--token-file", "--force", "--no-wait"}));
  EXPECT_TRUE(tree.values.at("--token-file").is_file);
  EXPECT_EQ(tree.values.at("--usage-mode").choices, (std::vector<std::string>{"production", "non-production"}));
  EXPECT_FALSE(tree.values.contains("--force"));
  EXPECT_EQ(names_of(tree.common_options),
            (std::vector<std::string>{"--help", "--socket", "--config", "--runtime-dir", "--json"}));
}

TEST(Completion, KnowsWhatAnArgumentCanBe) {
  const CompletionTree tree = completion_tree();
  EXPECT_EQ(names_of(tree.places.at("transport mode").words), (std::vector<std::string>{"smart", "call-home"}));
  EXPECT_EQ(names_of(tree.places.at("privacy hostname").words), (std::vector<std::string>{"on", "off"}));
  EXPECT_TRUE(tree.places.at("trust import").takes_file);
  EXPECT_FALSE(tree.places.at("status").takes_file);
}

TEST(Completion, HasTheVendorsSpellingBesideOurs) {
  const CompletionTree tree = completion_tree();
  EXPECT_EQ(names_of(tree.places.at("license").words), std::vector<std::string>{"smart"});
  EXPECT_EQ(tree.places.at("license smart register idtoken").options, tree.places.at("register").options);
  EXPECT_EQ(tree.places.at("license smart transport ssm-satellite").options,
            tree.places.at("transport on-prem").options);
  EXPECT_TRUE(has(tree.places.at("renew").words, "auth"));
  EXPECT_TRUE(has(tree.places.at("show license").words, "udi"));
}

// "license smart reservation" stands for a beginning of verbs: all that follow ours follow it.
TEST(Completion, GoesOnBehindAVendorsBeginning) {
  const CompletionTree tree = completion_tree();
  const auto& vendors = tree.places.at("license smart reservation").words;
  for (const CompletionWord& each : tree.places.at("reservation").words) EXPECT_TRUE(has(vendors, each.word));
  EXPECT_EQ(names_of(tree.places.at("license smart reservation request").words), std::vector<std::string>{"specific"});
  EXPECT_TRUE(has(tree.places.at("license smart reservation return").words, "authorization"));
  EXPECT_EQ(tree.places.at("license smart hostname enable").options, tree.places.at("privacy hostname").options);
}

}  // namespace
}  // namespace lic::cli
