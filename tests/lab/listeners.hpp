// The listeners of the running program: one or more for agents, one for the admin API, and the note of where they are.
#pragma once

#include "tests/lab/command_line.hpp"
#include "tests/lab/http_server.hpp"
#include "tests/lab/lab.hpp"

#include <memory>
#include <string>
#include <vector>

namespace ssm_lab {

class Listeners {
public:
  // Binds everything; fails with a sentence. Several addresses for agents with port 0 get one port in common. `lab`
  // must outlive this.
  [[nodiscard]] static Result<Listeners> listen(Lab& lab, const CommandLine& line);

  void start();
  void stop();
  // Takes the TLS files as they are now. Fails with a sentence.
  [[nodiscard]] Result<bool> reload_tls();

  // https://HOST:PORT of each, in the order of the command line.
  [[nodiscard]] std::vector<std::string> agent_origins() const;
  [[nodiscard]] std::string admin_origin() const;

private:
  Listeners(std::vector<std::unique_ptr<HttpServer>> agents, std::unique_ptr<HttpServer> admin);
  std::vector<std::unique_ptr<HttpServer>> agents_;
  std::unique_ptr<HttpServer> admin_;
};

// Writes `listen.json`. Fails with a sentence.
[[nodiscard]] Result<bool> announce(const Listeners& listeners, const std::string& state_directory);

}  // namespace ssm_lab
