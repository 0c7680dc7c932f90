#include "daemon/app/app.hpp"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "daemon/api_types/error_codes.hpp"
#include "daemon/app/daemon.hpp"
#include "daemon/app/failed_start.hpp"
#include "daemon/app/foundation.hpp"
#include "daemon/app/read_config.hpp"
#include "daemon/app/restore_command.hpp"
#include "daemon/config/config.hpp"
#include "daemon/log/log.hpp"

namespace lic {
namespace {

constexpr int kOwnMappingBytes = 64 * 1024;

int exit_code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::storage:
    case ErrorCode::data_corrupt: return kExitStorage;
    case ErrorCode::failed_precondition: return kExitWrongState;
    case ErrorCode::invalid_argument: return kExitConfiguration;
    case ErrorCode::unauthenticated:
    case ErrorCode::permission_denied:
    case ErrorCode::not_found:
    case ErrorCode::already_exists:
    case ErrorCode::resource_exhausted:
    case ErrorCode::unavailable:
    case ErrorCode::deadline_exceeded:
    case ErrorCode::rejected_by_ssm:
    case ErrorCode::internal: break;
  }
  return kExitBug;
}

// The one line of a start that failed; whoever starts us by hand or reads the journal sees it.
int give_up(const Error& error) {
  std::fprintf(stderr, "error: %s: %s; %s\n", std::string(row_of(error.code).name).c_str(), error.what.c_str(),
               error.remedy.c_str());
  return exit_code_of(error.code);
}

int refuse_configuration(const ConfigOutcome& outcome) {
  for (const ConfigProblem& problem : outcome.problems) std::fprintf(stderr, "%s\n", describe(problem).c_str());
  std::fprintf(stderr, "error: configuration: %zu problem(s), see above; correct them and start again\n",
               outcome.problems.size());
  return kExitConfiguration;
}

// /run is empty after a boot, and a run from a build tree has no unit that makes the directory.
Result<void> make_runtime_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0755) == 0 || errno == EEXIST) return {};
  return Error(ErrorCode::storage, "the runtime directory " + path + " cannot be made: " + std::strerror(errno),
               "make it, or choose another with --runtime-dir");
}

// The first problem says enough for an alarm; stderr has all of them.
std::string text_of(const ConfigOutcome& outcome) { return describe(outcome.problems.front()); }

std::string text_of(const Error& error) { return error.what + "; " + error.remedy; }

}  // namespace

int run(const Options& options) {
  ::signal(SIGPIPE, SIG_IGN);
  // Fixed, or the first large buffer that is freed would have the next ones scattered over the heap for good.
  ::mallopt(M_MMAP_THRESHOLD, kOwnMappingBytes);
  // Keys and tokens pass through this memory: no core file, and no debugger of the same user.
  ::prctl(PR_SET_DUMPABLE, 0);
  if (options.restore && options.restore->show) return show_backup(*options.restore);
  ConfigOutcome outcome = read_config(options);
  if (!outcome.problems.empty()) {
    if (options.restore) return refuse_restore(*options.restore, outcome);
    if (!options.check_config)
      tell_failed_start(options.places, {outcome.config.log, outcome.config.syslog}, text_of(outcome));
    return refuse_configuration(outcome);
  }
  if (options.check_config) {
    for (const ConfigProblem& warning : outcome.warnings)
      std::fprintf(stderr, "%s\n", describe_warning(warning).c_str());
    std::printf("%s: good\n", options.places.config_file.c_str());
    return kExitDone;
  }
  const Config& config = outcome.config;
  if (options.restore) return restore_backup(options, config);
  const auto log = Log::open(config.log);
  if (log.has_error()) return give_up(log.error());
  for (const ConfigProblem& warning : outcome.warnings) {
    (*log)->warning(LogComponent::daemon, "configuration", {{"text", describe_warning(warning)}});
  }
  if (const auto made = make_runtime_directory(options.places.runtime_dir); made.has_error())
    return give_up(made.error());
  auto foundation = lay_foundation(options.places, config);
  if (foundation.has_error()) {
    tell_failed_start(options.places, {config.log, config.syslog}, text_of(foundation.error()));
    return give_up(foundation.error());
  }
  const AlarmSettings settings{config.log, config.syslog};
  auto daemon = std::make_unique<Daemon>(options, std::move(outcome), **log, std::move(*foundation));
  if (const auto started = daemon->start(); started.has_error()) {
    daemon.reset();  // lets go of the state directory
    tell_failed_start(options.places, settings, text_of(started.error()));
    return give_up(started.error());
  }
  daemon->run();
  return kExitDone;
}

}  // namespace lic
