#include "daemon/backup/state_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "persistence/private_file.hpp"

namespace lic::backup {
namespace {

namespace fs = std::filesystem;

struct Kind {
  std::string_view folder;
  std::string_view ending;
};
constexpr std::array<Kind, 5> kKinds = {
    {{"keys", ".key.pem"}, {"keys", ".csr"}, {"keys", ".token"}, {"trust.d", ".pem"}, {"ssm-roots.d", ".pem"}}};
constexpr std::size_t kNameBytesMax = 96;

bool is_plain(std::string_view name) {
  const auto is_allowed = [](char letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
           letter == '-' || letter == '_' || letter == '.';
  };
  return !name.empty() && name.size() <= kNameBytesMax && name.front() != '.' && std::ranges::all_of(name, is_allowed);
}

Error too_much() {
  return Error(ErrorCode::resource_exhausted,
               "the state directory holds more keys and trust anchors than fit into a backup",
               "remove imported trust anchors that are not needed (smart-agentctl trust list)");
}

Result<std::vector<std::string>> names_in(const std::string& state_dir, const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failure;
  fs::directory_iterator entry(state_dir + "/" + folder, failure);
  if (failure == std::errc::no_such_file_or_directory) return names;
  for (const fs::directory_iterator end; !failure && entry != end; entry.increment(failure)) {
    std::string name = folder + "/" + entry->path().filename().string();
    if (is_small_file(name)) names.push_back(std::move(name));
  }
  if (failure)
    return Error(ErrorCode::storage, "cannot list " + state_dir + "/" + folder + ": " + failure.message(),
                 "make the directory readable to the user the agent runs as");
  std::ranges::sort(names);
  return names;
}

}  // namespace

bool is_small_file(std::string_view name) {
  return std::ranges::any_of(kKinds, [name](const Kind& kind) {
    if (!name.starts_with(kind.folder) || name.size() <= kind.folder.size() || name[kind.folder.size()] != '/')
      return false;
    const std::string_view own = name.substr(kind.folder.size() + 1);
    return own.size() > kind.ending.size() && own.ends_with(kind.ending) && is_plain(own);
  });
}

std::vector<std::string> small_file_folders() {
  std::vector<std::string> folders;
  for (const Kind& kind : kKinds)
    if (folders.empty() || folders.back() != kind.folder) folders.emplace_back(kind.folder);
  return folders;
}

Result<std::vector<SmallFile>> read_small_files(const std::string& state_dir) {
  std::vector<SmallFile> files;
  std::size_t bytes = 0;
  for (const std::string& folder : small_file_folders()) {
    auto names = names_in(state_dir, folder);
    if (!names) return names.error();
    for (std::string& name : *names) {
      auto text = read_private_file(state_dir + "/" + name, kSmallFileBytesMax);
      if (!text) {
        if (text.error().code == ErrorCode::not_found) continue;  // a worker of this process removed it just now
        return text.error();
      }
      bytes += text->reveal().size();
      if (files.size() == kSmallFilesMax || bytes > kSmallBytesMax) return too_much();
      files.push_back({.name = std::move(name), .bytes = std::move(*text)});
    }
  }
  return files;
}

}  // namespace lic::backup
