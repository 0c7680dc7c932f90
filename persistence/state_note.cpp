#include "persistence/state_note.hpp"

#include <sys/stat.h>

#include "persistence/private_file.hpp"

namespace lic {
namespace {

constexpr std::size_t kReasonBytesMax = 4096;

std::string name_of(StateNote note) {
  switch (note) {
    case StateNote::failed_start: return "failed-start";
    case StateNote::recovered: return "recovered";
  }
  return {};
}

}  // namespace

Result<void> write_note(const std::string& state_dir, StateNote note, const std::string& reason) {
  return write_private_file(state_dir, name_of(note), reason.substr(0, kReasonBytesMax));
}

std::string read_note(const std::string& state_dir, StateNote note) {
  const auto text = read_private_file(state_dir + "/" + name_of(note), kReasonBytesMax);
  if (text.has_value()) return std::string(text->reveal());
  return text.error().code == ErrorCode::not_found ? "" : "the note of the reason cannot be read";
}

std::optional<WallTime> note_time(const std::string& state_dir, StateNote note) {
  struct stat facts {};
  if (::stat((state_dir + "/" + name_of(note)).c_str(), &facts) != 0) return std::nullopt;
  return WallTime(std::chrono::seconds(facts.st_mtim.tv_sec));
}

Result<void> remove_note(const std::string& state_dir, StateNote note) {
  return destroy_private_file(state_dir, name_of(note));
}

}  // namespace lic
