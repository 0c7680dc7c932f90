#include "daemon/log/local_alarm_sinks.hpp"

#include <sys/uio.h>
#include <syslog.h>

#define SD_JOURNAL_SUPPRESS_LOCATION  // libsystemd's switch; our file and line are no news to an operator
#include <systemd/sd-journal.h>

#include <utility>

#include "daemon/log/alarm_message_id.hpp"

namespace lic {
namespace {

struct Told {
  int priority;
  std::string line;
};
Told told(const AlarmStyle& style, const AlarmNotice& notice) {
  const AlarmKind& kind = kind_of(notice.code);
  return {priority_of(severity_of(kind, notice.news), style.priority_floor),
          alarm_line(style.form, kind, notice, style.origin)};
}

class LogAlarmSink final : public AlarmSink {
public:
  LogAlarmSink(AlarmStyle style, Log& log) : style_(std::move(style)), log_(log) {}
  void tell(const AlarmNotice& notice) override {
    const Told what = told(style_, notice);
    log_.write_alarm(what.priority, what.line);
  }

private:
  AlarmStyle style_;
  Log& log_;
};

class SyslogAlarmSink final : public AlarmSink {
public:
  explicit SyslogAlarmSink(AlarmStyle style) : style_(std::move(style)) {}
  void tell(const AlarmNotice& notice) override {
    const Told what = told(style_, notice);
    ::syslog(LOG_DAEMON | what.priority, "%s", what.line.c_str());
  }

private:
  AlarmStyle style_;
};

class JournalAlarmSink final : public AlarmSink {
public:
  JournalAlarmSink(AlarmStyle style, Log& log) : style_(style), otherwise_(std::move(style), log) {}
  void tell(const AlarmNotice& notice) override {
    std::vector<std::string> fields = journal_fields(style_, notice);
    std::vector<iovec> parts;
    parts.reserve(fields.size());
    for (std::string& field : fields) parts.push_back({field.data(), field.size()});
    if (sd_journal_sendv(parts.data(), static_cast<int>(parts.size())) < 0) otherwise_.tell(notice);
  }

private:
  AlarmStyle style_;
  LogAlarmSink otherwise_;
};

}  // namespace

std::vector<std::string> journal_fields(const AlarmStyle& style, const AlarmNotice& notice) {
  const Told what = told(style, notice);
  std::vector<std::string> fields = {
      "MESSAGE=" + what.line,
      "PRIORITY=" + std::to_string(what.priority),
      "MESSAGE_ID=" + std::string(message_id_of(notice.code)),
      "SYSLOG_IDENTIFIER=smart-agentd",
      "SMART_AGENT_ALARM=" + std::string(kind_of(notice.code).mnemonic),
      "SMART_AGENT_STATE=" + std::string(name_of(notice.news)),
      "SMART_AGENT_REASON=" + notice.detail,
      "SMART_AGENT_REMEDY=" + std::string(kind_of(notice.code).remedy),
  };
  if (notice.minutes) fields.push_back("SMART_AGENT_MINUTES=" + std::to_string(*notice.minutes));
  return fields;
}

std::unique_ptr<AlarmSink> make_alarm_sink(AlarmStyle style, Log& log) {
  switch (log.target()) {
    case LogTarget::journal: return std::make_unique<JournalAlarmSink>(std::move(style), log);
    case LogTarget::syslog: return std::make_unique<SyslogAlarmSink>(std::move(style));
    case LogTarget::stderr_stream:
    case LogTarget::file: return std::make_unique<LogAlarmSink>(std::move(style), log);
  }
  return nullptr;
}

}  // namespace lic
