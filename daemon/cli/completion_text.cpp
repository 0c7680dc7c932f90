#include "daemon/cli/completion_text.hpp"

#include <string_view>

namespace lic::cli {
namespace {

// In single quotes nothing is special but the quote itself.
std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char letter : text) {
    if (letter == '\'') {
      result += "'\\''";
    } else {
      result += letter;
    }
  }
  return result + "'";
}

std::string only_words(const std::vector<CompletionWord>& words) {
  std::string result;
  for (const CompletionWord& each : words) result += (result.empty() ? "" : " ") + each.word;
  return result;
}

// Of _describe: "word:help", where a colon of the word itself is escaped.
std::string described(const std::vector<CompletionWord>& words) {
  std::string result;
  for (const CompletionWord& each : words) result += ' ' + quoted(each.word + ':' + each.help);
  return result;
}

// The beginning of both scripts: which words of a verb are typed already is in $path. The vendor's words count in any
// case; what is no word of a verb is an argument.
std::string walk(const CompletionTree& tree, std::string_view first_and_last, std::string_view word) {
  std::string options;
  for (const auto& [name, value] : tree.values) options += (options.empty() ? "" : "|") + name;
  std::string places;
  for (const auto& [path, place] : tree.places) {
    if (!path.empty()) places += (places.empty() ? "" : "|") + quoted(path);
  }
  std::string text = "  for ((" + std::string{first_and_last} + "; index++)); do\n";
  text += "    word=" + std::string{word} + "\n";
  text += "    case $word in\n";
  text += "      " + options + ") ((index += 1)); continue ;;\n";
  text += "      -*) continue ;;\n";
  text += "    esac\n";
  text += "    case \"${verb:+$verb }$word\" in\n";
  text += "      " + places + ") verb=\"${verb:+$verb }$word\" ;;\n";
  text += "    esac\n";
  text += "  done\n";
  return text;
}

}  // namespace

std::string bash_completion(const CompletionTree& tree) {
  std::string text =
      "# Completion of smart-agentctl for bash, written by 'smart-agentctl completion bash'.\n"
      "_smart_agentctl() {\n"
      "  local verb= word= index words= options= files=\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
      "  COMPREPLY=()\n"
      "  case $previous in\n";
  for (const auto& [name, value] : tree.values) {
    text += "    " + name + ") ";
    std::string choices;
    for (const std::string& choice : value.choices) choices += (choices.empty() ? "" : " ") + choice;
    if (value.is_file)
      text += "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); ";
    if (!choices.empty()) text += "mapfile -t COMPREPLY < <(compgen -W " + quoted(choices) + " -- \"$current\"); ";
    text += "return ;;\n";
  }
  text += "  esac\n" + walk(tree, "index = 1; index < COMP_CWORD", "${COMP_WORDS[index],,}") + "  case $verb in\n";
  for (const auto& [path, place] : tree.places) {
    text += "    " + quoted(path) + ") words=" + quoted(only_words(place.words));
    text += " options=" + quoted(only_words(place.options)) + (place.takes_file ? " files=yes" : "") + " ;;\n";
  }
  text += "  esac\n";
  text += "  if [[ $current == -* ]]; then words=\"$options " + only_words(tree.common_options) + "\"; files=; fi\n";
  text += "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"${current,,}\")\n";
  text += "  if [[ $files ]]; then\n";
  text += "    compopt -o filenames 2>/dev/null\n";
  text += "    mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- \"$current\")\n";
  text += "  fi\n}\ncomplete -F _smart_agentctl smart-agentctl\n";
  return text;
}

std::string zsh_completion(const CompletionTree& tree) {
  std::string text =
      "#compdef smart-agentctl\n"
      "# Completion of smart-agentctl for zsh, written by 'smart-agentctl completion zsh'.\n"
      "_smart_agentctl() {\n"
      "  local verb= word= files=\n"
      "  local -i index\n"
      "  local -a verbs flags\n"
      "  case $words[CURRENT-1] in\n";
  for (const auto& [name, value] : tree.values) {
    text += "    " + name + ") ";
    std::string choices;
    for (const std::string& choice : value.choices) choices += ' ' + choice;
    if (value.is_file) text += "_files; ";
    if (!choices.empty()) text += "compadd --" + choices + "; ";
    text += "return ;;\n";
  }
  text += "  esac\n" + walk(tree, "index = 2; index < CURRENT", "${words[index]:l}") + "  case $verb in\n";
  for (const auto& [path, place] : tree.places) {
    text += "    " + quoted(path) + ") verbs=(" + described(place.words) + " ) flags=(" + described(place.options);
    text += std::string{" )"} + (place.takes_file ? " files=yes" : "") + " ;;\n";
  }
  text += "  esac\n";
  text += "  flags+=(" + described(tree.common_options) + " )\n";
  text += "  if [[ $PREFIX == -* ]]; then\n";
  text += "    _describe -o option flags\n";
  text += "  else\n";
  text += "    (( $#verbs )) && _describe verb verbs\n";
  text += "    [[ -n $files ]] && _files\n";
  text += "  fi\n}\n_smart_agentctl \"$@\"\n";
  return text;
}

}  // namespace lic::cli
