#pragma once
// The thin fence around SQLite's C interface: a connection and its prepared statements, with errors as values. One
// thread. Every failure names the file, carries SQLite's own text and a remedy; damage of the file is `data_corrupt`,
// all else is `storage`.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "agent/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace lic {

class Statement;

class SqliteConnection {
public:
  // Opens the file and creates it (0600) if it is not there. Whether it is a database shows with the first statement.
  [[nodiscard]] static Result<SqliteConnection> open(const std::string& path);

  // Runs statements without parameters; rows are thrown away.
  [[nodiscard]] Result<void> run(const std::string& sql);
  // The statement lives at most as long as the connection. It is meant to be kept.
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  // The first column of the first row.
  [[nodiscard]] Result<std::int64_t> number(std::string_view sql);

  // Ends an open transaction, whatever state it is in. Safe to call when there is none.
  void roll_back();

  [[nodiscard]] std::int64_t rows_changed() const;  // by the last statement
  [[nodiscard]] std::string path() const;

private:
  struct Closer {
    void operator()(sqlite3* handle) const;
  };
  std::unique_ptr<sqlite3, Closer> handle_;
};

// A prepared statement. Use: start(), bind in the order of the question marks, then run() or next() until false.
// A failed bind is reported by the run() or next() that follows.
class Statement {
public:
  Statement() = default;

  Statement& start();  // forgets parameters and rows of the last use
  Statement& bind(std::int64_t value);
  Statement& bind(double value);
  Statement& bind(std::string_view value);  // the bytes must stay until the statement has run
  Statement& bind(std::optional<std::int64_t> value);
  Statement& bind_bytes(std::string_view value);  // as a blob; the bytes must stay until the statement has run

  // For statements without rows.
  [[nodiscard]] Result<void> run();
  // True: a row can be read. False: there are no more. After false or an error the statement holds no lock any more.
  [[nodiscard]] Result<bool> next();
  void finish();  // lets go of a statement whose rows were not read to the end

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::string_view bytes(int column) const;  // of a blob; good until the next row

private:
  friend class SqliteConnection;
  struct Finalizer {
    void operator()(sqlite3_stmt* handle) const;
  };
  void note(int code);

  std::unique_ptr<sqlite3_stmt, Finalizer> handle_;
  int parameter_ = 0;
  int bind_failure_ = 0;
};

}  // namespace lic
