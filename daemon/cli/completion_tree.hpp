#pragma once
// What can be typed where: the command line of smart-agentctl as data, for the completions of shells.

#include <map>
#include <string>
#include <vector>

namespace lic::cli {

struct CompletionWord {
  std::string word;
  std::string help;
  friend bool operator==(const CompletionWord&, const CompletionWord&) = default;
};

// What may follow some words.
struct CompletionPlace {
  std::vector<CompletionWord> words;    // further words of a verb, or what an argument can be
  std::vector<CompletionWord> options;  // "--force"; those of every verb are left out
  bool takes_file = false;              // an argument names a file
};

// What follows an option as its value.
struct CompletionValue {
  std::vector<std::string> choices;  // empty: anything
  bool is_file = false;              // a file or a folder
};

struct CompletionTree {
  std::map<std::string, CompletionPlace> places;  // by the words before: "", "renew", "license smart renew"
  std::vector<CompletionWord> common_options;     // of every verb
  std::map<std::string, CompletionValue> values;  // by the option that takes one
};

// Taken from the parser itself, with the vendor's spelling beside ours; in lower case.
[[nodiscard]] CompletionTree completion_tree();

}  // namespace lic::cli
