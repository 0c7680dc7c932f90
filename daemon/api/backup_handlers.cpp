// A backup of the state, encrypted with the passphrase in the body (docs/backup.md).
#include <memory>
#include <utility>

#include "daemon/api/handlers.hpp"
#include "daemon/api/json.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/backup/passphrase.hpp"

namespace lic::api {
namespace {

Result<Secret> passphrase_in(const std::string& text) {
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  ObjectReader reader(*value, "the body");
  Secret passphrase(reader.required_text("passphrase"));
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  if (auto outcome = backup::check_passphrase(passphrase); outcome.has_error()) return outcome.error();
  return Result<Secret>(std::move(passphrase));
}

void answer_with(const Reply& reply, Result<backup::BackupMaker::Pieces> made) {
  if (made.has_error()) return reply(problem(made.error()));
  ApiResponse response{.status = 200, .content_type = "application/octet-stream", .body = {}, .allow = {}, .more = {}};
  response.pieces = std::move(*made);
  reply(std::move(response));
}

// What is on disk is backed up; while the disk refuses, that is not what there is.
ApiResponse not_on_disk() {
  return problem(Error(ErrorCode::storage,
                       "the disk refuses, so the state that a backup would hold is not the present one",
                       "make the disk work first: see the alarm STORAGE_FAILURE"));
}

}  // namespace

void post_backup(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  auto passphrase = passphrase_in(request.body);
  if (passphrase.has_error()) return reply(problem(passphrase.error()));
  // shared: a reader is copied, a secret is not.
  auto secret = std::make_shared<Secret>(std::move(*passphrase));
  const bool taken = context.loop.read([&context, reply, secret](const Reading& reading) {
    if (!context.loop.is_durable()) return reply(not_on_disk());
    const bool is_begun = context.backups->make(
        reading, std::move(*secret),
        [reply](Result<backup::BackupMaker::Pieces> made) { answer_with(reply, std::move(made)); });
    if (!is_begun)
      reply(problem(Error(ErrorCode::failed_precondition, "another backup is under way", "try again when it is done")));
  });
  if (!taken) reply(too_busy());
}

}  // namespace lic::api
