#include "daemon/cli/socket_choice.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

#include "daemon/cli/http_client.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

namespace fs = std::filesystem;

// The file and conf.d/*.toml beside it, later ones win, as the daemon reads them.
std::vector<fs::path> files_of(const fs::path& main_file) {
  std::vector<fs::path> files{main_file};
  std::error_code failure;
  std::vector<fs::path> more;
  for (fs::directory_iterator entry{main_file.parent_path() / "conf.d", failure}, end; !failure && entry != end;
       entry.increment(failure)) {
    if (entry->path().extension() == ".toml") more.push_back(entry->path());
  }
  std::ranges::sort(more);
  files.insert(files.end(), more.begin(), more.end());
  return files;
}

Problem configuration_problem(const std::string& what) {
  return Problem{kExitConfiguration, "configuration", what,
                 "correct the file (smart-agentd --check-config), or name the daemon's socket with --socket"};
}

// `[api] socket` of one file; empty if it does not say.
Outcome<std::string> socket_in(const fs::path& file, const std::string& text) {
  const auto at = [&file](const toml::source_region& place) {
    return file.string() + ":" + std::to_string(place.begin.line);
  };
  const toml::parse_result parsed = toml::parse(std::string_view{text});
  if (parsed.failed()) return configuration_problem(at(parsed.error().source()) + ": this is no TOML");
  const toml::table* const api = parsed.table()["api"].as_table();
  const toml::node* const socket = api == nullptr ? nullptr : api->get("socket");
  if (socket == nullptr) return std::string{};
  if (const auto* path = socket->as_string()) return path->get();
  return configuration_problem(at(socket->source()) + ": [api] socket is no text");
}

Outcome<std::string> socket_of_configuration(const Options& options) {
  const bool is_named = !options.config_file.empty();
  std::string socket;
  for (const fs::path& file : files_of(is_named ? options.config_file : kUsualConfigFile)) {
    std::ifstream stream{file};
    std::ostringstream text;
    if (stream) text << stream.rdbuf();
    if (!stream) {
      if (is_named && file == fs::path{options.config_file}) {
        return configuration_problem("the configuration file " + options.config_file + " cannot be read");
      }
      continue;
    }
    auto found = socket_in(file, text.str());
    if (!found) return found;
    if (!found->empty()) socket = *found;
  }
  return socket;
}

}  // namespace

Outcome<std::string> choose_socket(const Options& options) {
  std::string socket = options.socket;
  if (socket.empty()) {
    auto configured = socket_of_configuration(options);
    if (!configured) return configured;
    socket = *configured;
  }
  if (socket.empty()) socket = (fs::path{options.runtime_dir} / "control.sock").string();
  if (socket.size() > kSocketPathMax) {
    return usage_problem("the socket path " + socket + " is longer than " + std::to_string(kSocketPathMax) + " bytes",
                         "choose a shorter runtime directory");
  }
  return socket;
}

}  // namespace lic::cli
