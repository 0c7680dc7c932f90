#pragma once
// Makes single writes and syncs of SQLite fail. Counts those of every file that SQLite opens while it lives; one at a
// time may live.

namespace lic {

class FailingDisk {
public:
  FailingDisk();
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;
  ~FailingDisk();

  // The `number`th write or sync from now fails, counted from 1; 0 = none does. Only that one.
  void fail(int number);
  // Whether it has.
  [[nodiscard]] bool has_failed() const;
};

}  // namespace lic
