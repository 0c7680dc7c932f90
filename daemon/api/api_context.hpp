#pragma once
// What the handlers of the local API work with. Everything outlives the server.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "agent/event.hpp"
#include "agent/key_store.hpp"
#include "agent/result.hpp"
#include "daemon/backup/backup_maker.hpp"
#include "daemon/config/config.hpp"
#include "daemon/doctor/doctor.hpp"
#include "daemon/lab/lab_time.hpp"
#include "daemon/loop/agent_loop.hpp"
#include "daemon/trust/anchor_folders.hpp"
#include "persistence/state_store.hpp"
#include "transport/codec/encode.hpp"

namespace lic::api {

class TransportChange;

struct ApiContext {
  AgentLoop& loop;
  StateStore& store;
  KeyStore& keys;
  const Config& config;
  LabTime* lab = nullptr;    // set in lab mode
  std::string node_id = {};  // this host's name (R-HA)
  TransportChange* transport_change = nullptr;
  doctor::Doctor* doctor = nullptr;
  // What doctor looks at, as it is now.
  std::function<doctor::Question(const Reading&)> doctor_question = {};
  backup::BackupMaker* backups = nullptr;
  const AnchorFolders* anchors = nullptr;
  std::string system_store_file = {};  // authorities that the system trusts; empty = not trusted, or none
  std::string credentials_dir = {};    // secret_file.hpp
  // What SSM is told of this product with and without host name privacy: what the channel sends.
  std::function<InstanceFacts(bool is_private)> instance_facts = {};
  // Reads the body of a sign-in in one pass, as the product socket does; nothing = the slow way says what is wrong.
  std::function<std::optional<SignIn>(std::string_view body)> read_sign_in = {};
  // Reads what an operator pasted as an authorization code, and checks who signed it (transport/reservation).
  std::function<Result<AuthorizationCode>(std::string_view pasted)> read_authorization_code = {};
  // A line of the log, of what no event of the core tells.
  std::function<void(std::string_view event, const std::string& text)> tell_log = {};
};

}  // namespace lic::api
