#include "daemon/backup/restore.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>

#include "agent/backup.hpp"
#include "agent/time_text.hpp"
#include "daemon/backup/unpacking.hpp"
#include "persistence/bounded_json.hpp"
#include "persistence/lab_mark.hpp"
#include "persistence/migrations.hpp"
#include "persistence/restored_state.hpp"
#include "persistence/sqlite_store.hpp"
#include "persistence/state_lock.hpp"
#include "persistence/state_note.hpp"

namespace lic::backup {
namespace {

std::string named(const Udi& udi) {
  return "SN:" + (udi.serial.empty() ? "none" : udi.serial) + ",UUID:" + (udi.uuid.empty() ? "none" : udi.uuid);
}

// R-ID-3. The core would refuse to report from such a state; here it does not even get onto the machine.
Result<void> check_machine(const Manifest& manifest, const RestoreTarget& target) {
  if (target.udi.serial.empty())
    return Error(ErrorCode::failed_precondition,
                 "this machine has no serial, so nobody can tell whether the backup is its own",
                 "put /etc/machine-id back as it was when the backup was made, and product.serial if it was set then");
  if (!manifest.udi.serial.empty() && !is_other_machine(manifest.udi, target.udi)) return {};
  return Error(
      ErrorCode::failed_precondition,
      "the backup is of another machine: it was made on " + named(manifest.udi) + ", this one is " + named(target.udi),
      "register this machine anew: smart-agentctl register --token-file FILE, and remove the old product "
      "instance at SSM");
}

Result<void> check_kind(const Manifest& manifest, const RestoreTarget& target) {
  if (manifest.schema > newest_schema())
    return Error(ErrorCode::failed_precondition,
                 "a newer agent made this backup: its database has schema version " + std::to_string(manifest.schema) +
                     ", this agent knows versions up to " + std::to_string(newest_schema()),
                 "install smart-agent " + manifest.agent_version + " or a newer one");
  if (manifest.lab == target.lab) return check_machine(manifest, target);
  return Error(ErrorCode::failed_precondition,
               manifest.lab ? "the backup is of a lab: its time and its licenses are pretended"
                            : "the backup is of a real registration, not of a lab",
               manifest.lab ? "restore it with --lab into a state directory of its own" : "restore it without --lab");
}

// "before-restore-20261122T155000Z"; with a number if that is taken, by a restore of the same second or of a clock that
// was set back.
std::string free_name(const RestoreTarget& target) {
  std::string text = to_rfc3339(target.now).substr(0, 19);
  std::erase_if(text, [](char letter) { return letter == '-' || letter == ':'; });
  const std::string name = "before-restore-" + text + "Z";
  std::error_code failure;
  std::string tried = name;
  for (int number = 2; std::filesystem::exists(target.state_dir + "/" + tried, failure); ++number)
    tried = name + "-" + std::to_string(number);
  return tried;
}

Result<std::string> make_room(const RestoreTarget& target) {
  if (!holds_state(target.state_dir)) return std::string{};
  if (target.replaces) return free_name(target);
  return Error(ErrorCode::already_exists, target.state_dir + " holds a state already",
               "add --replace to put the backup in its place; what is there is kept beside it");
}

// A state of before that cannot be read is a reason to restore, none to stop.
Result<std::string> carry_from_present(const std::string& state_dir, Sections& restored) {
  auto store = SqliteStore::open(state_dir, {});
  if (!store) return store.error().what;
  auto present = (*store)->load();
  if (!present) return present.error().what;
  if (present->fresh) return std::string{};
  if (auto carried = carry_forward(present->state.sections, restored); !carried) return carried.error();
  return std::string{};
}

// Opens what was unpacked as the daemon will (older schemas are migrated here), and writes what the restore changes.
Result<std::string> settle(const RestoreTarget& target, const std::string& unpacked, const Restored& outcome) {
  auto store = SqliteStore::open(unpacked, {});
  if (!store) return store.error();
  auto loaded = (*store)->load();
  if (!loaded) return loaded.error();
  if (loaded->fresh) return Error(ErrorCode::data_corrupt, "the database in the backup is empty", "use another backup");
  const Sections before = loaded->state.sections;
  Sections after = before;
  std::string not_carried;
  if (!outcome.kept_as.empty()) {
    auto carried = carry_from_present(target.state_dir, after);
    if (!carried) return carried.error();
    not_carried = std::move(*carried);
  }
  const std::string what = "the state of " + to_rfc3339(outcome.manifest.made_at) + " was restored from a backup";
  Changes changes;
  changes.events.push_back(
      {.at = loaded->lab ? loaded->lab->wall : target.now,
       .name = "STATE_RESTORED",
       .kind = "info",
       .severity = 5,
       .minutes = {},
       .text = "T" + what.substr(1) + " made by smart-agent " + outcome.manifest.agent_version + "." +
               (outcome.kept_as.empty() ? "" : " What was there before is kept in " + outcome.kept_as + ".")});
  const Commit commit{.before = before, .after = after, .changes = changes, .lab = {}};
  if (auto stored = (*store)->commit(commit); !stored) return stored.error();
  // STATE_RECOVERED holds until SSM has judged what the older copy says.
  if (auto noted = write_note(unpacked, StateNote::recovered, what); !noted) return noted.error();
  return not_carried;
}

// A restore that failed leaves a directory as it was: not a lab's for ever.
class LabMark {
public:
  explicit LabMark(const RestoreTarget& target) : path_(target.state_dir + "/" + std::string(kLabMarkName)) {
    std::error_code failure;
    is_new_ = target.lab && !std::filesystem::exists(path_, failure);
  }
  LabMark(const LabMark&) = delete;
  LabMark& operator=(const LabMark&) = delete;
  ~LabMark() {
    std::error_code failure;
    if (is_new_) std::filesystem::remove(path_, failure);
  }
  void keep() { is_new_ = false; }

private:
  std::string path_;
  bool is_new_ = false;
};

}  // namespace

std::string to_text(const Restored& restored) {
  const auto or_null = [](const std::string& text) { return text.empty() ? nlohmann::json() : text_to_json(text); };
  return nlohmann::json{{"restored", nlohmann::json::parse(to_text(restored.manifest))},
                        {"kept_as", or_null(restored.kept_as)},
                        {"not_carried", or_null(restored.not_carried)}}
      .dump();
}

Result<Manifest> verify(const Secret& passphrase, const ReadBytes& read) {
  auto reader = ContentsReader::open(passphrase, read);
  if (!reader) return reader.error();
  if (auto passed = pass_over(*reader); !passed) return passed.error();
  return reader->manifest();
}

Result<Restored> restore(const RestoreTarget& target, const Secret& passphrase, const ReadBytes& read) {
  auto reader = ContentsReader::open(passphrase, read);
  if (!reader) return reader.error();
  Restored outcome{.manifest = reader->manifest(), .kept_as = {}, .not_carried = {}};
  if (auto fits = check_kind(outcome.manifest, target); !fits) return fits.error();
  const auto lock = StateLock::acquire(target.state_dir);
  if (!lock) return lock.error();
  LabMark mark(target);
  if (auto marked = check_lab_mark(target.state_dir, target.lab); !marked) return marked.error();
  if (auto finished = finish_restore(target.state_dir); !finished) return finished.error();
  auto kept_as = make_room(target);
  if (!kept_as) return kept_as.error();
  outcome.kept_as = std::move(*kept_as);
  const auto unpacked = begin_restore(target.state_dir);
  if (!unpacked) return unpacked.error();
  auto done = unpack(*reader, *unpacked);
  if (done) {
    auto settled = settle(target, *unpacked, outcome);
    if (settled)
      outcome.not_carried = std::move(*settled);
    else
      done = settled.error();
  }
  if (done) done = sync_unpacked(*unpacked);
  if (!done) {
    (void)finish_restore(target.state_dir);  // nothing counts yet: this removes what was unpacked
    return done.error();
  }
  mark.keep();
  // Without a state before, nothing is kept; the name is then never used.
  const std::string kept = outcome.kept_as.empty() ? free_name(target) : outcome.kept_as;
  if (auto counted = commit_restore(target.state_dir, kept); !counted) return counted.error();
  return outcome;
}

}  // namespace lic::backup
