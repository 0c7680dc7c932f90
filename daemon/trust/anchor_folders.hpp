#pragma once
// Where trust anchors lie: files that an operator put there by hand, and files that were imported. The service may not
// write to /etc, so imports go to the state directory; both are read alike, without a restart.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/trust/anchor.hpp"

namespace lic {

struct AnchorFolder {
  AnchorRole role = AnchorRole::tls;  // tls or message: who signs authorization codes lies beside the latter
  std::string path;
  bool is_imported = false;  // ours: files come and go by command
};

// Of the state directory.
inline constexpr const char* kImportedTlsFolder = "trust.d";
inline constexpr const char* kImportedRootFolder = "ssm-roots.d";

// trust.d and ssm-roots.d of the configuration, and of the state directory.
struct FolderPlaces {
  std::string tls_ca_dir;
  std::string ssm_root_dir;
  std::string state_dir;
};
[[nodiscard]] std::vector<AnchorFolder> anchor_folders(const FolderPlaces& places);

// One file of one folder. Without anchors it could not be read, and `problem` says why.
struct AnchorFile {
  AnchorFolder folder;
  std::string name;  // without its folder: "lab.pem"
  std::vector<Anchor> anchors;
  std::string problem;
};

class AnchorFolders {
public:
  explicit AnchorFolders(std::vector<AnchorFolder> folders) : folders_(std::move(folders)) {}

  [[nodiscard]] const std::vector<AnchorFolder>& folders() const { return folders_; }
  // Reads the disk; by folder, then by name.
  [[nodiscard]] std::vector<AnchorFile> list() const;

  // Stores a text that judge_anchors() found good, whole or not at all; "lab" and "lab.pem" are one name.
  // `invalid_argument` for a name that is none, `already_exists` if it is taken in any folder, `resource_exhausted` for
  // more than kImportsMax files, `storage`.
  [[nodiscard]] Result<void> import(AnchorRole role, const std::string& name, std::string_view pem) const;
  // `failed_precondition` for a file that was put there by hand, `not_found`, `storage`.
  [[nodiscard]] Result<void> remove(const std::string& name) const;

  static constexpr std::size_t kImportsMax = 100;

private:
  [[nodiscard]] const AnchorFolder* folder_with(const std::string& name, bool imported) const;
  std::vector<AnchorFolder> folders_;
};

// "lab" -> "lab.pem". `invalid_argument` for anything but 1 to 64 letters, digits, '.', '_' and '-', beginning with a
// letter or digit.
[[nodiscard]] Result<std::string> anchor_file_name(std::string_view name);

}  // namespace lic
