#include "daemon/api/transport_change.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "agent/status.hpp"

namespace lic::api {
namespace {

// Ends with exactly one full stop.
std::string sentence(std::string text) {
  while (text.ends_with('.') || text.ends_with(' ')) text.pop_back();
  return text.empty() ? text : text + ".";
}

// A trial is nobody's next attempt: the catalog's promise would not be kept.
std::string remedy_of(const DiagnosisStep& failed) {
  constexpr std::string_view kPromise = "the agent tries again by itself";
  std::string remedy = failed.remedy;
  if (const auto at = remedy.find(kPromise); at != std::string::npos) {
    remedy.replace(at, kPromise.size(), "then try again");
  }
  return remedy;
}

// "It was tried first: dns, tcp, tls and http are good."
std::string what_was_good(const Diagnosis& diagnosis) {
  std::vector<std::string> names;
  for (const DiagnosisStep& step : diagnosis.steps) {
    if (!step.ok) continue;
    names.emplace_back(step.name);
    std::ranges::replace(names.back(), '_', ' ');
  }
  if (names.empty()) return "It was tried first and answers.";
  std::string list = names.front();
  for (std::size_t index = 1; index < names.size(); ++index) {
    list += (index + 1 < names.size() ? ", " : " and ") + names[index];
  }
  return "It was tried first and answers: " + list + (names.size() == 1 ? " is good." : " are good.");
}

Error refusal(const DiagnosisStep& failed) {
  Error error(ErrorCode::unavailable, "nothing was changed: the new way to SSM does not answer: " + failed.text,
              remedy_of(failed));
  error.failure = failed.code;
  return error;
}

}  // namespace

std::string_view name_of(LastChange::Outcome outcome) {
  switch (outcome) {
    case LastChange::Outcome::trying: return "trying";
    case LastChange::Outcome::done: return "done";
    case LastChange::Outcome::refused: return "refused";
  }
  return "";
}

TransportChange::TransportChange(AgentLoop& loop, const Config& config, Try try_settings)
    : loop_(loop), config_(config), try_(std::move(try_settings)) {}

void TransportChange::begin(std::optional<TransportSettings> wanted, Done done) {
  if (is_trying_) {
    return done(Error(ErrorCode::failed_precondition, "another change of the transport is being tried",
                      "wait for its outcome; 'smart-agentctl transport show' tells it"));
  }
  is_trying_ = true;
  last_ =
      LastChange{loop_.reading().now.wall, LastChange::Outcome::trying, "The new way to SSM is being tried.", {}, {}};
  // Nothing to try: the configuration's way is in use.
  if (!wanted && !loop_.reading().state.sections.settings.transport) return commit(wanted, {}, done);
  const TransportSettings settings = wanted.value_or(config_.transport);
  try_(settings, [this, wanted = std::move(wanted), done = std::move(done)](const Diagnosis& diagnosis) {
    judge(wanted, diagnosis, done);
  });
}

void TransportChange::judge(const Wanted& wanted, const Diagnosis& diagnosis, const Done& done) {
  const DiagnosisStep* const failed = diagnosis.first_failure();
  if (failed == nullptr) return commit(wanted, what_was_good(diagnosis), done);
  // Judged now, not when the trial began: a registration may have come about meanwhile.
  if (registration_axis(loop_.reading().state) == RegistrationAxis::registered) return finish(refusal(*failed), done);
  commit(wanted, "It does not answer yet: " + sentence(failed->text) + " What helps: " + sentence(remedy_of(*failed)),
         done);
}

void TransportChange::commit(const Wanted& wanted, std::string shown, const Done& done) {
  Event event = ResetTransport{};
  if (wanted) event = SetTransport{*wanted, shown};
  const bool is_taken =
      loop_.submit(std::move(event), [this, shown = std::move(shown), done](const Answered& answered) {
        if (const auto* error = std::get_if<Error>(&answered)) return finish(*error, done);
        const auto* command = std::get_if<CommandDone>(&answered);
        const std::string text = command == nullptr ? std::string{} : sentence(command->text);
        finish(shown.empty() ? text : text + " " + shown, done);
      });
  if (is_taken) return;
  finish(Error(ErrorCode::resource_exhausted, "the agent has more requests waiting than it takes",
               "try again in a moment"),
         done);
}

void TransportChange::finish(const Result<std::string>& outcome, const Done& done) {
  is_trying_ = false;
  const WallTime now = loop_.reading().now.wall;
  if (outcome.has_error()) {
    const Error& error = outcome.error();
    last_ = LastChange{now, LastChange::Outcome::refused, error.what, error.remedy, error.failure};
  } else {
    last_ = LastChange{now, LastChange::Outcome::done, *outcome, {}, {}};
  }
  done(outcome);
}

}  // namespace lic::api
