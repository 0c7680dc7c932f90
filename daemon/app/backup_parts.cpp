#include "daemon/app/backup_parts.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace lic {

std::unique_ptr<backup::BackupMaker> make_backups(const BackupParts& parts) {
  return std::make_unique<backup::BackupMaker>(backup::BackupMaker::Parts{
      .state_dir = parts.places.state_dir,
      .lab = parts.places.lab,
      .post = [&io = parts.io](std::function<void()> task) { boost::asio::post(io, std::move(task)); },
      .made = [&loop = parts.loop] { loop.inform(BackupMade{}); },
      .broke_off =
          [&log = parts.log](const Error& error) {
            log.warning(LogComponent::daemon, "backup_broke_off", {{"reason", error.what}});
          }});
}

}  // namespace lic
