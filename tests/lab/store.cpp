#include "tests/lab/store.hpp"

#include "tests/lab/schema.hpp"

#include <sqlite3.h>

#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>

namespace ssm_lab {
namespace {

[[noreturn]] void stop_on_bug(std::string_view sql, const char* reason) {
  std::fprintf(stderr, "ssm-lab: bug in SQL: %s: %.*s\n", reason, static_cast<int>(sql.size()), sql.data());
  std::abort();
}

}  // namespace

Statement::Statement(Database& database, sqlite3_stmt* handle, bool is_cached)
    : database_(&database), handle_(handle), is_cached_(is_cached) {}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), handle_(other.handle_), is_cached_(other.is_cached_), bound_(other.bound_) {
  other.handle_ = nullptr;
}

Statement::~Statement() {
  if (handle_ == nullptr) return;
  if (!is_cached_) {
    sqlite3_finalize(handle_);
    return;
  }
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
  database_->statements_.find(std::string_view(sqlite3_sql(handle_)))->second.is_busy = false;
}

Statement& Statement::check_bind(int code) {
  if (code != SQLITE_OK) stop_on_bug(sqlite3_sql(handle_), "bind");
  return *this;
}

Statement& Statement::bind(std::int64_t value) { return check_bind(sqlite3_bind_int64(handle_, ++bound_, value)); }

Statement& Statement::bind(std::string_view value) {
  return check_bind(sqlite3_bind_text64(handle_, ++bound_, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement& Statement::bind(const std::optional<std::string>& value) {
  return value ? bind(std::string_view(*value)) : check_bind(sqlite3_bind_null(handle_, ++bound_));
}

Statement& Statement::bind(const std::optional<std::int64_t>& value) {
  return value ? bind(*value) : check_bind(sqlite3_bind_null(handle_, ++bound_));
}

bool Statement::next_row() {
  const int code = sqlite3_step(handle_);
  if (code != SQLITE_ROW && code != SQLITE_DONE) database_->has_failed_ = true;
  return code == SQLITE_ROW;
}

int Statement::run() {
  while (next_row()) {
  }
  return sqlite3_changes(database_->handle_);
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }

std::string Statement::text(int column) const {
  const void* bytes = sqlite3_column_blob(handle_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
  return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

std::optional<std::int64_t> Statement::integer_or_nothing(int column) const {
  if (sqlite3_column_type(handle_, column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

std::optional<std::string> Statement::text_or_nothing(int column) const {
  if (sqlite3_column_type(handle_, column) == SQLITE_NULL) return std::nullopt;
  return text(column);
}

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  std::unique_ptr<Database> database(new Database(handle));
  if (code != SQLITE_OK) return failure("cannot open " + file.string() + ": " + sqlite3_errstr(code));
  // Tokens lie in it, so nobody else may read it.
  if (::chmod(file.c_str(), 0600) != 0) return failure("cannot protect " + file.string());
  if (!database->execute(kSchema)) return failure("cannot use " + file.string() + ": " + sqlite3_errmsg(handle));
  return database;
}

Database::~Database() {
  for (auto& [sql, cached] : statements_) sqlite3_finalize(cached.handle);
  sqlite3_close(handle_);
}

bool Database::execute(const char* sql) {
  const bool is_done = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
  if (!is_done) has_failed_ = true;
  return is_done;
}

Statement Database::prepare(std::string_view sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end() && !found->second.is_busy) {
    found->second.is_busy = true;
    return Statement(*this, found->second.handle, true);
  }
  sqlite3_stmt* handle = nullptr;
  if (sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &handle, nullptr) != SQLITE_OK) {
    stop_on_bug(sql, sqlite3_errmsg(handle_));
  }
  const bool is_cached = found == statements_.end();
  if (is_cached) statements_.emplace(std::string(sql), Cached{handle, true});
  return Statement(*this, handle, is_cached);
}

void Database::begin() {
  has_failed_ = false;
  static_cast<void>(execute("BEGIN IMMEDIATE"));
}

bool Database::commit() {
  if (!has_failed_ && execute("COMMIT")) return true;
  sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  return false;
}

void Database::set_savepoint() { static_cast<void>(execute("SAVEPOINT effects")); }
void Database::undo_to_savepoint() { static_cast<void>(execute("ROLLBACK TO effects; RELEASE effects")); }
void Database::drop_savepoint() { static_cast<void>(execute("RELEASE effects")); }

std::optional<std::string> Database::value_of(std::string_view key) {
  Statement query = prepare("SELECT value FROM named_values WHERE key = ?");
  query.bind(key);
  if (!query.next_row()) return std::nullopt;
  return query.text(0);
}

void Database::set_value(std::string_view key, std::string_view value) {
  prepare("INSERT INTO named_values VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value")
      .bind(key)
      .bind(value)
      .run();
}

}  // namespace ssm_lab
