#include "daemon/trust/anchor_folders.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "persistence/private_directory.hpp"
#include "persistence/private_file.hpp"
#include "transport/file_stamp.hpp"

namespace lic {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".pem";
constexpr std::size_t kNameBytesMax = 64;
constexpr std::size_t kFilesListedMax = 1000;
constexpr std::int64_t kFileBytesMax = 1024 * 1024;  // what the transport reads of a file (PemDirectory)

bool is_letter_or_digit(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}

bool is_name(std::string_view name) {
  const auto is_allowed = [](char letter) {
    return is_letter_or_digit(letter) || letter == '.' || letter == '_' || letter == '-';
  };
  return !name.empty() && name.size() <= kNameBytesMax && is_letter_or_digit(name.front()) &&
         std::ranges::all_of(name, is_allowed);
}

bool is_there(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failure;
  fs::directory_iterator entries(folder, failure);
  for (const fs::directory_iterator end; !failure && entries != end && names.size() < kFilesListedMax;
       entries.increment(failure)) {
    if (entries->path().extension() == kEnding) names.push_back(entries->path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

AnchorFile read_file(const AnchorFolder& folder, const std::string& name) {
  AnchorFile file{folder, name, {}, {}};
  const auto text = read_small_file(folder.path + "/" + name, kFileBytesMax);
  if (!text) {
    file.problem = "the file cannot be read, or is longer than 1 MiB";
    return file;
  }
  auto anchors = anchors_in(*text, folder.role);
  if (anchors.has_error()) {
    file.problem = anchors.error().what;
  } else {
    file.anchors = std::move(*anchors);
  }
  return file;
}

}  // namespace

std::vector<AnchorFolder> anchor_folders(const FolderPlaces& places) {
  return {{AnchorRole::tls, places.tls_ca_dir, false},
          {AnchorRole::message, places.ssm_root_dir, false},
          {AnchorRole::tls, places.state_dir + "/" + kImportedTlsFolder, true},
          {AnchorRole::message, places.state_dir + "/" + kImportedRootFolder, true}};
}

Result<std::string> anchor_file_name(std::string_view name) {
  std::string_view stem = name;
  if (stem.ends_with(kEnding)) stem.remove_suffix(kEnding.size());
  if (is_name(stem)) return std::string(stem) + std::string(kEnding);
  return Error(ErrorCode::invalid_argument, "the name of an import takes 1 to 64 letters, digits, '.', '_' and '-'",
               "choose a name that begins with a letter or digit, such as our-ca");
}

std::vector<AnchorFile> AnchorFolders::list() const {
  std::vector<AnchorFile> files;
  for (const AnchorFolder& folder : folders_) {
    for (const std::string& name : names_in(folder.path)) files.push_back(read_file(folder, name));
  }
  return files;
}

const AnchorFolder* AnchorFolders::folder_with(const std::string& name, bool imported) const {
  const auto found = std::ranges::find_if(folders_, [&name, imported](const AnchorFolder& folder) {
    return folder.is_imported == imported && is_there(folder.path + "/" + name);
  });
  return found == folders_.end() ? nullptr : &*found;
}

Result<void> AnchorFolders::import(AnchorRole role, const std::string& name, std::string_view pem) const {
  const auto file = anchor_file_name(name);
  if (file.has_error()) return file.error();
  const AnchorFolder* taken = folder_with(*file, true);
  if (taken == nullptr) taken = folder_with(*file, false);
  if (taken != nullptr) {
    return Error(ErrorCode::already_exists, "there is a " + *file + " in " + taken->path + " already",
                 "choose another name, or remove that one first");
  }
  const auto folder = std::ranges::find_if(
      folders_, [role](const AnchorFolder& candidate) { return candidate.is_imported && candidate.role == role; });
  if (folder == folders_.end()) return Error(ErrorCode::internal, "there is no folder for imports");
  if (const auto made = ensure_private_directory(folder->path); made.has_error()) return made.error();
  if (names_in(folder->path).size() >= kImportsMax) {
    return Error(ErrorCode::resource_exhausted, "there are " + std::to_string(kImportsMax) + " imported files already",
                 "remove those that are not needed any more");
  }
  return write_private_file(folder->path, *file, pem);
}

Result<void> AnchorFolders::remove(const std::string& name) const {
  const auto file = anchor_file_name(name);
  if (file.has_error()) return file.error();
  if (const AnchorFolder* folder = folder_with(*file, true)) return destroy_private_file(folder->path, *file);
  if (const AnchorFolder* folder = folder_with(*file, false)) {
    return Error(ErrorCode::failed_precondition,
                 *file + " was not imported; it was put into " + folder->path + " by hand",
                 "remove the file " + folder->path + "/" + *file);
  }
  return Error(ErrorCode::not_found, "no imported file is called " + *file, "see 'smart-agentctl trust list'");
}

}  // namespace lic
