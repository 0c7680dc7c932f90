// ssm-lab: opens the state directory, listens, says so, and runs until SIGTERM or SIGINT.
#include "tests/lab/command_line.hpp"
#include "tests/lab/demo_token.hpp"
#include "tests/lab/exit_codes.hpp"
#include "tests/lab/lab.hpp"
#include "tests/lab/lab_clock.hpp"
#include "tests/lab/listeners.hpp"

#include <csignal>
#include <cstdio>
#include <string_view>
#include <utility>

namespace {

int fail(const std::string& sentence) {
  std::fprintf(stderr, "ssm-lab: %s\n", sentence.c_str());
  return ssm_lab::kExitConfiguration;
}

ssm_lab::Result<ssm_lab::LabOptions> read_options(const ssm_lab::CommandLine& line) {
  ssm_lab::LabOptions options;
  options.directory = line.state_directory;
  // A common name given alone is the certificate's only name.
  if (!line.tls_common_name.empty()) options.tls_names = {line.tls_common_name, ""};
  if (!line.tls_names.empty()) options.tls_names.alternative_names = line.tls_names;
  if (line.lab_clock.empty()) return options;
  constexpr std::string_view kManual = "manual:";
  std::string_view text = line.lab_clock;
  if (text.rfind(kManual, 0) == 0) options.manual_clock_ms = ssm_lab::parse_rfc3339(text.substr(kManual.size()));
  if (!options.manual_clock_ms) return ssm_lab::failure("--lab-clock must be manual:RFC3339");
  return options;
}

void wait_for_stop(const sigset_t& signals) {
  int received = 0;
  sigwait(&signals, &received);
}

int serve(const ssm_lab::CommandLine& line) {
  // Blocked before any thread starts, so that the signal always comes to wait_for_stop().
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  const auto options = read_options(line);
  if (!options) return fail(options.error().text);
  const auto lab = ssm_lab::Lab::open(*options);
  if (!lab) return fail(lab.error().text);
  auto listeners = ssm_lab::Listeners::listen(**lab, line);
  if (!listeners) return fail(listeners.error().text);
  // The admin API tells the lab to switch; the listener takes the new certificate before that answer is sent.
  (*lab)->call_on_new_tls_certificate([&listeners] {
    const auto reloaded = listeners->reload_tls();
    if (!reloaded) fail(reloaded.error().text);
  });
  listeners->start();
  const auto announced = ssm_lab::announce(*listeners, line.state_directory);
  if (!announced) return fail(announced.error().text);
  wait_for_stop(signals);
  std::error_code ignored;
  std::filesystem::remove(std::filesystem::path(line.state_directory) / "listen.json", ignored);
  listeners->stop();
  return ssm_lab::kExitDone;
}

}  // namespace

int main(int argument_count, char** arguments) {
  const ssm_lab::Parsed parsed = ssm_lab::parse_command_line(argument_count, arguments);
  if (!parsed.command_line) return parsed.exit_code;
  switch (parsed.command_line->command) {
    case ssm_lab::Command::serve: return serve(*parsed.command_line);
    case ssm_lab::Command::demo_token: return ssm_lab::run_demo_token(*parsed.command_line);
  }
  return ssm_lab::kExitBug;
}
