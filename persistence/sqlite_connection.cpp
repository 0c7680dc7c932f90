#include "persistence/sqlite_connection.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace lic {
namespace {

ErrorCode code_of(int sqlite_code) {
  const int primary = sqlite_code & 0xff;
  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB ? ErrorCode::data_corrupt : ErrorCode::storage;
}

std::string remedy_of(int sqlite_code) {
  switch (sqlite_code & 0xff) {
    case SQLITE_FULL:
      return "free space on the file system of the state directory; nothing is lost, the agent tries again";
    case SQLITE_IOERR: return "check free space, quota and health of the disk (kernel log); the agent tries again";
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      return "make the state directory and its files owned and writable by the user the agent runs as";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "close the other program that has the database open";
    case SQLITE_NOMEM: return "give the service more memory";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "stop the agent, restore the state directory from a backup, or move it away and register again";
    case SQLITE_MISMATCH: return "do not change the database by hand; restore the state directory from a backup";
    default: return "look up the text of SQLite; restore the state directory from a backup if it stays";
  }
}

std::string file_of(sqlite3* handle) {
  const char* file = sqlite3_db_filename(handle, "main");
  return file != nullptr ? file : "the state database";
}

Error sqlite_failure(sqlite3* handle, int code, std::string_view doing) {
  std::string what = std::string(doing) + " " + file_of(handle) + ": ";
  what += sqlite3_errcode(handle) == (code & 0xff) || sqlite3_extended_errcode(handle) == code ? sqlite3_errmsg(handle)
                                                                                               : sqlite3_errstr(code);
  what += " (SQLite code " + std::to_string(code) + ")";
  return Error(code_of(code), std::move(what), remedy_of(code));
}

}  // namespace

void SqliteConnection::Closer::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
void Statement::Finalizer::operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }

Result<SqliteConnection> SqliteConnection::open(const std::string& path) {
  // Made here, so that the file is private from its first instant; SQLite gives its WAL file the same mode.
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0)
    return Error(ErrorCode::storage, "cannot open " + path + ": " + std::strerror(errno), remedy_of(SQLITE_CANTOPEN));
  ::close(file);

  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  SqliteConnection connection;
  connection.handle_.reset(handle);  // also after a failure: SQLite wants it closed
  if (handle == nullptr)
    return Error(ErrorCode::storage, "cannot open " + path + ": no memory", remedy_of(SQLITE_NOMEM));
  if (code != SQLITE_OK) return sqlite_failure(handle, code, "cannot open");
  sqlite3_extended_result_codes(handle, 1);
  return connection;
}

Result<void> SqliteConnection::run(const std::string& sql) {
  const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite_failure(handle_.get(), code, "cannot use");
  return {};
}

Result<Statement> SqliteConnection::prepare(std::string_view sql) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  Statement statement;
  statement.handle_.reset(handle);
  if (code != SQLITE_OK) return sqlite_failure(handle_.get(), code, "cannot use");
  return statement;
}

Result<std::int64_t> SqliteConnection::number(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return statement.error();
  const auto row = statement->next();
  if (!row) return row.error();
  return *row ? statement->integer(0) : 0;
}

void SqliteConnection::roll_back() {
  // SQLite may have rolled back by itself (disk full); a second ROLLBACK would only be an error.
  if (sqlite3_get_autocommit(handle_.get()) == 0)
    (void)sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

std::string SqliteConnection::path() const { return file_of(handle_.get()); }

std::int64_t SqliteConnection::rows_changed() const { return sqlite3_changes64(handle_.get()); }

Statement& Statement::start() {
  sqlite3_reset(handle_.get());
  sqlite3_clear_bindings(handle_.get());
  parameter_ = 0;
  bind_failure_ = SQLITE_OK;
  return *this;
}

void Statement::note(int code) {
  if (code != SQLITE_OK && bind_failure_ == SQLITE_OK) bind_failure_ = code;
}

Statement& Statement::bind(std::int64_t value) {
  note(sqlite3_bind_int64(handle_.get(), ++parameter_, value));
  return *this;
}

Statement& Statement::bind(double value) {
  note(sqlite3_bind_double(handle_.get(), ++parameter_, value));
  return *this;
}

Statement& Statement::bind(std::string_view value) {
  // A null pointer would bind NULL, and the data of an empty view may be one.
  const char* bytes = value.empty() ? "" : value.data();
  note(sqlite3_bind_text64(handle_.get(), ++parameter_, bytes, value.size(), SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind(std::optional<std::int64_t> value) {
  if (value) return bind(*value);
  note(sqlite3_bind_null(handle_.get(), ++parameter_));
  return *this;
}

Statement& Statement::bind_bytes(std::string_view value) {
  note(sqlite3_bind_blob64(handle_.get(), ++parameter_, value.data(), value.size(), SQLITE_STATIC));
  return *this;
}

Result<void> Statement::run() {
  const auto row = next();
  if (!row) return row.error();
  finish();
  return {};
}

Result<bool> Statement::next() {
  const int code = bind_failure_ == SQLITE_OK ? sqlite3_step(handle_.get()) : bind_failure_;
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    finish();
    return false;
  }
  auto failure = sqlite_failure(sqlite3_db_handle(handle_.get()), code, "cannot use");
  finish();
  return failure;
}

void Statement::finish() { sqlite3_reset(handle_.get()); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }

std::optional<std::int64_t> Statement::optional_integer(int column) const {
  if (sqlite3_column_type(handle_.get(), column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

double Statement::real(int column) const { return sqlite3_column_double(handle_.get(), column); }

std::string Statement::text(int column) const {
  const unsigned char* bytes = sqlite3_column_text(handle_.get(), column);
  const int length = sqlite3_column_bytes(handle_.get(), column);
  if (bytes == nullptr || length <= 0) return {};
  return std::string(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

std::string_view Statement::bytes(int column) const {
  const void* bytes = sqlite3_column_blob(handle_.get(), column);
  const int length = sqlite3_column_bytes(handle_.get(), column);
  if (bytes == nullptr || length <= 0) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(length)};
}

}  // namespace lic
