#pragma once
// Power cuts on purpose, for tests in lab mode only: the process kills itself (SIGKILL) at one commit of its choice, so
// that a test can try all of them.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "persistence/state_store.hpp"

namespace lic {

// Where to die.
struct CrashPoint {
  enum class Side : std::uint8_t {
    before,  // nothing of the commit is on disk
    after,   // it is on disk, and none of its effects has left
    effect,  // its effects were handed out; answers of SSM and new keys come in later turns
  };
  std::int64_t commit = 0;  // counted from the start of the process; 0 = never
  Side side = Side::before;
};

// "3", "3:before", "3:after" or "3:effect"; "0" only counts. Nothing for another text.
[[nodiscard]] std::optional<CrashPoint> read_crash_point(std::string_view text);

// A store that dies at its crash point. Commits of nothing but the lab clock's position do not count: when they come
// depends on who looks.
class CrashingStore final : public StateStore {
public:
  // Hears of each commit that counts, before it is written: its number, and what differs in it ("registration events").
  using Tell = std::function<void(std::int64_t number, const std::string& what)>;
  CrashingStore(std::unique_ptr<StateStore> store, const CrashPoint& point, Tell tell);

  // The effects of the last commit were handed out. Call it after each turn of the loop.
  void after_effects() const;

  [[nodiscard]] Result<LoadedState> load() override;
  [[nodiscard]] Result<void> commit(const Commit& commit) override;
  [[nodiscard]] Result<std::vector<HistoryRow>> history(WallTime from, WallTime to, std::int64_t limit) override;
  [[nodiscard]] Result<std::optional<ReportRecord>> report(std::int64_t id) override;
  [[nodiscard]] Result<SessionLog> sessions_across(std::int64_t change, std::int64_t limit) override;
  [[nodiscard]] Result<std::vector<StoredEvent>> events(std::int64_t after, std::int64_t limit) override;
  [[nodiscard]] Result<std::int64_t> newest_event() override;

private:
  void die_at(CrashPoint::Side side) const;

  std::unique_ptr<StateStore> store_;
  CrashPoint point_;
  Tell tell_;
  std::int64_t commits_ = 0;
};

}  // namespace lic
