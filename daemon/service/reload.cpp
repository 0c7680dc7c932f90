#include "daemon/service/reload.hpp"

#include <utility>

#include "daemon/config/reload_table.hpp"

namespace lic {
namespace {

constexpr const char* kCatalogKey = "product.catalog";

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

void Reload::run() {
  parts_.service.reloading(parts_.since_boot());
  // Also with a bad file: the log may just have been rotated.
  if (const auto reopened = parts_.log.reopen(); reopened.has_error())
    parts_.log.warning(LogComponent::daemon, "log_not_reopened", {{"reason", reopened.error().what}});
  consider(parts_.read());
  parts_.service.reloaded();
}

void Reload::consider(const ConfigOutcome& read) {
  if (!read.problems.empty()) {
    std::vector<std::string> problems;
    for (const ConfigProblem& problem : read.problems) problems.push_back(describe(problem));
    return refuse(problems);
  }
  const auto taken = parts_.take(with_reloaded_keys(parts_.running, read));
  if (taken.has_error()) return refuse({taken.error().what + "; " + taken.error().remedy});
  tell(read);
}

void Reload::refuse(const std::vector<std::string>& problems) {
  for (const std::string& problem : problems)
    parts_.log.error(LogComponent::daemon, "configuration", {{"text", problem}});
  parts_.log.error(LogComponent::daemon, "reload_refused",
                   {{"problems", std::to_string(problems.size())},
                    {"text", "the running configuration stays; correct what is named above and reload again"}});
  parts_.service.remark("reload refused, the running configuration stays: " + problems.front());
}

void Reload::tell(const ConfigOutcome& read) {
  for (const ConfigProblem& warning : read.warnings)
    parts_.log.warning(LogComponent::daemon, "configuration", {{"text", describe_warning(warning)}});
  auto waiting = changed_keys(at_start_, read.written, Taken::at_start);
  for (const std::string& key : waiting)
    parts_.log.warning(LogComponent::daemon, "restart_wanted",
                       {{"key", key}, {"text", key + " changed; it is taken at the next start"}});
  // No key of the configuration is another, so what makes the policy another is in the catalog's file.
  if (waiting.empty() && read.config.policy != parts_.running.policy) {
    parts_.log.warning(
        LogComponent::daemon, "restart_wanted",
        {{"key", kCatalogKey},
         {"text", "the catalog " + read.config.catalog_file + " changed; it is taken at the next start"}});
    waiting.emplace_back(kCatalogKey);
  }
  parts_.log.info(LogComponent::daemon, "reloaded",
                  {{"changed", joined(changed_keys(taken_, read.written, Taken::by_reload))}});
  parts_.service.remark(waiting.empty() ? "" : "restart to take " + joined(waiting));
  taken_ = read.written;
}

}  // namespace lic
