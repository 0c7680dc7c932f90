#pragma once
// What the handlers of the local API work with. Everything outlives the server.

#include <string>

#include "agent/key_store.hpp"
#include "agent/result.hpp"
#include "daemon/config/config.hpp"
#include "daemon/lab/lab_time.hpp"
#include "daemon/loop/agent_loop.hpp"
#include "persistence/state_store.hpp"

namespace lic::api {

struct ApiContext {
  AgentLoop& loop;
  StateStore& store;
  KeyStore& keys;
  const Config& config;
  LabTime* lab = nullptr;  // set in lab mode
  std::string node_id;     // this host's name (R-HA)
};

}  // namespace lic::api
