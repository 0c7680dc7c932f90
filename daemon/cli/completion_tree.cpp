#include "daemon/cli/completion_tree.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string_view>

#include "daemon/cli/command_line.hpp"
#include "daemon/cli/vendor_spelling.hpp"

namespace lic::cli {
namespace {

std::string joined(const std::string& path, std::string_view word) {
  return path.empty() ? std::string{word} : path + ' ' + std::string{word};
}

// CLI11 describes the check of IsMember as "{on,off}"; nothing else begins so.
std::vector<std::string> choices_of(CLI::Option& option) {
  std::string text;
  // CLI11 reports by exceptions, here that there is no check; they end here.
  try {
    text = option.get_validator(0)->get_description();
  } catch (const CLI::OptionNotFound&) {
    return {};
  }
  if (!text.starts_with('{') || !text.ends_with('}')) return {};
  return CLI::detail::split(text.substr(1, text.size() - 2), ',');
}

bool names_file(std::string_view name) {
  return name == "--config" || name == "--socket" || name.ends_with("-dir") || name.ends_with("file") ||
         name == "FILE" || name == "TRACE";
}

void add_argument(CLI::Option& option, CompletionPlace& place) {
  const std::string name = option.get_single_name();
  if (names_file(name)) place.takes_file = true;
  for (const std::string& choice : choices_of(option)) place.words.push_back({choice, option.get_description()});
}

// The options of one verb, or of the whole program.
std::vector<CompletionWord> options_of(CLI::App& app, CompletionPlace& place, CompletionTree& tree) {
  std::vector<CompletionWord> options;
  for (CLI::Option* option : app.get_options([](const CLI::Option*) { return true; })) {
    if (option->get_positional()) {
      add_argument(*option, place);
      continue;
    }
    const std::string name = "--" + option->get_lnames().front();
    options.push_back({name, option->get_description()});
    if (option->get_items_expected_max() > 0)
      tree.values[name] = CompletionValue{.choices = choices_of(*option), .is_file = names_file(name)};
  }
  return options;
}

bool has_option(const std::vector<CompletionWord>& options, const CompletionWord& option) {
  return std::ranges::find(options, option.word, &CompletionWord::word) != options.end();
}

void add_verb(CLI::App& app, const std::string& path, CompletionTree& tree) {
  CompletionPlace place;
  for (CLI::App* child : app.get_subcommands([](const CLI::App*) { return true; })) {
    place.words.push_back({child->get_name(), child->get_description()});
    add_verb(*child, joined(path, child->get_name()), tree);
  }
  place.options = options_of(app, place, tree);
  std::erase_if(place.options, [&](const CompletionWord& option) { return has_option(tree.common_options, option); });
  tree.places[path] = std::move(place);
}

// The words of a spelling lead from place to place.
void add_way(const std::string& spelling, CompletionTree& tree) {
  std::string path;
  for (const std::string& word : CLI::detail::split(spelling, ' ')) {
    auto& words = tree.places[path].words;
    path = joined(path, word);
    const std::string help = "the vendor's spelling: " + path;
    if (std::ranges::find(words, word, &CompletionWord::word) == words.end()) words.push_back({word, help});
  }
  tree.places.try_emplace(path);
}

void merge(CompletionPlace& into, const CompletionPlace& from) {
  into.words.insert(into.words.end(), from.words.begin(), from.words.end());
  into.options.insert(into.options.end(), from.options.begin(), from.options.end());
  into.takes_file = into.takes_file || from.takes_file;
}

// "privacy hostname on" stands for a verb with its argument, "status --no-usage" for one with an option: what is left
// to say are the options.
void add_finished(const Spelling& spelling, CompletionTree& tree) {
  const std::string ours{spelling.ours.substr(0, spelling.ours.rfind(' '))};
  const auto place = tree.places.find(ours);
  if (place != tree.places.end()) tree.places[std::string{spelling.vendor}].options = place->second.options;
}

void add_spelling(const Spelling& spelling, CompletionTree& tree) {
  const std::string vendor{spelling.vendor};
  const std::string ours{spelling.ours};
  add_way(vendor, tree);
  if (!tree.places.contains(ours)) return add_finished(spelling, tree);
  std::map<std::string, CompletionPlace> below;
  for (const auto& [path, place] : tree.places) {
    if (path == ours || path.starts_with(ours + ' ')) below[vendor + path.substr(ours.size())] = place;
  }
  for (const auto& [path, place] : below) merge(tree.places[path], place);
}

}  // namespace

CompletionTree completion_tree() {
  CompletionTree tree;
  Options options;
  CLI::App app;
  add_command_line(app, options);
  CompletionPlace whole;
  tree.common_options = options_of(app, whole, tree);
  add_verb(app, "", tree);
  for (const Spelling& spelling : vendor_spellings()) add_spelling(spelling, tree);
  return tree;
}

}  // namespace lic::cli
