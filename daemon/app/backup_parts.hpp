#pragma once
// Backups, wired: what was made becomes an event of the history, what broke off a line of the log.

#include <memory>

#include <boost/asio/io_context.hpp>

#include "daemon/backup/backup_maker.hpp"
#include "daemon/config/config.hpp"
#include "daemon/log/log.hpp"
#include "daemon/loop/agent_loop.hpp"

namespace lic {

// All outlive what is made of them.
struct BackupParts {
  boost::asio::io_context& io;
  AgentLoop& loop;
  Log& log;
  const Places& places;
};
[[nodiscard]] std::unique_ptr<backup::BackupMaker> make_backups(const BackupParts& parts);

}  // namespace lic
