#include "daemon/cli/socket_choice.hpp"

#include <toml.hpp>

#include <algorithm>
#include <exception>
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
  std::istringstream stream{text};
  // toml11 reports by exceptions; they end here.
  try {
    const toml::value root = toml::parse(stream, file.string());
    if (!root.contains("api")) return std::string{};
    const toml::value& api = root.at("api");
    if (!api.is_table() || !api.contains("socket")) return std::string{};
    const toml::value& socket = api.at("socket");
    if (socket.is_string()) return std::string{socket.as_string().str};
    return configuration_problem(file.string() + ":" + std::to_string(socket.location().line()) +
                                 ": [api] socket is no text");
  } catch (const toml::exception& error) {
    return configuration_problem(file.string() + ":" + std::to_string(error.location().line()) + ": this is no TOML");
  } catch (const std::exception& error) {
    return configuration_problem(file.string() + ": " + printable(error.what()));
  }
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
