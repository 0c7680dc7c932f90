#include "persistence/lab_mark.hpp"

#include <filesystem>

#include "persistence/private_file.hpp"

namespace lic {
namespace {

namespace fs = std::filesystem;

// Fails towards yes: what cannot be looked at may be real state.
bool is_there(const fs::path& path) {
  std::error_code failure;
  const auto found = fs::symlink_status(path, failure);
  return found.type() != fs::file_type::not_found;
}

bool holds_state(const fs::path& directory) {
  std::error_code failure;
  const fs::path keys = directory / "keys";
  const bool has_keys = is_there(keys) && !fs::is_empty(keys, failure);
  return is_there(directory / "state.db") || has_keys || failure;
}

// Links resolved; with a name appended, so that a slash at the end makes no difference.
fs::path real_path(const fs::path& directory) {
  std::error_code failure;
  const fs::path real = fs::weakly_canonical(fs::absolute(directory, failure) / kLabMarkName, failure);
  return (failure ? directory / kLabMarkName : real).parent_path();
}

bool is_installed_directory(const fs::path& directory) {
  const fs::path real = real_path(directory);
  return real == fs::path(kInstalledStateDirectory) || real == real_path(kInstalledStateDirectory);
}

}  // namespace

Result<void> check_lab_mark(const std::string& state_dir, bool lab) {
  const bool marked = is_there(fs::path(state_dir) / kLabMarkName);
  if (!lab) {
    if (!marked) return {};
    return Error(ErrorCode::failed_precondition,
                 state_dir + " is a lab directory: its time and its licenses are pretended",
                 "start with --lab, or name another state directory");
  }
  if (is_installed_directory(state_dir))
    return Error(ErrorCode::failed_precondition,
                 "lab mode never uses the installed state directory " + std::string(kInstalledStateDirectory),
                 "name another directory with --state-dir");
  if (marked) return {};
  if (holds_state(state_dir))
    return Error(ErrorCode::failed_precondition, state_dir + " holds the state of a real registration, not of a lab",
                 "name an empty directory with --state-dir, or start without --lab");
  return write_private_file(state_dir, std::string(kLabMarkName),
                            "This directory belongs to lab mode, for ever. Never remove this file.\n");
}

}  // namespace lic
