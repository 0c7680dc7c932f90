// The lab's state on disk: a thin cover over one SQLite database.
//
// A failing statement gives no rows and marks the database as failed; the mark is looked at once, at commit, which then
// rolls back. So the code between reads as if the disk never fails, and still nothing half-done is ever kept.
#pragma once

#include "tests/lab/result.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace ssm_lab {

class Database;

// One run of a prepared statement; it goes back to the cache when destroyed. Parameters are bound in order.
class Statement {
public:
  Statement(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& bind(std::int64_t value);
  Statement& bind(std::string_view value);
  Statement& bind(const std::string& value) { return bind(std::string_view(value)); }
  Statement& bind(const char* value) { return bind(std::string_view(value)); }
  Statement& bind(const std::optional<std::string>& value);
  Statement& bind(const std::optional<std::int64_t>& value);

  // Next row: true if there is one. Also runs statements that give no rows.
  [[nodiscard]] bool next_row();
  // Runs a statement whose rows do not matter; gives the number of rows changed.
  int run();

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::optional<std::int64_t> integer_or_nothing(int column) const;
  [[nodiscard]] std::optional<std::string> text_or_nothing(int column) const;

private:
  friend class Database;
  Statement(Database& database, sqlite3_stmt* handle, bool is_cached);
  Statement& check_bind(int code);

  Database* database_;
  sqlite3_stmt* handle_;
  bool is_cached_;
  int bound_ = 0;
};

class Database {
public:
  // Opens or creates the file (0600) with the newest schema. Fails with a sentence naming the file.
  [[nodiscard]] static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // `sql` is one statement; a wrong text is our bug and stops the program.
  [[nodiscard]] Statement prepare(std::string_view sql);

  void begin();
  // False if anything failed since begin(); then everything since begin() is undone.
  [[nodiscard]] bool commit();
  void set_savepoint();
  void undo_to_savepoint();
  void drop_savepoint();

  // Small named values: clock position, settings, counters.
  [[nodiscard]] std::optional<std::string> value_of(std::string_view key);
  void set_value(std::string_view key, std::string_view value);

private:
  friend class Statement;
  explicit Database(sqlite3* handle) : handle_(handle) {}
  [[nodiscard]] bool execute(const char* sql);

  sqlite3* handle_;
  bool has_failed_ = false;
  struct Cached {
    sqlite3_stmt* handle;
    bool is_busy;
  };
  std::map<std::string, Cached, std::less<>> statements_;
};

}  // namespace ssm_lab
