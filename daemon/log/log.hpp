#pragma once
// The daemon's log: journal, syslog, stderr or a file, with a level for each part. Made once in main and handed to
// whoever decides something worth telling; libraries never log. Any thread may write. No thread and no timer of its
// own: every line is written when it is said, so an idle daemon sleeps.

#include <initializer_list>
#include <memory>
#include <optional>
#include <string_view>

#include "agent/result.hpp"
#include "daemon/config/config.hpp"
#include "daemon/log/log_line.hpp"

namespace lic {

// The vendor's names for the two parts that administrators follow, and the rest.
enum class LogComponent {
  daemon,
  lib_license,  // registration, authorization, compliance, enforcement
  ss_rm,        // seats, ports and what is counted
};
enum class LogLevel { debug, info, warning, error };

class Log {
public:
  // Without a journal on this machine the target `journal` becomes stderr, which says so itself. Error `storage` if the
  // log file cannot be opened.
  [[nodiscard]] static Result<std::unique_ptr<Log>> open(const LogConfig& config);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  [[nodiscard]] bool is_on(LogComponent component, LogLevel level) const;
  void set_level(LogComponent component, LogLevel level);

  // `event` is a name in snake_case, for example "registration_failed".
  void write(LogComponent component, LogLevel level, std::string_view event,
             std::initializer_list<LogField> fields = {});
  void debug(LogComponent component, std::string_view event, std::initializer_list<LogField> fields = {});
  void info(LogComponent component, std::string_view event, std::initializer_list<LogField> fields = {});
  void warning(LogComponent component, std::string_view event, std::initializer_list<LogField> fields = {});
  void error(LogComponent component, std::string_view event, std::initializer_list<LogField> fields = {});

  // A finished alarm line; no level hides it. `priority` is a syslog number.
  void write_alarm(int priority, std::string_view line);

  // After log rotation (SIGHUP): opens the file anew. If that fails the old file stays in use.
  [[nodiscard]] Result<void> reopen();

  // Another configuration: target, file and levels, at once. Error as from open(); everything stays as it was then.
  [[nodiscard]] Result<void> take(const LogConfig& config);

  // Where lines really go.
  [[nodiscard]] LogTarget target() const;

private:
  struct Loggers;
  explicit Log(std::unique_ptr<Loggers> loggers);
  void set_levels(const LogConfig& config);
  std::unique_ptr<Loggers> loggers_;
};

// Nothing for a word that is no level.
[[nodiscard]] std::optional<LogLevel> log_level_named(std::string_view word);
[[nodiscard]] std::optional<LogComponent> log_component_named(std::string_view word);

}  // namespace lic
