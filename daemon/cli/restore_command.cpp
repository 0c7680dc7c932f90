// `restore FILE`: the daemon's own program does it, since it alone knows the state; this hands over the passphrase and
// becomes that program.
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/passphrase.hpp"

namespace lic::cli {
namespace {

namespace fs = std::filesystem;

// bin/smart-agentctl and sbin/smart-agentd lie side by side, wherever they were installed.
std::string installed_daemon() {
  std::error_code failure;
  const fs::path own = fs::read_symlink("/proc/self/exe", failure);
  return (own.parent_path().parent_path() / "sbin" / "smart-agentd").string();
}

std::vector<std::string> arguments_of(const Options& options, const std::string& program) {
  std::vector<std::string> words{program, "--restore", options.file, "--passphrase-file", "-"};
  const auto add = [&words](const char* name, const std::string& value) {
    if (value.empty()) return;
    words.emplace_back(name);
    words.push_back(value);
  };
  add("--config", options.config_file);
  add("--state-dir", options.state_dir);
  for (const std::string& folder : options.catalog_dirs) add("--catalog-dir", folder);
  if (options.show) words.emplace_back("--show");
  if (options.replace) words.emplace_back("--replace");
  if (options.lab) words.emplace_back("--lab");
  if (options.json) words.emplace_back("--json");
  return words;
}

Problem not_started(const std::string& program, int reason) {
  return Problem{kExitBug, "internal", program + " cannot be started: " + std::strerror(reason),
                 "name it with --daemon, or install the package again"};
}

// As standard input; a pipe takes more than the longest passphrase at once.
bool is_handed_over(const Secret& passphrase) {
  int ends[2] = {-1, -1};
  if (::pipe(ends) != 0) return false;
  const std::string_view text = passphrase.reveal();
  const bool is_written = ::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool is_input = ::dup2(ends[0], STDIN_FILENO) == STDIN_FILENO;
  if (ends[0] != STDIN_FILENO) ::close(ends[0]);  // it is, where standard input was closed
  ::close(ends[1]);
  return is_written && is_input;
}

}  // namespace

Outcome<int> run_restore(Session session, const Options& options) {
  const auto passphrase = passphrase_of(session, options, false);
  if (!passphrase) return passphrase.error();
  const std::string program = options.daemon_program.empty() ? installed_daemon() : options.daemon_program;
  if (::access(program.c_str(), X_OK) != 0) return not_started(program, errno);
  std::vector<std::string> words = arguments_of(options, program);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  (void)session.console.is_flushed();
  if (is_handed_over(*passphrase)) ::execv(program.c_str(), pointers.data());
  return not_started(program, errno);
}

}  // namespace lic::cli
