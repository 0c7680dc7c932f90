// ssm-lab: opens the state directory, listens, says so, and runs until SIGTERM or SIGINT.
#include "tests/lab/command_line.hpp"
#include "tests/lab/demo_token.hpp"
#include "tests/lab/exit_codes.hpp"
#include "tests/lab/http_server.hpp"
#include "tests/lab/json_text.hpp"
#include "tests/lab/lab.hpp"
#include "tests/lab/lab_clock.hpp"
#include "tests/lab/private_files.hpp"

#include <unistd.h>

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

struct Servers {
  std::unique_ptr<ssm_lab::HttpServer> agents;
  std::unique_ptr<ssm_lab::HttpServer> admin;
};

ssm_lab::HttpHandler handler_for_agents(ssm_lab::Lab& lab, bool is_verbose) {
  return [&lab, is_verbose](const ssm_lab::HttpRequest& request) {
    ssm_lab::HttpAnswer answer = lab.answer_agent(request);
    if (is_verbose) {
      std::fprintf(stderr, "%s %s %zu bytes -> %u %zu bytes\n", request.method.c_str(), request.target.c_str(),
                   request.body.size(), answer.status, answer.body.size());
    }
    return answer;
  };
}

ssm_lab::Result<Servers> listen(ssm_lab::Lab& lab, const ssm_lab::CommandLine& line) {
  const auto agents_address = ssm_lab::parse_listen_address(line.listen);
  if (!agents_address) return agents_address.error();
  const auto admin_address = ssm_lab::parse_listen_address(line.admin);
  if (!admin_address) return admin_address.error();
  const std::filesystem::path directory = line.state_directory;
  const ssm_lab::TlsFiles tls{directory / "tls-server.pem", directory / "tls-server.key"};
  auto agents = ssm_lab::HttpServer::listen({*agents_address, tls}, handler_for_agents(lab, line.is_verbose));
  if (!agents) return agents.error();
  auto admin = ssm_lab::HttpServer::listen({*admin_address, std::nullopt}, [&lab](const ssm_lab::HttpRequest& request) {
    return lab.answer_admin(request);
  });
  if (!admin) return admin.error();
  return Servers{std::move(*agents), std::move(*admin)};
}

ssm_lab::Result<bool> announce(const Servers& servers, const ssm_lab::CommandLine& line) {
  const std::string origin = "https://" + servers.agents->authority();
  const std::string url = origin + "/SmartTransport";
  const std::string admin = "http://" + servers.admin->authority();
  const ssm_lab::OrderedJson text = {{"url", url},
                                     {"call_home_url", origin + "/its/service/oddce/services/DDCEService"},
                                     {"admin", admin},
                                     {"pid", static_cast<std::int64_t>(::getpid())}};
  const auto written = ssm_lab::write_file(std::filesystem::path(line.state_directory) / "listen.json",
                                           ssm_lab::to_text(text) + "\n", ssm_lab::Visibility::everybody);
  if (!written) return written;
  std::printf("ssm-lab ready url=%s admin=%s state=%s\n", url.c_str(), admin.c_str(), line.state_directory.c_str());
  std::fflush(stdout);
  return true;
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
  const auto servers = listen(**lab, line);
  if (!servers) return fail(servers.error().text);
  // The admin API tells the lab to switch; the listener takes the new certificate before that answer is sent.
  (*lab)->call_on_new_tls_certificate([&servers] {
    const auto reloaded = servers->agents->reload_tls();
    if (!reloaded) fail(reloaded.error().text);
  });
  servers->agents->start();
  servers->admin->start();
  const auto announced = announce(*servers, line);
  if (!announced) return fail(announced.error().text);
  wait_for_stop(signals);
  std::error_code ignored;
  std::filesystem::remove(std::filesystem::path(line.state_directory) / "listen.json", ignored);
  servers->agents->stop();
  servers->admin->stop();
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
