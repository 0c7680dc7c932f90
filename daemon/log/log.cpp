#include "daemon/log/log.hpp"

#include <unistd.h>

#include <array>

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/dist_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/sinks/syslog_sink.h>
#include <spdlog/sinks/systemd_sink.h>

namespace lic {
namespace {

constexpr const char* kIdent = "smart-agentd";
constexpr const char* kJournalSocket = "/run/systemd/journal/socket";
// Journal and syslog stamp lines themselves.
constexpr const char* kStampedPattern = "%n: %v";
constexpr const char* kOwnStampPattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %n: %v";

constexpr std::array<std::string_view, 3> kComponents = {"daemon", "lib_license", "ss_rm"};
constexpr std::array<std::string_view, 4> kLevels = {"debug", "info", "warning", "error"};

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warning: return spdlog::level::warn;
    case LogLevel::error: return spdlog::level::err;
  }
  return spdlog::level::info;
}

LogTarget reachable(LogTarget wanted) {
  const bool no_journal = wanted == LogTarget::journal && ::access(kJournalSocket, F_OK) != 0;
  return no_journal ? LogTarget::stderr_stream : wanted;
}

struct Destination {
  LogTarget target;
  std::string file;
  friend bool operator==(const Destination&, const Destination&) = default;
};

spdlog::sink_ptr new_sink(const Destination& destination) {
  switch (destination.target) {
    case LogTarget::journal: return std::make_shared<spdlog::sinks::systemd_sink_mt>(kIdent, true);
    case LogTarget::syslog: return std::make_shared<spdlog::sinks::syslog_sink_mt>(kIdent, LOG_PID, LOG_DAEMON, true);
    case LogTarget::stderr_stream: return std::make_shared<spdlog::sinks::stderr_sink_mt>();
    case LogTarget::file: return std::make_shared<spdlog::sinks::basic_file_sink_mt>(destination.file);
  }
  return nullptr;
}

Result<spdlog::sink_ptr> open_sink(const Destination& destination) {
  try {  // the fence: spdlog throws if a file cannot be opened
    const spdlog::sink_ptr sink = new_sink(destination);
    const bool stamped = destination.target == LogTarget::journal || destination.target == LogTarget::syslog;
    sink->set_formatter(std::make_unique<spdlog::pattern_formatter>(stamped ? kStampedPattern : kOwnStampPattern,
                                                                    spdlog::pattern_time_type::utc));
    return sink;
  } catch (const spdlog::spdlog_ex& failure) {
    return Error(ErrorCode::storage, std::string("the log cannot be opened: ") + failure.what(),
                 "check log.file in the configuration and the rights of its folder");
  }
}

}  // namespace

// One logger per component and one for alarms share the one sink inside `outlet`, which is exchanged on reopen.
struct Log::Loggers {
  Destination destination;
  std::shared_ptr<spdlog::sinks::dist_sink_mt> outlet;  // shared: spdlog's loggers hold their sinks so
  std::array<std::shared_ptr<spdlog::logger>, kComponents.size()> components;
  std::shared_ptr<spdlog::logger> alarms;

  Loggers(Destination where, const spdlog::sink_ptr& sink)
      : destination(std::move(where)), outlet(std::make_shared<spdlog::sinks::dist_sink_mt>()) {
    outlet->set_sinks({sink});
    for (std::size_t index = 0; index < kComponents.size(); ++index) {
      components[index] = new_logger(std::string(kComponents[index]));
    }
    alarms = new_logger("alarm");
    alarms->set_level(spdlog::level::trace);
  }
  [[nodiscard]] std::shared_ptr<spdlog::logger> new_logger(const std::string& name) const {
    auto logger = std::make_shared<spdlog::logger>(name, outlet);
    logger->flush_on(spdlog::level::trace);
    return logger;
  }
  [[nodiscard]] spdlog::logger& of(LogComponent component) const {
    return *components[static_cast<std::size_t>(component)];
  }
};

Log::Log(std::unique_ptr<Loggers> loggers) : loggers_(std::move(loggers)) {}
Log::~Log() = default;

Result<std::unique_ptr<Log>> Log::open(const LogConfig& config) {
  const Destination destination{reachable(config.target), config.file};
  const Result<spdlog::sink_ptr> sink = open_sink(destination);
  if (sink.has_error()) return sink.error();
  std::unique_ptr<Log> log(new Log(std::make_unique<Loggers>(destination, *sink)));
  log->set_levels(config);
  return log;
}

void Log::set_levels(const LogConfig& config) {
  for (std::size_t index = 0; index < kComponents.size(); ++index) {
    const auto own = config.components.find(std::string(kComponents[index]));
    const std::string& word = own == config.components.end() ? config.level : own->second;
    set_level(static_cast<LogComponent>(index), log_level_named(word).value_or(LogLevel::info));
  }
}

Result<void> Log::take(const LogConfig& config) {
  const Destination destination{reachable(config.target), config.file};
  if (destination != loggers_->destination || destination.target == LogTarget::file) {
    const Result<spdlog::sink_ptr> sink = open_sink(destination);
    if (sink.has_error()) return sink.error();
    loggers_->destination = destination;
    loggers_->outlet->set_sinks({*sink});
  }
  set_levels(config);
  return {};
}

bool Log::is_on(LogComponent component, LogLevel level) const {
  return loggers_->of(component).should_log(to_spdlog(level));
}

void Log::set_level(LogComponent component, LogLevel level) { loggers_->of(component).set_level(to_spdlog(level)); }

void Log::write(LogComponent component, LogLevel level, std::string_view event,
                std::initializer_list<LogField> fields) {
  if (!is_on(component, level)) return;
  const std::string line = log_line(event, fields);
  loggers_->of(component).log(to_spdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

void Log::debug(LogComponent component, std::string_view event, std::initializer_list<LogField> fields) {
  write(component, LogLevel::debug, event, fields);
}
void Log::info(LogComponent component, std::string_view event, std::initializer_list<LogField> fields) {
  write(component, LogLevel::info, event, fields);
}
void Log::warning(LogComponent component, std::string_view event, std::initializer_list<LogField> fields) {
  write(component, LogLevel::warning, event, fields);
}
void Log::error(LogComponent component, std::string_view event, std::initializer_list<LogField> fields) {
  write(component, LogLevel::error, event, fields);
}

void Log::write_alarm(int priority, std::string_view line) {
  spdlog::level::level_enum level = spdlog::level::info;
  if (priority <= LOG_WARNING) level = spdlog::level::warn;
  if (priority <= LOG_ERR) level = spdlog::level::err;
  if (priority <= LOG_CRIT) level = spdlog::level::critical;
  loggers_->alarms->log(level, spdlog::string_view_t(line.data(), line.size()));
}

Result<void> Log::reopen() {
  if (loggers_->destination.target != LogTarget::file) return {};
  const Result<spdlog::sink_ptr> sink = open_sink(loggers_->destination);
  if (sink.has_error()) return sink.error();
  loggers_->outlet->set_sinks({*sink});
  return {};
}

LogTarget Log::target() const { return loggers_->destination.target; }

std::optional<LogLevel> log_level_named(std::string_view word) {
  for (std::size_t index = 0; index < kLevels.size(); ++index) {
    if (kLevels[index] == word) return static_cast<LogLevel>(index);
  }
  return std::nullopt;
}

std::optional<LogComponent> log_component_named(std::string_view word) {
  for (std::size_t index = 0; index < kComponents.size(); ++index) {
    if (kComponents[index] == word) return static_cast<LogComponent>(index);
  }
  return std::nullopt;
}

}  // namespace lic
