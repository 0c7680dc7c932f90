#include "tests/lab/lab.hpp"

#include "tests/lab/admin_api.hpp"
#include "tests/lab/exchange_log.hpp"
#include "tests/lab/fault_answers.hpp"
#include "tests/lab/private_files.hpp"
#include "tests/lab/random_names.hpp"
#include "tests/lab/reply.hpp"
#include "tests/lab/serve.hpp"

#include <charconv>
#include <system_error>
#include <utility>

namespace ssm_lab {
namespace {

namespace fs = std::filesystem;

Result<std::string> read_or_make_admin_token(const fs::path& directory) {
  const fs::path file = directory / "admin-token";
  if (const auto text = read_file(file)) {
    std::string token = *text;
    while (!token.empty() && (token.back() == '\n' || token.back() == '\r')) token.pop_back();
    if (token.empty()) return failure(file.string() + " is empty");
    return token;
  }
  std::string token = random_token();
  const auto written = write_file(file, token + "\n", Visibility::owner_only);
  if (!written) return written.error();
  return token;
}

// interfaces.md section 8: the option initialises an empty directory only.
Result<LabClock> start_clock(Database& database, const LabOptions& options) {
  if (const auto stored = database.value_of(kClockKey)) {
    std::int64_t position = 0;
    std::from_chars(stored->data(), stored->data() + stored->size(), position);
    return LabClock::manual(position);
  }
  const bool is_new = !database.value_of("created").has_value();
  if (!options.manual_clock_ms) return LabClock::real();
  if (!is_new) return failure("--lab-clock: " + options.directory.string() + " was made with the real clock");
  return LabClock::manual(*options.manual_clock_ms);
}

bool initialise(Database& database, const LabClock& clock) {
  database.begin();
  Accounts accounts(database);
  static_cast<void>(accounts.find_or_create({kDefaultSmartAccount, kDefaultVirtualAccount}));
  if (clock.is_manual()) database.set_value(kClockKey, std::to_string(clock.now_ms()));
  database.set_value("created", "1");
  return database.commit();
}

}  // namespace

Lab::Lab(std::unique_ptr<Database> database, std::unique_ptr<Pki> pki, LabClock clock)
    : peer_(std::move(database), std::move(pki), clock) {}

Result<std::unique_ptr<Lab>> Lab::open(const LabOptions& options) {
  std::error_code error;
  fs::create_directories(options.directory, error);
  if (error) return failure("cannot make " + options.directory.string() + ": " + error.message());
  auto lock = DirectoryLock::take(options.directory);
  if (!lock) return lock.error();
  auto database = Database::open(options.directory / "lab.sqlite");
  if (!database) return database.error();
  auto pki = Pki::open_or_create(options.directory, options.tls_names);
  if (!pki) return pki.error();
  auto token = read_or_make_admin_token(options.directory);
  if (!token) return token.error();
  const auto clock = start_clock(**database, options);
  if (!clock) return clock.error();
  if (!initialise(**database, *clock)) return failure("cannot write to " + options.directory.string());
  std::unique_ptr<Lab> lab(new Lab(std::move(*database), std::move(*pki), *clock));
  lab->admin_token_ = std::move(*token);
  lab->directory_lock_ = std::move(*lock);
  return lab;
}

HttpAnswer Lab::exchange(std::string_view message, Binding binding) {
  const std::lock_guard lock(mutex_);
  Decoding decoding = decode_request(message);
  const Request& request = decoding.request;
  if (!decoding.is_envelope) return refuse_body(binding, *decoding.problem);
  const std::optional<Fault> fault = peer_.faults.take(request.type, binding);
  if (fault) {
    if (auto answer = answer_http_fault(*fault)) return std::move(*answer);
  }
  peer_.database->begin();
  const Outcome outcome = decoding.problem ? refuse(std::move(*decoding.problem)) : serve(peer_, request, fault);
  const Reply reply = write_reply(peer_, request, outcome, fault);
  log_exchange(*peer_.database, {peer_.now_ms(), request, outcome, fault, reply.response_data});
  if (!peer_.database->commit()) return plain_answer(500, "the lab's storage failed\n");
  HttpAnswer answer = wrap(binding, reply.body, peer_.now_ms());
  if (fault) spoil_http_answer(*fault, {reply.body, peer_.now_ms()}, answer);
  return answer;
}

HttpAnswer Lab::answer_agent(const HttpRequest& request) {
  const auto binding = find_binding(std::string_view(request.target).substr(0, request.target.find('?')));
  if (!binding) return plain_answer(404, "nothing here\n");
  if (request.method == "GET") return plain_answer(200, "SSM lab: POST messages here\n");
  if (request.method != "POST") return plain_answer(405, "POST or GET\n");
  const auto message = unwrap(*binding, request);
  if (!message) return message.error();
  return exchange(*message, *binding);
}

HttpAnswer Lab::answer_admin(const HttpRequest& request) {
  if (auto refusal = refuse_stranger(request, admin_token_)) return std::move(*refusal);
  std::unique_lock lock(mutex_);
  const std::int64_t generation = peer_.pki->generation();
  HttpAnswer answer = answer_admin_request(peer_, request);
  const bool has_switched = peer_.pki->generation() != generation;
  lock.unlock();
  if (has_switched && on_new_tls_certificate_) on_new_tls_certificate_();
  return answer;
}

}  // namespace ssm_lab
