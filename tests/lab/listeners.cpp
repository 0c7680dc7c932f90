#include "tests/lab/listeners.hpp"

#include "tests/lab/json_text.hpp"
#include "tests/lab/private_files.hpp"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <utility>

namespace ssm_lab {
namespace {

using Servers = std::vector<std::unique_ptr<HttpServer>>;

// A port that is free on the first address may be taken on the next one.
constexpr int kAttemptsMax = 20;

HttpHandler handler_for_agents(Lab& lab, bool is_verbose) {
  return [&lab, is_verbose](const HttpRequest& request) {
    HttpAnswer answer = lab.answer_agent(request);
    if (is_verbose) {
      std::fprintf(stderr, "%s %s %zu bytes -> %u %zu bytes\n", request.method.c_str(), request.target.c_str(),
                   request.body.size(), answer.status, answer.body.size());
    }
    return answer;
  };
}

struct AgentListening {
  std::vector<ListenAddress> addresses;
  TlsFiles tls;
  HttpHandler handler;
};

Result<Servers> listen_once(const AgentListening& wanted) {
  Servers servers;
  unsigned short shared_port = 0;
  for (ListenAddress address : wanted.addresses) {
    const bool is_any_port = address.port == 0;
    if (is_any_port) address.port = shared_port;
    auto server = HttpServer::listen({address, wanted.tls}, wanted.handler);
    if (!server) return server.error();
    if (is_any_port) shared_port = (*server)->port();
    servers.push_back(std::move(*server));
  }
  return servers;
}

Result<Servers> listen_for_agents(const AgentListening& wanted) {
  for (int attempt = 1; attempt < kAttemptsMax; ++attempt) {
    auto servers = listen_once(wanted);
    if (servers) return servers;
  }
  return listen_once(wanted);
}

}  // namespace

Listeners::Listeners(Servers agents, std::unique_ptr<HttpServer> admin)
    : agents_(std::move(agents)), admin_(std::move(admin)) {}

Result<Listeners> Listeners::listen(Lab& lab, const CommandLine& line) {
  const std::filesystem::path directory = line.state_directory;
  AgentListening wanted;
  wanted.tls = {directory / "tls-server.pem", directory / "tls-server.key"};
  wanted.handler = handler_for_agents(lab, line.is_verbose);
  for (const std::string& text : line.listen) {
    const auto address = parse_listen_address(text);
    if (!address) return address.error();
    wanted.addresses.push_back(*address);
  }
  const auto admin_address = parse_listen_address(line.admin);
  if (!admin_address) return admin_address.error();
  auto agents = listen_for_agents(wanted);
  if (!agents) return agents.error();
  auto admin = HttpServer::listen({*admin_address, std::nullopt},
                                  [&lab](const HttpRequest& request) { return lab.answer_admin(request); });
  if (!admin) return admin.error();
  return Listeners(std::move(*agents), std::move(*admin));
}

void Listeners::start() {
  for (const auto& server : agents_) server->start();
  admin_->start();
}

void Listeners::stop() {
  for (const auto& server : agents_) server->stop();
  admin_->stop();
}

Result<bool> Listeners::reload_tls() {
  for (const auto& server : agents_) {
    auto reloaded = server->reload_tls();
    if (!reloaded) return reloaded;
  }
  return true;
}

std::vector<std::string> Listeners::agent_origins() const {
  std::vector<std::string> origins;
  for (const auto& server : agents_) origins.push_back("https://" + server->authority());
  return origins;
}

std::string Listeners::admin_origin() const { return "http://" + admin_->authority(); }

Result<bool> announce(const Listeners& listeners, const std::string& state_directory) {
  const std::vector<std::string> origins = listeners.agent_origins();
  OrderedJson urls = OrderedJson::array();
  for (const std::string& origin : origins) urls.push_back(origin + "/SmartTransport");
  const OrderedJson text = {{"url", urls.front()},
                            {"urls", urls},
                            {"call_home_url", origins.front() + "/its/service/oddce/services/DDCEService"},
                            {"admin", listeners.admin_origin()},
                            {"pid", static_cast<std::int64_t>(::getpid())}};
  const auto written =
      write_file(std::filesystem::path(state_directory) / "listen.json", to_text(text) + "\n", Visibility::everybody);
  if (!written) return written;
  std::printf("ssm-lab ready url=%s admin=%s state=%s\n", urls.front().get_ref<const std::string&>().c_str(),
              listeners.admin_origin().c_str(), state_directory.c_str());
  std::fflush(stdout);
  return true;
}

}  // namespace ssm_lab
