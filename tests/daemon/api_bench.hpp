#pragma once
// The local API over a real Unix socket, served by a thread.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/api/api_server.hpp"
#include "daemon/config/config.hpp"
#include "daemon/lab/lab_time.hpp"
#include "tests/daemon/api_client.hpp"
#include "tests/support/memory_store.hpp"
#include "transport/ssm_channel.hpp"

namespace lic::test {

class ApiBench {
public:
  ApiBench() : ApiBench(api::kIdleMax) {}
  explicit ApiBench(Millis idle_max);
  ~ApiBench();

  [[nodiscard]] const std::string& socket_path() const { return socket_path_; }
  // One request on its own connection.
  [[nodiscard]] HttpAnswer ask(const std::string& method, const std::string& target, const std::string& body = {});
  // Runs on the server's thread and waits for it.
  void on_loop(const std::function<void()>& work);
  void with_disk(const std::function<void(MemoryStore&)>& work);
  void refuse_commits(bool refuse) {
    with_disk([refuse](MemoryStore& disk) { disk.refuse_commits(refuse); });
  }
  [[nodiscard]] std::int64_t commits_done() {
    std::int64_t count = 0;
    with_disk([&count](const MemoryStore& disk) { count = disk.commits_done(); });
    return count;
  }
  // Puts history, records of reports and the like on the disk, as a commit of the loop would.
  void keep(const Changes& changes);
  // Feeds an event and waits for its commit.
  void feed(Event event);
  // A second server listens there for a moment.
  [[nodiscard]] bool can_listen_at(const std::string& path);
  // Answers the exchange that is under way.
  void ssm_replies(SsmAnswer answer);
  void key_is_ready();
  // Trials of the way to SSM end only when they are let go.
  void hold_trials();
  void await_trial();
  void let_trial_go();
  [[nodiscard]] std::size_t tokens_kept();
  // What the next pasted authorization codes are read as, and what was pasted so far.
  void reads_codes_as(Result<AuthorizationCode> code);
  [[nodiscard]] std::vector<std::string> pasted();
  // The way to SSM that is being tried ends like this; a failure when `failed_step` is not empty.
  void trial_ends(const std::string& failed_step = {});
  // What was tried, in order.
  [[nodiscard]] std::vector<TransportSettings> tried();
  // Registers with SSM's consent, so that there is something to lose.
  void register_instance();
  // Where trust anchors lie by hand ("etc/trust.d") and imported ("state/trust.d").
  [[nodiscard]] std::string path(const std::string& name) const { return directory_ + "/" + name; }
  // What the log was told, one line each.
  [[nodiscard]] std::vector<std::string> log_lines();

private:
  struct Inner;
  std::string directory_;
  std::string socket_path_;
  std::unique_ptr<Inner> inner_;
};

}  // namespace lic::test
