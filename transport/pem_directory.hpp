#pragma once
// A directory of trust anchors (*.pem), and one of imported ones beside it, read anew when something in it changed:
// dropping a file in heals a running agent.

#include <map>
#include <string>
#include <vector>

#include "transport/file_stamp.hpp"

namespace lic {

class PemDirectory {
public:
  // A missing directory is an empty one; an empty path is none. `imported` is read besides: what came by command, since
  // the service may not write where operators do.
  explicit PemDirectory(std::string path, std::string imported = {});

  [[nodiscard]] const std::string& path() const { return path_; }
  // Every certificate in it, PEM, one each, in the order of paths. Looks at the disk; valid until the next call.
  [[nodiscard]] const std::vector<std::string>& certificates();
  // Files of the last look that held no readable certificate.
  [[nodiscard]] const std::vector<std::string>& unreadable_files() const { return unreadable_files_; }

private:
  using Listing = std::map<std::string, FileStamp>;
  [[nodiscard]] Listing list() const;
  void read(const Listing& listing);

  std::string path_;
  std::string imported_;
  Listing seen_;
  std::vector<std::string> certificates_;
  std::vector<std::string> unreadable_files_;
};

}  // namespace lic
